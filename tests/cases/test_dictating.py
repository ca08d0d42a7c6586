"""By telephone: the bureau types, the partner is the sender and finds it right."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from cases import actions, grants
from cases.lifecycle import Phase
from cases.models import Case, Dictation, Person, Registration, SearchKey
from tests.backstage import backstage
from tests.cases import filling_in
from tests.cases.visiting import ADDRESS, proven, thuiszorg, visitor_of
from tests.stories import sent as sent_by
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id

DICTATE = reverse("cases:dictate")


@pytest.fixture(autouse=True)
def _nobody_asked_before(db):
    cache.clear()
    yield
    cache.clear()


def text(response):
    return response.content.decode()


def begun(client, sender=None, **more):
    told = {"way": "phone", "sender": sender.pk if sender else "", **more}
    answer = client.post(DICTATE, told)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url.split("/")[2]


def for_visitor(client):
    party = thuiszorg()
    return begun(
        client,
        name="Wil Voorbeeld",
        function="wijkverpleegkundige",
        party=party.pk,
        address=ADDRESS,
    )


def typed(client, key):
    for step in filling_in.STEPS:
        assert filling_in.fill(client, key, step).status_code == 302
    assert filling_in.add_person(client, key).status_code == 302


def sent(client, key):
    return client.post(reverse("cases:registration_send", args=[key]))


@pytest.mark.eis("A-5", "A-7")
def test_bureau_types_what_a_partner_tells(sign_in, bas, bram):
    client = sign_in(bas)
    key = begun(client, bram)
    typed(client, key)

    answer = sent(client, key)

    assert answer.url == reverse("cases:detail", args=[key])
    with backstage():
        case = Case.objects.get(pk=key)
        told = Dictation.objects.get(case=key)
        assert (case.registered_by, case.registered_for) == (bram, bram.party)
        assert (case.phase, case.is_draft) == (Phase.INTAKE, False)
        assert (told.spoken_by, told.typed_by, told.way) == (bram, bas, "phone")
        assert Person.objects.get(case=key).given_by == bram.party
        assert Registration.objects.get(case=key).given_by == bram.party
        assert SearchKey.objects.filter(case=key).exists()
    timeline = text(client.get(reverse("cases:timeline", args=[key])))
    assert f"Verteld door {bram.name}, per telefoon." in timeline
    assert bas.name in timeline


@pytest.mark.eis("A-5")
@pytest.mark.safety("M1")
def test_partner_is_asked_whether_it_is_so(sign_in, bas, bram, anna):
    typist = sign_in(bas)
    key = begun(typist, bram)
    typed(typist, key)
    sent(typist, key)
    mails.send_outgoing()
    (letter,) = mail.outbox
    partner = sign_in(bram)
    page = reverse("cases:dictation", args=[key])

    assert letter.recipients() == [bram.email]
    assert "Proefpersoon" not in letter.body
    assert page in letter.body
    assert page in text(partner.get(reverse("cases:start")))
    assert "Dreigende ontruiming" in text(partner.get(page))
    partner.post(page, {"is_right": "yes"})

    with backstage():
        assert Dictation.objects.get(case=key).is_right is True
    assert page not in text(partner.get(reverse("cases:start")))
    intake = text(sign_in(anna).get(reverse("triage:intake", args=[key])))
    assert "dat het klopt" in intake
    assert partner.post(page, {"is_right": "no", "correction": "x"}).status_code == 403


@pytest.mark.eis("A-5")
def test_partner_corrects(sign_in, bas, bram, anna):
    typist = sign_in(bas)
    key = begun(typist, bram)
    typed(typist, key)
    sent(typist, key)
    page = reverse("cases:dictation", args=[key])

    assert sign_in(bram).post(page, {"is_right": "no"}).status_code == 200
    sign_in(bram).post(page, {"is_right": "no", "correction": "Het is de buurvrouw."})

    intake = text(sign_in(anna).get(reverse("triage:intake", args=[key])))
    assert "Het is de buurvrouw." in intake


@pytest.mark.eis("A-5", "R-4")
def test_correction_is_work_for_the_bureau_until_the_weging(
    sign_in, bas, bram, anna, mirjam
):
    typist = sign_in(bas)
    key = begun(typist, bram)
    typed(typist, key)
    sent(typist, key)
    today = reverse("cases:today")
    before = text(sign_in(anna).get(today))

    page = reverse("cases:dictation", args=[key])
    sign_in(bram).post(page, {"is_right": "no", "correction": "Het is de buurvrouw."})
    after = text(sign_in(anna).get(today))
    with backstage():
        Case.objects.filter(pk=key).update(phase=Phase.ICO)

    assert "Lees wat de aanmelder anders wil" not in before
    assert "Lees wat de aanmelder anders wil" in after
    assert "buurvrouw" not in after
    assert "aanmelder anders wil" not in text(sign_in(mirjam).get(today))
    assert "aanmelder anders wil" not in text(sign_in(anna).get(today))


@pytest.mark.eis("A-5")
def test_partner_completes_what_the_bureau_began(sign_in, bas, bram):
    typist, partner = sign_in(bas), sign_in(bram)
    key = begun(typist, bram)
    filling_in.fill(typist, key, "overleg")

    typist.post(reverse("cases:dictation_hand_over", args=[key]))

    assert typist.get(f"/aanmelden/{key}/overleg/").status_code == 404
    assert "Huisbezoek" in text(partner.get(f"/aanmelden/{key}/overleg/"))
    typed(partner, key)
    assert sent(partner, key).url == reverse("cases:registration_sent", args=[key])
    mails.send_outgoing()
    assert [one.recipients() for one in mail.outbox] == [[bram.email]] * 2


@pytest.mark.eis("A-5", "P-4")
@pytest.mark.safety("X1")
def test_what_is_being_typed_is_seen_by_these_two_alone(
    sign_in, bas, bram, anna, cato, fg
):
    key = begun(sign_in(bas), bram)

    for other in (anna, cato, fg):
        url = f"/aanmelden/{key}/controleren/"
        assert sign_in(other).get(url).status_code == 404
        with acting_as(other):
            assert not Case.objects.filter(pk=key).exists()
            assert not Dictation.objects.exists()


@pytest.mark.eis("A-5", "P-2")
def test_whoever_typed_has_no_place_of_their_own_afterwards(sign_in, bas, bram, anna):
    typist = sign_in(bas)
    key = begun(typist, bram)
    typed(typist, key)
    sent(typist, key)
    with acting_as(anna):
        actions.restrict(Case.objects.get(pk=key), by=anna, names=[])

    assert typist.get(reverse("cases:detail", args=[key])).status_code == 404
    with acting_as(bas):
        assert not Person.objects.exists()


@pytest.mark.eis("A-5", "P-2")
@pytest.mark.safety("X1", "X6")
def test_whoever_typed_is_out_also_when_the_sender_sends_it(sign_in, bas, bram, anna):
    """Nobody handed it over: the sender opened the draft and sent it."""
    typist, partner = sign_in(bas), sign_in(bram)
    key = begun(typist, bram)
    typed(typist, key)
    sent(partner, key)
    with acting_as(anna):
        case = Case.objects.get(pk=key)
        actions.ask_completion(
            case, by=anna, missing="Welke school?", answer_before=timezone.localdate()
        )
    assert typist.get(f"/aanmelden/{key}/overleg/").status_code == 403
    sent(partner, key)
    with acting_as(anna):
        actions.restrict(Case.objects.get(pk=key), by=anna, names=[])

    assert typist.get(reverse("cases:detail", args=[key])).status_code == 404
    with acting_as(bas):
        assert not Person.objects.exists()
        assert not Case.objects.exists()


@pytest.mark.eis("A-5", "P-2")
@pytest.mark.safety("X1")
def test_whoever_typed_lets_nobody_in_and_has_nothing_after_handing_over(
    sign_in, anna, bas, bram
):
    """A procescoördinator who types decides nothing about what was not sent."""
    typist = sign_in(anna)
    key = begun(typist, bram)
    filling_in.fill(typist, key, "overleg")
    url = reverse("cases:restrict", args=[key])

    assert typist.post(url, {"names": [bas.pk]}).status_code == 403
    typist.post(reverse("cases:dictation_hand_over", args=[key]))

    for user in (anna, bas):
        assert sign_in(user).get(reverse("cases:detail", args=[key])).status_code == 404
        with acting_as(user):
            assert not Case.objects.exists()


@pytest.mark.eis("A-5", "A-11")
def test_partner_without_account_goes_on_with_a_code(client, sign_in, bas):
    typist = sign_in(bas)
    key = for_visitor(typist)
    filling_in.fill(typist, key, "overleg")
    typist.post(reverse("cases:dictation_hand_over", args=[key]))
    assert visitor_of(key).visitor.confirmed_at is None

    proven(client)
    own = client.get(reverse("cases:public_choose")).context["own"]
    client.post(reverse("cases:public_choose"), {"own": own[0].visitor.pk})

    assert visitor_of(key).visitor.confirmed_at
    assert "Huisbezoek" in text(client.get(f"/aanmelden/{key}/overleg/"))


@pytest.mark.eis("A-5", "A-11")
def test_partner_without_account_says_whether_it_is_so_and_reads_nothing(
    client, sign_in, bas
):
    typist = sign_in(bas)
    key = for_visitor(typist)
    typed(typist, key)
    sent(typist, key)
    proven(client)
    own = client.get(reverse("cases:public_choose")).context["own"]
    client.post(reverse("cases:public_choose"), {"own": own[0].visitor.pk})
    page = reverse("cases:dictation", args=[key])

    state = text(client.get(reverse("cases:registration_state", args=[key])))
    shown = text(client.get(page))
    client.post(page, {"is_right": "no", "correction": "Dit vertelde ik niet."})

    assert page in state
    assert "Dreigende ontruiming" not in state + shown
    with backstage():
        assert Dictation.objects.get(case=key).correction == "Dit vertelde ik niet."


@pytest.mark.eis("A-5")
@pytest.mark.parametrize(
    "wrong", [{"address": "wil@elders.example"}, {"name": ""}, {"party": ""}]
)
def test_who_has_no_account_is_named_whole_and_at_the_own_address(sign_in, bas, wrong):
    party = thuiszorg()
    told = {"way": "phone", "name": "Wil", "function": "arts", "party": party.pk}

    answer = sign_in(bas).post(DICTATE, {**told, "address": ADDRESS, **wrong})

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(wrong)


@pytest.mark.eis("A-5", "P-4")
def test_partner_registers_for_nobody_else(sign_in, bram, fg, bestuurder):
    for other in (bram, fg, bestuurder):
        assert sign_in(other).get(DICTATE).status_code == 403
    key = new_id()
    whole = {"case_id": key, "source_id": key, "why": grants.Why.DICTATION}
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(bram):
        grants.give(bram, grants.Access.WORK, **whole, by=bram)


@pytest.mark.eis("A-5")
@pytest.mark.safety("X6")
def test_in_sql_who_told_it_changes_the_answer_alone(sign_in, bas, bram):
    typist = sign_in(bas)
    key = begun(typist, bram)
    typed(typist, key)
    sent(typist, key)

    with acting_as(bram), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_dictation SET is_right = true")
        assert cursor.rowcount == 1
    with pytest.raises(DatabaseError), acting_as(bram):
        connection.cursor().execute("UPDATE cases_dictation SET way = 'mail'")


@pytest.mark.eis("A-5")
def test_own_registration_is_not_asked_about(sign_in, bram):
    case = sent_by(bram)

    page = reverse("cases:dictation", args=[case.pk])
    assert sign_in(bram).get(page).status_code == 403


@pytest.mark.eis("A-8", "A-5")
def test_typist_sees_at_once_that_somebody_may_be_known(sign_in, bas, bram, cato):
    earlier = sent_by(cato)
    typist, partner = sign_in(bas), sign_in(bram)
    key = begun(typist, bram)
    typed(typist, key)

    page = f"/aanmelden/{key}/controleren/"
    assert earlier.number in text(typist.get(page))
    assert earlier.number not in text(partner.get(page))
