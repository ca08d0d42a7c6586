"""The whole road through the pages, and the doors that stay shut."""

import pytest
from django.urls import reverse

from cases.lifecycle import Phase
from tests.backstage import backstage
from tests.factories import some_key
from tests.triage.conftest import at, decide, fresh, item_of, meeting_on
from triage import agenda, outcomes
from triage.models import Advice, AgendaItem, TriageDecision
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

ICO = {"outcome": "ico", "motivation": "Nodig", "goal": "Rust", "kind": "regular"}


def page(client, name, *args, **query):
    return client.get(reverse(f"triage:{name}", args=args), query or None)


def send_form(client, name, *args, **data):
    return client.post(reverse(f"triage:{name}", args=args), data)


def the_advice():
    with backstage():
        return Advice.objects.get()


@pytest.mark.eis("A-6", "A-9")
def test_intake_says_what_is_missing(clock, send, anna, sign_in):
    case = send()

    shown = page(sign_in(anna), "intake", case.pk).text

    assert "Vul in op welke leefgebieden er problemen zijn." in shown
    assert "Proefpersoon" in shown
    assert "Nog niet getoetst" in shown


@pytest.mark.eis("A-6", "A-9")
def test_the_road_to_the_weging(clock, send, anna, gemeente, sign_in):
    case, client = send(), sign_in(anna)

    send_form(client, "judge_complete", case.pk)
    answers = {"fits": "yes", "grounds": ["crime"], "motivation": "Overlast."}
    send_form(client, "decide_purpose", case.pk, on_behalf_of=gemeente.pk, **answers)

    assert fresh(case).phase == Phase.TRIAGE
    assert item_of(case).meeting.date.isoformat() == "2026-11-17"


def test_only_the_bureau_is_led_from_the_weging_to_the_whole_case(
    weighing, anna, agent, sign_in
):
    item = weighing()
    whole = reverse("triage:intake", args=[item.case_id])

    assert whole in page(sign_in(anna), "item", item.pk).text
    assert whole not in page(sign_in(agent), "item", item.pk).text
    assert whole not in page(sign_in(anna), "item", item.pk, projector=1).text


@pytest.mark.eis("A-9")
def test_a_yes_without_a_ground_is_asked_again(clock, send, anna, gemeente, sign_in):
    answers = {"fits": "yes", "motivation": "Overlast.", "on_behalf_of": gemeente.pk}

    shown = send_form(sign_in(anna), "decide_purpose", send().pk, **answers).text

    assert "Kies waarvoor de aanpak nodig is." in shown
    assert "Overlast." in shown


@pytest.mark.eis("A-6")
def test_back_to_the_sender_with_a_term(clock, send, anna, sign_in):
    case, client = send(), sign_in(anna)
    form = page(client, "ask_completion", case.pk).text
    assert "23-11-2026" in form  # five working days on

    send_form(
        client, "ask_completion", case.pk, missing="Meer", answer_before="23-11-2026"
    )

    assert fresh(case).phase == Phase.REGISTRATION


def test_a_term_in_the_past_is_refused(clock, send, anna, sign_in):
    answers = {"missing": "De school", "answer_before": "16-11-2026"}

    shown = send_form(sign_in(anna), "ask_completion", send().pk, **answers).text

    assert "Kies een dag na vandaag." in shown
    assert "De school" in shown


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("name", ["intake", "ask_completion", "decide_purpose"])
def test_intake_is_not_there_for_partners(clock, send, agent, bram, sign_in, name):
    case = send()

    hidden, made_up = (page(sign_in(agent), name, key) for key in (case.pk, some_key()))

    assert hidden.status_code == made_up.status_code == 404
    assert page(sign_in(bram), name, case.pk).status_code == 403


@pytest.mark.eis("W-2")
def test_a_case_on_one_screen_and_the_next_after_deciding(
    clock, put_forward, agent, anna, gemeente, sign_in
):
    first, second = put_forward(surname="Eerste"), put_forward(surname="Tweede")
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    client = sign_in(anna)
    assert "Eerste" in page(client, "item", item_of(first).pk).text

    answers = {**ICO, "themes": ["oggz"], f"ground-{gemeente.pk}": "besluitvorming"}
    response = send_form(client, "item", item_of(first).pk, **answers)

    assert response.url == reverse("triage:item", args=[item_of(second).pk])
    assert fresh(first).phase == Phase.ICO


