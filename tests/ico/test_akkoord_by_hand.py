"""By hand, too, nothing leaves without akkoord, and nobody speaks for its giver."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import actions as case_actions
from cases.models import Contribution, Release, Use
from ico import judging
from privacy import answering, waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.recalls import Recall
from tests.backstage import backstage
from tests.ico.sharing import (
    OF_BRAM,
    OF_PIM,
    answer,
    ask,
    contact_of,
    need,
    read,
    request_of,
    send,
)
from tests.ico.test_document import text_of, words_of
from tests.ico.test_extracts import tell
from zvh.guard.announce import acting_as

pytestmark = [pytest.mark.eis("V-1", "V-2"), pytest.mark.safety("X6")]


@pytest.fixture
def pieces(table, meeting, anna, bram, noor, politie):
    """Noor needs what Bram and the police told; each may be asked."""
    of_bram, of_pim = tell(bram, OF_BRAM), tell(politie, OF_PIM)
    need(meeting, anna, (of_bram, noor), (of_pim, noor))
    for user in (bram, noor, politie):
        contact_of(user)
    return of_bram, of_pim


@pytest.fixture
def shared(pieces, established):
    return established


@pytest.fixture
def disclosed(shared, sign_in, anna, bram, noor):
    """Bram agreed, the police did not answer; Noor's extract is there."""
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)
    send(sign_in(anna), shared, noor)
    return shared


@pytest.fixture
def told(shared, sign_in, anna, bram):
    """Anna wrote down a yes for Bram, who says that he never gave it."""
    ask(sign_in(anna), shared)
    asked = request_of(bram)
    with backstage():
        key = str(Approval.objects.get(giver=bram.party).pk)
    sign_in(anna).post(
        reverse("privacy:note_approval", args=[asked.pk]),
        {key: "yes", "spoken_by": "De teamleider, per telefoon."},
    )
    sign_in(bram).post(
        reverse("privacy:contest_approval", args=[asked.pk]), {"text": "Nee, hoor."}
    )
    return key


def by_hand(user, sql, *values):
    with acting_as(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_a_release_with_a_far_end_needs_an_akkoord_as_one_without(
    shared, anna, noor, pieces
):
    """An end next year is open until next year."""
    with acting_as(anna), pytest.raises(DatabaseError, match="did not agree"):
        Release.objects.create(
            case_id=shared.case_id,
            contribution_id=pieces[1].pk,
            use=Use.DISCLOSURE,
            party=noor.party,
            source_id=shared.pk,
            agreed_by=anna,
            until=timezone.now() + timedelta(days=365),
        )


def test_a_release_with_a_far_end_ends_with_its_akkoord(
    disclosed, sign_in, anna, bram, noor
):
    far = timezone.now() + timedelta(days=365)
    by_hand(anna, "UPDATE cases_release SET until = %s WHERE use = 'disclosure'", far)
    assert OF_BRAM in read(sign_in(noor), noor).text

    answer(sign_in(bram), bram, said="no")

    assert OF_BRAM not in read(sign_in(noor), noor).text


@pytest.mark.eis("O-14")
@pytest.mark.parametrize("page", ["received", "received_pdf", "received_word"])
def test_what_is_not_for_the_plan_is_out_of_what_was_sent(
    disclosed, sign_in, anna, noor, pieces, page
):
    """The bureau writes down that its giver said so, after it went."""
    with acting_as(anna):
        piece = Contribution.objects.get(pk=pieces[0].pk)
        judging.keep_out_of_plan(piece, by=anna, is_out=True)

    with acting_as(noor):
        assert not Contribution.objects.filter(pk=pieces[0].pk).exists()
    answered = read(sign_in(noor), noor, page)
    as_text = {"received_pdf": text_of, "received_word": words_of}
    said = as_text.get(page, lambda it: it.text)(answered)
    assert "Vraagt schuldhulp aan." in said
    assert OF_BRAM not in said


@pytest.mark.eis("I-4", "O-10")
def test_what_is_taken_back_after_another_goal_is_deleted_where_it_was_read(
    disclosed, sign_in, anna, bram, noor, pieces
):
    read(sign_in(noor), noor)
    with acting_as(anna):
        answering.end_all(disclosed.case_id)
    waiting.take_back()
    with backstage():
        assert not Recall.objects.exists()

    with acting_as(anna):
        case_actions.take_out(Contribution.objects.get(pk=pieces[0].pk), by=anna)
    waiting.take_back()

    with backstage():
        assert Recall.objects.get().party == noor.party


@pytest.mark.eis("V-2", "O-10")
def test_a_yes_given_anew_and_taken_back_is_asked_back_of_who_read_the_first(
    disclosed, sign_in, anna, bram, noor
):
    read(sign_in(noor), noor)
    with acting_as(anna):
        answering.end_all(disclosed.case_id)
    ask(sign_in(anna), disclosed)
    answer(sign_in(bram), bram)
    waiting.take_back()
    with backstage():
        assert not Recall.objects.exists()

    answer(sign_in(bram), bram, said="no")
    waiting.take_back()

    with backstage():
        recall = Recall.objects.get()
    assert (recall.party, recall.was_opened) == (noor.party, True)


@pytest.mark.eis("V-2", "O-10")
def test_a_no_when_asked_anew_is_asked_back_of_who_read_the_first(
    disclosed, sign_in, anna, bram, noor
):
    read(sign_in(noor), noor)
    with acting_as(anna):
        answering.end_all(disclosed.case_id)
    ask(sign_in(anna), disclosed)

    answer(sign_in(bram), bram, said="no")
    waiting.take_back()

    with backstage():
        recall = Recall.objects.get()
    assert (recall.party, recall.was_opened) == (noor.party, True)


def test_a_yes_is_for_the_text_that_its_giver_saw(shared, sign_in, anna, bram, pieces):
    """The bureau writes something else while its giver reads what it was."""
    ask(sign_in(anna), shared)
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])
    page = sign_in(bram).get(url).context["form"]
    told = {str(approval.pk): "yes" for approval, _ in page.pairs}
    with acting_as(anna):
        piece = Contribution.objects.get(pk=pieces[0].pk)
        piece.text = "Wat Bram niet zei."
        piece.save()

    response = sign_in(bram).post(url, {**told, "seen": page.mark})

    assert "intussen gewijzigd" in response.text
    with backstage():
        assert not Approval.objects.valid().exists()
    anew = response.context["form"].mark
    assert sign_in(bram).post(url, {**told, "seen": anew}).status_code == 302
    with backstage():
        assert Approval.objects.valid().exists()


