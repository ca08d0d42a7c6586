"""By hand, too, a moved or cancelled meeting and a shorter list let nobody read on."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import Party
from ico.models import Invitation, Meeting
from tests.backstage import backstage
from tests.ico.test_deliberating import TEXT, bring_in, texts
from tests.ico.test_two_keys import agree
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id

pytestmark = [pytest.mark.eis("I-3", "I-5"), pytest.mark.safety("X3", "X6")]


@pytest.fixture
def piece(table, meeting, politie):
    """The table meets; the police let it read what they brought in."""
    made = bring_in(politie)
    agree(made, politie, meeting)
    return made


def by_hand(user, statement, *values):
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def move(anna, meeting, at):
    statement = "UPDATE ico_meeting SET starts_at = %s, ends_at = %s WHERE id = %s"
    return by_hand(anna, statement, at, at + timedelta(hours=1), meeting.pk)


def test_who_moves_a_meeting_by_hand_moves_what_waits_for_it(
    piece, anna, noor, meeting
):
    assert texts(noor) == [TEXT]

    assert move(anna, meeting, timezone.now() + timedelta(days=3)) == 1

    assert texts(noor) == []
    move(anna, meeting, timezone.now() - timedelta(minutes=1))
    assert texts(noor) == [TEXT]


def test_a_meeting_that_is_cancelled_by_hand_reads_nothing(piece, anna, noor, meeting):
    by_hand(anna, "UPDATE ico_meeting SET state = 'cancelled', ended_at = starts_at")

    assert texts(noor) == []


@pytest.mark.parametrize("what", ["use = 'ico'", "use = 'plan'"])
def test_what_waited_for_a_table_that_never_met_ends(
    what, invite, anna, noor, politie, meeting
):
    for guest in (noor, politie):
        invite(guest)
    piece = bring_in(politie)
    agree(piece, politie, meeting, uses=["ico", "plan"])
    by_hand(anna, "UPDATE ico_meeting SET state = 'cancelled', ended_at = starts_at")

    statement = f"SELECT id FROM cases_release WHERE {what} AND until IS NULL"  # noqa: S608
    assert by_hand(anna, statement) == 0


@pytest.mark.parametrize("moved", [False, True])
def test_who_is_taken_off_the_list_by_hand_reads_nothing_more(
    moved, piece, anna, noor, bram, meeting
):
    assert texts(noor) == [TEXT]
    by_hand(
        anna, "UPDATE ico_invitation SET ended_at = now() WHERE user_id = %s", noor.pk
    )
    if moved:
        move(anna, meeting, timezone.now() - timedelta(minutes=1))

    assert texts(noor) == []
    assert texts(bram) == [TEXT]
    with acting_as(noor):
        assert not Meeting.objects.visible_to(noor).exists()
        assert not Invitation.objects.visible_to(noor).exists()


@pytest.mark.eis("O-3", "P-5")
@pytest.mark.parametrize("who", ["lid 2", "unbound", "left"])
def test_no_third_party_is_let_in_by_hand_by_who_may_not(
    who, meeting, anna, noor, politie
):
    party = noor.party
    today = timezone.localdate()
    how = {
        "lid 2": {"kind": "lid2"},
        "unbound": {"bound_since": None},
        "left": {"bound_until": today},
    }
    let_in(anna, meeting, politie.party)
    with backstage():
        Party.objects.filter(pk=party.pk).update(**how[who])

    with pytest.raises(DatabaseError, match="row-level security"):
        let_in(anna, meeting, party)


def let_in(anna, meeting, party):
    return by_hand(
        anna,
        "INSERT INTO ico_outsider (id, case_id, meeting_id, name, organisation,"
        " function, ground, reason, admitted_by_id, admitted_on, recorded_by_id,"
        " first_processed_at, version) VALUES (%s, %s, %s, '', '', '', 'x', '', %s,"
        " %s, %s, now(), 1)",
        *(new_id(), meeting.case_id, meeting.pk, party.pk),
        *(timezone.localdate(), anna.pk),
    )