@pytest.mark.eis("W-2")
def test_without_motivation_nothing_is_decided(weighing, anna, sign_in):
    item = weighing()

    shown = send_form(sign_in(anna), "item", item.pk, **{**ICO, "motivation": ""}).text

    assert "Schrijf waarom u dit besluit." in shown
    assert "Kies ten minste één thema." in shown
    assert fresh(item.case).phase == Phase.TRIAGE


@pytest.mark.eis("W-5")
def test_deferring_on_the_page(weighing, anna, sign_in):
    item = weighing()

    send_form(sign_in(anna), "item", item.pk, outcome="defer", still_needed="De school")

    assert item_of(item.case).meeting.date.isoformat() == "2026-11-24"


def test_text_of_who_came_too_late_stays_on_the_page(weighing, anna, sign_in):
    item, client = weighing(), sign_in(anna)
    decide(item, anna, "support")

    response = send_form(
        client, "item", item.pk, outcome="advice", motivation="Mijn mooie tekst"
    )

    assert response.status_code == 409
    assert "Mijn mooie tekst" in response.text


@pytest.mark.eis("P-3")
def test_a_participant_reads_and_does_not_decide(weighing, agent, sign_in):
    item, client = weighing(), sign_in(agent)

    shown = page(client, "item", item.pk).text
    answer = send_form(client, "item", item.pk, outcome="support", motivation="Ja")

    assert "Proefpersoon" in shown
    assert "Leg het besluit vast" not in shown
    assert answer.status_code == 409
    assert fresh(item.case).phase == Phase.TRIAGE


@pytest.mark.eis("P-3", "P-4")
def test_others_find_nothing(weighing, cato, bram, sign_in):
    item = weighing()

    for user in (cato, bram):
        client = sign_in(user)
        assert page(client, "item", item.pk).status_code == 404
        assert page(client, "meeting", item.meeting.pk).status_code == 404
        assert page(client, "meeting", some_key()).status_code == 404


@pytest.mark.eis("P-3")
def test_the_list_of_wegingen_shows_a_participant_what_lets_them_in(
    weighing, agent, cato, anna, sign_in
):
    item = weighing()
    url = reverse("triage:meeting", args=[item.meeting.pk])

    assert url in page(sign_in(agent), "current").text
    assert url not in page(sign_in(cato), "current").text
    with acting_as(anna):
        agenda.close(item.meeting, by=anna)
    assert url not in page(sign_in(agent), "current").text


@pytest.mark.eis("W-1")
def test_the_list_shows_what_is_next_and_the_rest_in_short(weighing, anna, sign_in):
    meeting = weighing().meeting

    found = page(sign_in(anna), "current").context["meetings"]

    # The one that runs, the two that follow, and the other weeks folded away.
    assert [it.date.isoformat() for it in found.ahead] == [
        meeting.date.isoformat(),
        "2026-11-24",
        "2026-12-01",
    ]
    assert len(found.later) == 5
    assert found.later[0].date.isoformat() == "2026-12-08"


@pytest.mark.eis("T-4", "P-3")
def test_the_raad_finds_only_the_case_with_a_minor(clock, put_forward, raad, sign_in):
    from tests.triage.test_participants import CHILD

    grown_up, child = put_forward(), put_forward(surname="Kind", born=CHILD)
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    client = sign_in(raad)

    shown = page(client, "meeting", meeting_on("2026-11-17").pk).text

    assert child.number in shown
    assert grown_up.number not in shown
    assert page(client, "item", item_of(grown_up).pk).status_code == 404


@pytest.mark.eis("W-2")
def test_the_projector_names_nobody_in_its_list(weighing, anna, sign_in):
    item = weighing(surname="Zeldzaam")

    shown = page(sign_in(anna), "meeting", item.meeting.pk, projector="1").text

    assert "Zeldzaam" not in shown
    assert "T. Z." in shown


def test_single_keys_can_be_switched_off(weighing, anna, sign_in):
    item, client = weighing(), sign_in(anna)
    assert "js/weging.js" in page(client, "item", item.pk).text

    send_form(client, "switch_keys", item.pk)

    assert "js/weging.js" not in page(client, "item", item.pk).text


def test_each_case_shown_is_recorded(weighing, agent, sign_in):
    item = weighing()

    page(sign_in(agent), "item", item.pk)

    with backstage():
        kinds = AccessRecord.objects.filter(user_id=agent.pk).order_by("kind")
        assert [(r.kind, r.case_id, r.count) for r in kinds] == [
            ("listed", None, 1),
            ("opened", item.case_id, None),
        ]


