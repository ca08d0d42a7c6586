"""What a table was let read belongs to its meeting, and to who comes there."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Outgoing, Role
from cases import grants
from cases.grants import Access
from cases.models import Case, Contribution, Release
from ico import actions
from ico.models import Attendance, Invitation, Meeting
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.ico.conftest import plan_of
from tests.ico.test_deliberating import TEXT, bring_in, texts
from tests.ico.test_planning import INVITED
from zvh.guard.announce import acting_as


def answer(user, said):
    with acting_as(user):
        mine = Invitation.objects.get(user=user)
        actions.answer_invitation(mine, by=user, answer=said)


def release(piece, giver, meeting, *uses):
    with acting_as(giver):
        actions.release_own(piece, by=giver, meeting=meeting, uses=uses or ["ico"])


def reading(user, invitation, sign_in):
    page = sign_in(user).get(reverse("ico:invitation", args=[invitation.pk]))
    return TEXT in page.text


@pytest.fixture
def colleague(noor):
    with backstage():
        return UserFactory(party=noor.party, roles=[Role.KETENPARTNER])


@pytest.fixture
def again(held, anna, colleague, starts_at):
    """A second meeting about the same case, with a colleague of Noor only."""
    with acting_as(anna):
        case = Case.objects.get(pk=held.case_id)
        meeting = actions.plan_meeting(case, by=anna, **plan_of(anna, starts_at))
        made = actions.invite(meeting, by=anna, guest=colleague, **INVITED)
        actions.send_invitations(meeting, by=anna)
    return made


@pytest.mark.eis("I-3")
def test_what_one_table_may_read_the_next_may_not(
    held, again, politie, colleague, sign_in
):
    piece = bring_in(politie)
    release(piece, politie, held)

    assert texts(colleague) == []
    assert not reading(colleague, again, sign_in)


@pytest.mark.eis("I-3")
def test_cancelling_a_meeting_leaves_the_table_of_another(
    held, again, anna, noor, politie
):
    piece = bring_in(politie)
    release(piece, politie, held)
    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(pk=again.meeting_id), by=anna)

    assert texts(noor) == [TEXT]


@pytest.mark.eis("I-3")
def test_nothing_is_released_for_a_meeting_that_was_cancelled(
    table, meeting, anna, politie
):
    piece = bring_in(politie)
    with acting_as(anna):
        meeting = actions.cancel_meeting(meeting, by=anna)
        allowed = {"agreed_by": politie, "meeting": meeting, "uses": ["ico"]}
        with pytest.raises(PermissionDenied, match="afgezegd"):
            actions.release_for(piece, by=anna, **allowed)


@pytest.mark.eis("I-3")
def test_nothing_is_released_to_a_table_whose_plan_stands(
    established, anna, politie, held
):
    with acting_as(anna):
        piece = Contribution.objects.create(
            case_id=held.case_id,
            given_by=politie.party,
            typed_by=anna,
            category="police",
            text=TEXT,
        )
        allowed = {"agreed_by": politie, "meeting": held, "uses": ["ico"]}
        with pytest.raises(PermissionDenied, match="vastgesteld"):
            actions.release_for(piece, by=anna, **allowed)


@pytest.mark.eis("I-3")
def test_who_is_taken_off_the_list_leaves_no_release_behind(
    table, meeting, anna, noor, politie
):
    piece = bring_in(politie)
    release(piece, politie, meeting, "ico", "plan")
    with acting_as(anna):
        mine = Invitation.objects.get(user=noor)
        actions.withdraw_invitation(mine, by=anna)

    with backstage():
        running = Release.objects.filter(until=None)
        assert not running.filter(party=noor.party).exists()
        assert running.exists()


@pytest.mark.eis("I-3", "O-8")
def test_a_colleague_who_comes_instead_reads_what_was_released(
    table, meeting, anna, noor, politie, colleague
):
    piece = bring_in(politie)
    release(piece, politie, meeting)
    with acting_as(noor):
        mine = Invitation.objects.get(user=noor)
        actions.send_colleague(mine, by=noor, colleague=colleague)
    with acting_as(anna):
        actions.invite_colleague(Invitation.objects.get(pk=mine.pk), by=anna)

    assert texts(colleague) == [TEXT]
    assert texts(noor) == []


@pytest.mark.eis("O-8")
def test_who_declines_reads_nothing_and_may_bring_something_in(
    table, meeting, noor, politie
):
    release(bring_in(politie), politie, meeting)
    assert texts(noor) == [TEXT]

    answer(noor, "declined")

    assert texts(noor) == []
    with acting_as(noor):
        assert not Attendance.objects.exists()
        assert Meeting.objects.get() == meeting
    piece = bring_in(noor)
    assert texts(noor) == [TEXT]
    release(piece, noor, meeting)
    assert texts(politie) == [TEXT, TEXT]


@pytest.mark.eis("O-8")
def test_who_comes_after_all_sits_at_the_table_again(table, meeting, noor, politie):
    release(bring_in(politie), politie, meeting)
    answer(noor, "declined")
    answer(noor, "accepted")

    assert texts(noor) == [TEXT]
    with backstage():
        assert grants.holds(noor, Access.ATTEND, meeting.case_id)
        assert not grants.holds(noor, Access.CONTRIBUTE, meeting.case_id)


@pytest.mark.eis("O-8")
def test_an_answer_by_hand_opens_nothing_that_was_closed(table, meeting, anna, noor):
    with acting_as(anna):
        mine = Invitation.objects.get(user=noor)
        actions.withdraw_invitation(mine, by=anna)
    with acting_as(anna):
        Invitation.objects.filter(pk=mine.pk).update(answer="declined")
        Invitation.objects.filter(pk=mine.pk).update(answer="accepted")

    with backstage():
        assert not grants.holds(noor, Access.ATTEND, meeting.case_id)
        assert not grants.holds(noor, Access.CONTRIBUTE, meeting.case_id)


@pytest.mark.eis("I-3")
def test_nothing_is_released_to_who_declined(table, meeting, noor, politie, bram):
    piece = bring_in(politie)
    answer(noor, "declined")
    release(piece, politie, meeting)

    with backstage():
        assert {it.party for it in piece.releases.all()} == {bram.party}


@pytest.mark.eis("P-4")
def test_who_declined_hears_nothing_of_the_plan(held, bram, noor, anna):
    with backstage():
        Invitation.objects.filter(user=bram).update(answer="declined")
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)

    with backstage():
        told = Outgoing.objects.filter(kind="plan_established")
        heard = {letter.recipient for letter in told}
    assert noor in heard
    assert bram not in heard


@pytest.mark.eis("O-8")
def test_who_comes_after_all_needs_no_colleague(table, noor, colleague):
    with acting_as(noor):
        mine = Invitation.objects.get(user=noor)
        actions.send_colleague(mine, by=noor, colleague=colleague)
    answer(noor, "accepted")

    with backstage():
        assert not Invitation.objects.with_replacement().exists()


def test_an_invitation_to_a_cancelled_meeting_can_be_withdrawn(
    table, meeting, anna, noor
):
    with acting_as(anna):
        actions.cancel_meeting(meeting, by=anna)
        mine = Invitation.objects.get(user=noor)
        actions.withdraw_invitation(mine, by=anna)

        assert Invitation.objects.get(pk=mine.pk).ended_at


def by_hand(user, statement, *values):
    with acting_as(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.eis("F-4")
@pytest.mark.parametrize("change", ["state = 'dropped'", "report = ''"])
def test_who_does_an_action_signs_for_nobody_and_drops_nothing(
    established, noor, anna, change
):
    signed = noor.pk if "dropped" in change else anna.pk
    statement = f"UPDATE ico_action SET {change}, reported_by_id = %s"  # noqa: S608

    with pytest.raises(DatabaseError, match="row-level security"):
        by_hand(noor, statement, signed)
