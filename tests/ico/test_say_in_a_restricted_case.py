"""Zeggenschap does not end because the house restricts who reads (V-1, V-2, P-2)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from cases import actions as case_actions
from cases import bureau_actions
from cases.models import Case, CaseUserGrant, Contribution
from ico import keeping_posted
from privacy import answering, waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.disclosures import Disclosure
from privacy.models import Recall
from tests.backstage import backstage
from tests.ico.sharing import (
    OF_BRAM,
    OF_PIM,
    answer,
    ask,
    read,
    request_of,
    send,
    sent_to,
)
from tests.ico.test_extracts import pieces as pieces
from tests.ico.test_extracts import shared as shared
from tests.ico.test_extracts_without_account import opened
from tests.ico.test_extracts_without_account import page_of as only_page
from tests.ico.test_extracts_without_account import send as send_out
from zvh.guard.announce import acting_as
from zvh.guard.models import LedgerLine

OWN = reverse("privacy:own_sharing")


def restrict(plan, anna):
    """And nobody is let in by the table any more, which was another act."""
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(pk=plan.case_id), by=anna, names=[])
    with backstage():
        seats = CaseUserGrant.objects.filter(why="invitation")
        seats.update(until=timezone.now())


def agreed_and_read(plan, sign_in, anna, bram, politie, noor):
    ask(sign_in(anna), plan)
    answer(sign_in(bram), bram)
    answer(sign_in(politie), politie)
    send(sign_in(anna), plan, noor)
    assert OF_BRAM in read(sign_in(noor), noor).text


def page_of(user):
    return reverse("privacy:approval_request", args=[request_of(user).pk])


def key_of(user):
    with backstage():
        return str(Approval.objects.get(giver=user.party).pk)


@pytest.fixture
def restricted(shared, sign_in, anna, bram, politie, noor):
    agreed_and_read(shared, sign_in, anna, bram, politie, noor)
    restrict(shared, anna)
    return shared


@pytest.mark.eis("V-2", "P-2")
def test_a_giver_takes_back_their_akkoord(restricted, sign_in, bram, noor):
    page = sign_in(bram).get(page_of(bram))
    listed = sign_in(bram).get(OWN).text

    answered = sign_in(bram).post(page_of(bram), {"which": [key_of(bram)]})
    waiting.take_back()

    assert (page.status_code, answered.status_code) == (200, 302)
    assert page_of(bram) in listed
    with backstage():
        assert Approval.objects.get(giver=bram.party).ended_why == "withdrawn"
        recall = Recall.objects.get()
    assert (recall.giver, recall.party) == (bram.party, noor.party)


@pytest.mark.eis("V-2", "P-2")
def test_they_see_to_whom_and_what_for_and_nothing_of_the_case(
    restricted, sign_in, politie, noor
):
    text = sign_in(politie).get(page_of(politie)).text

    assert f"Onderdeel 1, voor {noor.party.name}" in text
    for said in (OF_PIM, "Waarvoor", "Proefpersoon"):
        assert said not in text
    with acting_as(politie):
        assert not Contribution.objects.exists()
        assert not Case.objects.exists()


@pytest.mark.eis("V-2", "P-2")
@pytest.mark.parametrize("act", ["note_approval", "contest_approval"])
def test_they_write_down_and_contest_nothing_there(restricted, sign_in, bram, act):
    url = reverse(f"privacy:{act}", args=[request_of(bram).pk])

    got, posted = sign_in(bram).get(url), sign_in(bram).post(url, {key_of(bram): "no"})

    assert {got.status_code, posted.status_code} <= {403, 404}
    with backstage():
        assert Approval.objects.get(giver=bram.party).answer == "yes"


@pytest.mark.eis("V-2", "P-2")
def test_they_give_no_akkoord_there_and_take_back_nobody_elses(
    restricted, sign_in, bram, politie
):
    browser = sign_in(bram)

    browser.post(page_of(bram), {"which": [key_of(politie)]})
    browser.post(page_of(bram), {key_of(bram): "no"})
    assert browser.get(page_of(politie)).status_code == 404
    with acting_as(bram):
        asked = ApprovalRequest.objects.get()
        with pytest.raises(PermissionDenied):
            answering.answer(asked, by=bram, answers={}, seen="")
    with (
        acting_as(bram),
        pytest.raises(DatabaseError, match="row-level"),
        transaction.atomic(),
    ):
        Approval.objects.update(contested_at=timezone.now())

    with backstage():
        assert Approval.objects.valid().count() == 2


@pytest.mark.eis("V-2", "P-2")
def test_what_was_not_agreed_to_is_asked_of_nobody(
    shared, sign_in, anna, bram, politie
):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram, said="no")
    restrict(shared, anna)

    for user in (bram, politie):
        assert sign_in(user).get(page_of(user)).status_code == 404
        assert page_of(user) not in sign_in(user).get(reverse("cases:start")).text


@pytest.mark.eis("V-2", "P-2")
@pytest.mark.parametrize("is_restricted", [True, False])
def test_a_question_that_waited_in_the_post_tells_of_no_restricted_case(
    shared, sign_in, anna, bram, mailoutbox, is_restricted
):
    ask(sign_in(anna), shared)
    if is_restricted:
        restrict(shared, anna)

    mails.send_outgoing()

    about = [it for it in mailoutbox if it.subject == "Wij vragen uw akkoord"]
    assert ([bram.email] in [it.to for it in about]) == (not is_restricted)


@pytest.mark.eis("V-1", "V-2", "P-2")
def test_a_receiver_hears_what_to_delete_and_confirms_it(
    restricted, sign_in, bram, noor, mailoutbox
):
    sign_in(bram).post(page_of(bram), {"which": [key_of(bram)]})
    waiting.take_back()
    with backstage():
        recall = Recall.objects.get()
    confirm = reverse("privacy:confirm_deletion", args=[recall.pk])

    today = sign_in(noor).get(reverse("cases:start")).text
    page = read(sign_in(noor), noor)
    sign_in(noor).post(confirm)

    assert confirm in today
    assert confirm in page.text
    with backstage():
        recall.refresh_from_db()
    assert recall.confirmed_by == noor


@pytest.mark.eis("V-1", "P-2")
def test_a_receiver_reads_nothing_any_more(restricted, sign_in, noor):
    page = read(sign_in(noor), noor)

    assert page.status_code == 200
    for said in (OF_BRAM, OF_PIM, restricted.case.number, "Vraagt schuldhulp aan"):
        assert said not in page.text
    for name in ("received_pdf", "received_word"):
        assert read(sign_in(noor), noor, name).status_code == 403
    with acting_as(noor):
        assert not Contribution.objects.exists()


@pytest.mark.eis("V-1", "P-2")
def test_what_nobody_opened_is_no_work_and_is_opened_by_nobody(
    shared, sign_in, anna, bram, noor
):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)
    send(sign_in(anna), shared, noor)
    restrict(shared, anna)

    today = sign_in(noor).get(reverse("cases:start")).text
    read(sign_in(noor), noor)

    assert reverse("ico:received", args=[sent_to(noor).pk]) not in today
    assert sent_to(noor).opened_at is None


@pytest.mark.eis("V-1", "V-2", "P-5", "P-2")
def test_who_has_no_account_confirms_on_their_page(
    shared, sign_in, anna, bram, noor, settings, gateway
):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)
    send_out(sign_in(anna), shared, noor, way="page")
    page = only_page()
    url = reverse("ico:received", args=[page.object_key])
    browser = opened(page)
    assert OF_BRAM in browser.get(url).text
    restrict(shared, anna)

    sign_in(bram).post(page_of(bram), {"which": [key_of(bram)]})
    waiting.take_back()
    with backstage():
        recall = Recall.objects.get()
    text = browser.get(url).text
    browser.post(reverse("privacy:confirm_deletion", args=[recall.pk]))

    assert "onderdeel 1" in text
    assert OF_BRAM not in text
    with backstage():
        recall.refresh_from_db()
    assert recall.confirmed_by == page.user


@pytest.mark.eis("V-2", "P-2")
def test_once_it_is_opened_again_they_read_and_answer_as_before(
    restricted, sign_in, anna, bram, noor
):
    with acting_as(anna):
        bureau_actions.open_up(Case.objects.get(pk=restricted.case_id), by=anna)

    assert OF_BRAM in sign_in(bram).get(page_of(bram)).text
    assert OF_BRAM in read(sign_in(noor), noor).text


@pytest.mark.eis("V-1", "P-7")
def test_who_leaves_the_case_has_nothing_to_do_with_it_any_more(
    restricted, sign_in, noor
):
    with acting_as(noor):
        keeping_posted.leave(restricted.case_id, by=noor, why="Ander werk.")

    assert read(sign_in(noor), noor).status_code == 404
    with acting_as(noor):
        assert not Disclosure.objects.exists()


@pytest.mark.eis("V-1", "P-2")
def test_a_restricted_case_goes_on_with_new_acts(restricted, sign_in, anna, noor):
    """What is verstrekt from now on is read; what was before, is not."""
    before = sent_to(noor)

    send(sign_in(anna), restricted, noor)

    assert OF_BRAM in read(sign_in(noor), noor).text
    closed = sign_in(noor).get(reverse("ico:received", args=[before.pk]))
    assert OF_BRAM not in closed.text


@pytest.mark.eis("V-1", "P-7")
@pytest.mark.safety("B2")
def test_an_old_backup_gives_nobody_back_the_say_that_ended(restricted, noor):
    """What the ledger says last of their access, is done once more (ADR 53)."""
    with backstage():
        seat = CaseUserGrant.objects.get(user=noor, why="disclosure")
    before = last_of(seat)

    with acting_as(noor):
        keeping_posted.leave(restricted.case_id, by=noor, why="Ander werk.")

    assert (before["keeps_say"], last_of(seat)["keeps_say"]) == (True, False)


def last_of(seat):
    became = {}
    with backstage():
        lines = LedgerLine.objects.filter(table="cases_caseusergrant")
        for line in lines.filter(keys=[str(seat.pk)]).order_by("number"):
            became.update(line.became)
    return became