@pytest.mark.eis("W-4", "A-7")
def test_the_advice_from_writing_to_downloading(clock, weighing, anna, bram, sign_in):
    item, client = weighing(), sign_in(anna)
    send_form(client, "item", item.pk, outcome="advice", motivation="Past niet")
    key = the_advice().pk
    text = {"text": "Bel het wijkteam.", "version": 1}
    send_form(client, "write_advice", key, **text)
    assert "Bel het wijkteam." in page(client, "send_advice", key).text
    assert page(sign_in(bram), "advice", key).status_code == 404

    send_form(client, "send_advice", key)
    assert page(sign_in(bram), "advice", key).status_code == 404
    clock.shift(outcomes.GRACE)
    outcomes.send_leaving()

    sender = sign_in(bram)
    assert "Bel het wijkteam." in page(sender, "advice", key).text
    state = reverse("cases:registration_state", args=[item.case_id])
    assert reverse("triage:advice", args=[key]) in sender.get(state).text
    document = send_form(sender, "take_advice", key)
    assert document.content.startswith(b"%PDF")
    assert page(sign_in(anna), "advice", key).status_code == 403


def test_a_colleagues_advice_is_not_overwritten(weighing, anna, sign_in):
    decide(weighing(), anna, "advice")
    client, key = sign_in(anna), the_advice().pk
    send_form(client, "write_advice", key, text="De eerste", version=1)

    response = send_form(client, "write_advice", key, text="De tweede", version=1)

    assert response.status_code == 409
    assert "De eerste" in response.text
    assert "De tweede" in response.text


def test_support_on_its_page(weighing, anna, sign_in):
    item, client = weighing(), sign_in(anna)
    decide(item, anna, "support")

    send_form(client, "support", item.case_id, text="Gebeld met de wijkagent")
    shown = page(client, "support", item.case_id).text
    assert "Gebeld met de wijkagent" in shown
    send_form(client, "end_support", item.case_id)

    assert fresh(item.case).phase == Phase.AFSCHALING


def test_sending_and_closing_say_what_will_happen(
    clock, put_forward, agent, anna, sign_in
):
    put_forward()
    clock.move_to(at("2026-11-16", "12:00:01"))
    client, key = sign_in(anna), meeting_on("2026-11-17").pk

    assert "1 deelnemer krijgt" in page(client, "send_agenda", key).text
    send_form(client, "send_agenda", key)
    shown = page(client, "close_meeting", key).text
    assert "1 casus staat nog open" in shown
    assert "Leg vast wie voorzat en wie er was." in shown
    send_form(client, "close_meeting", key)

    assert meeting_on("2026-11-17").closed_by == anna


def test_a_decision_can_be_taken_back_on_its_page(weighing, anna, sign_in):
    item = weighing()
    decision = decide(item, anna, "advice")

    response = send_form(sign_in(anna), "revise", decision.pk)

    assert response.url == reverse("triage:item", args=[item.pk])
    with backstage():
        assert TriageDecision.objects.get().taken_back_at
        assert AgendaItem.objects.get().is_open


def test_what_to_do_stands_on_vandaag(clock, send, anna, sign_in):
    send()

    assert "Beoordeel de aanmelding" in sign_in(anna).get("/vandaag/").text


def test_the_list_of_registrations(clock, send, put_forward, anna, agent, sign_in):
    new, judged = send(), put_forward()

    shown = page(sign_in(anna), "intake_list").text

    assert new.number in shown
    assert judged.number in shown
    assert page(sign_in(agent), "intake_list").status_code == 403


def test_case_page_shows_the_decision(weighing, anna, sign_in):
    item, client = weighing(), sign_in(anna)
    decide(item, anna, "ico")

    assert "Rust in huis" in client.get(f"/casussen/{item.case_id}/").text
    timeline = client.get(f"/casussen/{item.case_id}/tijdlijn/").text
    assert "Besluit: Casus met casusoverleg" in timeline


@pytest.mark.django_db(transaction=True)
def test_the_doors_work_in_real_transactions(weighing, agent, anna, sign_in):
    item = weighing()
    client = sign_in(agent)

    assert page(client, "current").status_code == 200
    assert page(client, "meeting", item.meeting.pk).status_code == 200
    assert "Proefpersoon" in page(client, "item", item.pk).text
    assert page(sign_in(anna), "intake_list").status_code == 200
