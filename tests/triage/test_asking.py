"""The uitvraag goes out once, to who may be asked, with identity and no more."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Outgoing, Role
from cases import actions as cases
from cases.models import Person
from privacy.models import Disclosure
from tests.backstage import backstage
from tests.factories import ContactFactory, PartyFactory, UserFactory, some_key
from tests.triage.conftest import ask, at, item_of, judge
from triage import asking
from triage.models import Inquiry, InquirySubject
from zvh.guard.announce import acting_as

NAME = "Test Proefpersoon"


@pytest.mark.eis("A-9")
def test_nothing_is_asked_before_the_purpose_was_tested(clock, send, anna, agent):
    case = send()

    with acting_as(anna), pytest.raises(PermissionDenied, match="Toets eerst"):
        asking.send_inquiries(case, by=anna, parties=[agent.party])


@pytest.mark.eis("I-2")
def test_one_action_asks_everybody_once(case, anna, agent, raad):
    ask(case, anna, agent.party, raad.party)
    ask(case, anna, agent.party, raad.party)

    with backstage():
        assert Inquiry.objects.count() == 2
        heard = Outgoing.objects.filter(kind="inquiry_sent")
        assert {mail.recipient for mail in heard} == {agent, raad}


@pytest.mark.eis("I-2")
def test_only_identity_goes_out(case, anna, agent, sign_in):
    inquiry = ask(case, anna, agent.party)

    page = sign_in(agent).get(reverse("triage:inquiry", args=[inquiry.pk])).text

    assert NAME in page
    assert "1 maart 1985" in page
    assert "Ernstige overlast in de buurt" not in page
    with acting_as(agent):
        assert not Person.objects.exists()
        assert InquirySubject.objects.count() == 1


@pytest.mark.eis("V-1")
def test_what_goes_out_is_proven_without_content(case, anna, agent, sign_in):
    inquiry = ask(case, anna, agent.party)
    with backstage():
        proof = Disclosure.objects.get()
        assert (proof.party, proof.by, proof.opened_at) == (agent.party, anna, None)
        assert proof.ground == "WGS 2.31 lid 2"
        assert proof.lines == [str(inquiry.subjects.get().pk)]

    sign_in(agent).get(reverse("triage:inquiry", args=[inquiry.pk]))

    with backstage():
        assert Disclosure.objects.get().opened_at is not None


def test_proof_of_a_disclosure_does_not_change(inquiry, agent):
    with backstage():
        key = Disclosure.objects.get().pk
    for change in ("purpose = 'x'", "lines = '[]'", "party_id = NULL"):
        with (
            acting_as(agent),
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE privacy_disclosure SET {change} WHERE id = %s",  # noqa: S608
                [key],
            )


@pytest.mark.eis("P-4")
def test_only_the_contacts_of_the_partij_see_the_question(
    inquiry, agent, cato, sign_in
):
    with backstage():
        colleague = UserFactory(party=agent.party, roles=[Role.KETENPARTNER])
    url = reverse("triage:inquiry", args=[inquiry.pk])
    made_up = reverse("triage:inquiry", args=[some_key()])

    assert sign_in(agent).get(url).status_code == 200
    for outsider in (cato, colleague):
        browser = sign_in(outsider)
        assert browser.get(url).status_code == 404
        assert browser.get(url).text == browser.get(made_up).text
        with acting_as(outsider):
            assert not Inquiry.objects.exists()
            assert not InquirySubject.objects.exists()


@pytest.mark.eis("G-2", "G-3")
def test_who_is_not_bound_or_has_nobody_to_ask_is_a_gap(case, anna):
    with backstage():
        loose = PartyFactory(name="Los", bound_since=None)
        ContactFactory(party=loose)
        silent = PartyFactory(name="Stil")
    for party, reason in ((loose, "niet gebonden"), (silent, "geen contactpersoon")):
        with acting_as(anna), pytest.raises(PermissionDenied, match=reason):
            asking.send_inquiries(case, by=anna, parties=[party])
    with backstage():
        assert not Inquiry.objects.exists()


@pytest.mark.eis("I-6")
def test_a_contact_without_account_is_telephoned(case, anna):
    with backstage():
        party = PartyFactory(name="Wijkteam")
        ContactFactory(party=party, user=None)

    inquiry = ask(case, anna, party)

    assert inquiry.channel == Inquiry.Channel.PHONE
    with backstage():
        assert Disclosure.objects.get().channel == "phone"
        assert not Outgoing.objects.filter(kind="inquiry_sent").exists()


@pytest.mark.eis("I-2")
def test_it_closes_before_the_weging_looks(inquiry, case):
    assert inquiry.answer_before == item_of(case).meeting.sends_at


@pytest.mark.eis("I-2")
def test_without_a_weging_ahead_it_closes_after_some_working_days(
    weighing, anna, agent, clock
):
    item = weighing()

    inquiry = ask(item.case, anna, agent.party)

    assert inquiry.answer_before == at("2026-11-24", "17:00:00")


@pytest.mark.eis("V-1")
def test_of_an_area_its_description_goes_out(clock, bram, anna, gemeente, agent):
    with acting_as(bram):
        case = cases.start_registration(by=bram, subject="area")
        told = case.registrations.get()
        told.area = "De Duinwijk"
        told.save()
        case = cases.send_registration(case, by=bram)
    with acting_as(anna):
        judge(case, anna, gemeente)

    inquiry = ask(case, anna, agent.party)

    with backstage():
        assert [it.described for it in inquiry.subjects.all()] == ["De Duinwijk"]


@pytest.mark.use("U33")
def test_the_page_shows_what_goes_out_before_it_does(case, anna, agent, sign_in):
    browser = sign_in(anna)
    url = reverse("triage:ask", args=[case.pk])

    page = browser.post(url, {"parties": [agent.party.pk]}).text
    assert f"{NAME}, geboren" in page
    with backstage():
        assert not Inquiry.objects.exists()

    shown = re.search(r'name="shown" value="(\w+)"', page)[1]
    answer = browser.post(url, {"parties": [agent.party.pk], "shown": shown})
    assert answer.status_code == 302
    shown = browser.get(reverse("triage:inquiries", args=[case.pk])).text
    assert "Nog geen antwoord" in shown


def test_asking_is_the_bureaus(case, agent, bram, sign_in):
    url = reverse("triage:ask", args=[case.pk])

    assert sign_in(agent).get(url).status_code == 404
    assert sign_in(bram).get(url).status_code == 403


def test_an_answer_is_the_partijs_own_even_by_hand(inquiry, agent, cato):
    changes = ("party_id = party_id, closed_at = now()", "reminders = 9")
    for change in changes:
        with (
            acting_as(agent),
            pytest.raises(Exception, match=r"bureau only|row-level"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE triage_inquiry SET {change}")  # noqa: S608
    with acting_as(cato), connection.cursor() as cursor:
        cursor.execute("UPDATE triage_inquiry SET answer = 'known'")
        assert cursor.rowcount == 0
