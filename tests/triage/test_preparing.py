"""Before the weging: whom it concerns, who says so, and what is proposed."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Kind
from tests.backstage import backstage
from tests.factories import PartyFactory
from tests.triage.conftest import ask, decide, item_of
from triage.models import InvolvementDecision, Proposal, TriageDecision
from zvh.guard.announce import acting_as


def post(client, name, case, **data):
    return client.post(reverse(f"triage:{name}", args=[case.pk]), data)


@pytest.mark.eis("I-1", "G-1b")
def test_anna_decides_with_the_sender_who_is_involved_in_the_name_of_lid_1(
    case, anna, agent, gemeente, sign_in
):
    client = sign_in(anna)
    told = {"parties": [agent.party_id], "discussed": "De behandelaar, per telefoon."}

    post(client, "involve", case, on_behalf_of=gemeente.pk, **told)

    page = client.get(reverse("triage:intake", args=[case.pk])).text
    assert f"Anna Voorbeeld namens {gemeente.name}" in page
    assert "De behandelaar, per telefoon." in page
    with backstage():
        assert case.involvedpartys.filter(party=agent.party).exists()


@pytest.mark.eis("G-1b")
def test_no_partij_of_lid_2_says_who_is_involved(case, anna, agent, bram, sign_in):
    told = {"parties": [agent.party_id], "discussed": "Iemand."}

    post(sign_in(anna), "involve", case, on_behalf_of=bram.party_id, **told)

    with backstage():
        assert not InvolvementDecision.objects.exists()


@pytest.mark.eis("A-9", "I-1")
def test_before_the_purpose_nobody_is_involved(clock, send, anna, agent, sign_in):
    case = send()

    answer = sign_in(anna).get(reverse("triage:involve", args=[case.pk]))

    assert answer.status_code == 403
    assert "Toets eerst het doel" in answer.text


@pytest.mark.eis("I-1", "G-2")
def test_a_partij_that_cannot_be_asked_is_a_problem_with_what_to_do(
    case, anna, gemeente, sign_in
):
    with backstage():
        silent = PartyFactory(name="Zonder contact", kind=Kind.LID2)
        case.involvedpartys.create(party=silent, given_by=anna.party)

    for name in ("intake", "involve", "inquiries"):
        page = sign_in(anna).get(reverse(f"triage:{name}", args=[case.pk])).text
        assert "Zonder contact heeft geen contactpersoon" in page
        assert reverse("accounts:party", args=[silent.pk]) in page


@pytest.mark.eis("I-1", "G-1b")
def test_asking_somebody_new_names_who_of_lid_1_stands_for_it(
    case, anna, agent, gemeente
):
    ask(case, anna, agent.party)

    with backstage():
        decision = InvolvementDecision.objects.get()
    assert decision.on_behalf_of == gemeente
    assert decision.parties == [str(agent.party_id)]


@pytest.mark.eis("W-2", "V-12")
def test_the_proposal_stands_on_the_screen_and_decides_nothing(
    weighing, anna, agent, sign_in
):
    item = weighing()
    client = sign_in(anna)
    post(client, "propose", item.case, outcome="support", text="Rustig opbouwen.")
    post(client, "propose", item.case, outcome="ico", text="Toch samen.", version=1)

    for user in (anna, agent):
        page = sign_in(user).get(reverse("triage:item", args=[item.pk])).text
        assert "Toch samen." in page
        assert "Rustig opbouwen." not in page
    with backstage():
        assert not TriageDecision.objects.exists()
    assert item_of(item.case).is_open


@pytest.mark.eis("P-4")
def test_a_proposal_is_read_at_the_weging_and_nowhere_else(
    case, anna, agent, bram, cato, sign_in
):
    post(sign_in(anna), "propose", case, outcome="ico", text="Samen.")

    for user in (agent, bram, cato):
        with acting_as(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM triage_proposal")
            assert cursor.fetchone() == (0,)
        answer = post(sign_in(user), "propose", case, outcome="ico", text="Ik.")
        assert answer.status_code in (403, 404)


def test_after_the_decision_nothing_is_proposed(weighing, anna, sign_in):
    item = weighing()
    decide(item, anna, "support")

    answer = post(sign_in(anna), "propose", item.case, outcome="ico", text="Toch.")

    assert answer.status_code == 403
    with backstage():
        assert not Proposal.objects.exists()


@pytest.mark.eis("W-3", "O-3")
def test_an_ico_says_why_each_partij_may_be_there(weighing, anna, gemeente, sign_in):
    item = weighing()
    answers = {
        "outcome": "ico",
        "motivation": "Nodig.",
        "goal": "Rust.",
        "kind": "regular",
        "themes": ["oggz"],
    }
    client, url = sign_in(anna), reverse("triage:item", args=[item.pk])
    refused = client.post(url, answers)
    assert refused.context["form"].non_field_errors() == [
        "Kies ten minste één Partij die erbij hoort."
    ]
    # What is chosen from is not folded away.
    assert "<details open>" in refused.text

    client.post(url, {**answers, f"ground-{gemeente.pk}": "besluitvorming"})

    page = client.get(url).text
    assert "(nodig voor de besluitvorming of de uitvoering)" in page
    with backstage():
        needed = TriageDecision.objects.get().relevant_parties.get()
    assert (needed.party, needed.ground) == (gemeente, "besluitvorming")