@pytest.mark.eis("I-6")
def test_the_bureau_says_no_yes_over_a_contest(told, sign_in, anna, bram):
    note = reverse("privacy:note_approval", args=[request_of(bram).pk])

    again = sign_in(anna).post(note, {told: "yes", "spoken_by": "De teamleider."})

    assert again.status_code == 403
    assert "betwist dit" in again.text
    with backstage():
        assert not Approval.objects.get(pk=told).is_valid


@pytest.mark.eis("I-6")
def test_a_contest_is_not_lifted_by_hand(told, anna):
    with pytest.raises(DatabaseError, match="alone says yes again"):
        by_hand(
            anna,
            "UPDATE privacy_approval SET contested_at = NULL WHERE id = %s",
            told,
        )


@pytest.mark.eis("I-6")
def test_the_bureau_writes_down_a_contested_no(told, sign_in, anna, bram):
    note = reverse("privacy:note_approval", args=[request_of(bram).pk])

    sign_in(anna).post(note, {told: "no", "spoken_by": "De teamleider."})

    with backstage():
        assert Approval.objects.get(pk=told).ended_why == "withdrawn"


@pytest.mark.eis("I-6")
def test_whoever_a_partij_lends_to_the_bureau_writes_down_what_was_told(
    shared, sign_in, anna, bram
):
    """And so their own Partij can contest it, as every other can."""
    with backstage():
        anna.party = bram.party
        anna.save()
    ask(sign_in(anna), shared)
    with backstage():
        key = str(Approval.objects.get(giver=bram.party).pk)
    note = reverse("privacy:note_approval", args=[request_of(bram).pk])

    with pytest.raises(DatabaseError, match="givers to give"):
        by_hand(
            anna,
            "UPDATE privacy_approval SET answer = 'yes', answered_at = now(),"
            " answered_by_id = %s WHERE id = %s",
            *(anna.pk, key),
        )
    sign_in(anna).post(note, {key: "yes", "spoken_by": "De teamleider."})

    with backstage():
        assert Approval.objects.get(pk=key).was_told


@pytest.mark.parametrize("what", ["followed_at = now()", "answer = 'no'"])
def test_nobody_keeps_a_receiver_from_hearing_what_was_taken_back(
    disclosed, bram, anna, what
):
    for user in (bram, anna):
        with pytest.raises(DatabaseError, match="taken back first"):
            by_hand(
                user,
                f"UPDATE privacy_approval SET {what} WHERE giver_id = %s",  # noqa: S608
                bram.party_id,
            )


def test_a_receiver_sees_no_refusal(disclosed, sign_in, politie, noor):
    answer(sign_in(politie), politie, said="no")

    with acting_as(noor):
        found = list(Approval.objects.values_list("answer", flat=True))

    assert found == ["yes"]


@pytest.mark.eis("V-13")
def test_a_receiver_asks_nobody_who_told_nothing(disclosed, noor, cato):
    with acting_as(noor), pytest.raises(DatabaseError, match="row-level"):
        ApprovalRequest.objects.create(
            case_id=disclosed.case_id,
            party=cato.party,
            asked_by=noor,
            answer_before=timezone.localdate(),
        )
