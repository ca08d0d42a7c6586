"""At the table: who is there, and what is decided."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from ico import convening, judging, locks, rules, rules_informing
from ico.attendance import Attendance
from ico.meetings import Meeting
from zvh.guard import facts
from zvh.guard.rules import require


@transaction.atomic
def take_seat(
    meeting: Meeting,
    *,
    by: User,
    party: Party,
    function: str,
    has_mandate: bool = False,
    is_listed: bool = True,
) -> Attendance:
    """Somebody who was not on the list is there, too: in place of a colleague."""
    meeting = locks.ask(rules.write_minutes, by, meeting)
    rules.may_be_invited(party)
    return Attendance.objects.create(
        case=meeting.case,
        meeting=meeting,
        party=party,
        function=function,
        has_mandate=has_mandate,
        is_listed=is_listed,
        arrived_at=timezone.now(),
    )


@transaction.atomic
def come_or_go(seat: Attendance, *, by: User) -> Attendance:
    """One tap: who was not there is, who was there left, who left is back."""
    seat = locks.ask(rules.note_attendance, by, seat)
    if seat.is_here:
        seat.left_at = timezone.now()
    else:
        seat.arrived_at, seat.left_at = seat.arrived_at or timezone.now(), None
    seat.save()
    return seat


@transaction.atomic
def change_seat(
    seat: Attendance, *, by: User, function: str, has_mandate: bool, is_listed: bool
) -> Attendance:
    """In which function somebody is there, and whether others may know it."""
    locks.ask(rules.note_attendance, by, seat)
    seat.function, seat.has_mandate = function, has_mandate
    seat.is_listed = is_listed
    seat.save()
    return seat


@transaction.atomic
def decide(
    meeting: Meeting,
    *,
    by: User,
    agreed_goal: str,
    follow_up_on: date | None,
    is_change: bool = False,
) -> Meeting:
    """The goal on which the table agreed, and when it is looked at again.

    Another goal than the one before is an act of its own: all is judged anew (O-10).
    """
    locks.ask(rules.write_minutes, by, meeting)
    before = meeting.goal_agreed_before()
    is_other = bool(before) and agreed_goal != before
    require(is_change or not is_other, "Bevestig dat u het doel wijzigt.")
    meeting.follow_up_on = follow_up_on
    if is_other:
        judging.change_goal(meeting, by=by, goal=agreed_goal)
        return meeting
    meeting.agreed_goal = agreed_goal
    meeting.save()
    if agreed_goal:
        meeting.plans.take_over(agreed_goal)
    return meeting


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting is over; the minutes can be finished until the plan stands."""
    meeting = locks.ask(rules_informing.close_meeting, by, meeting)
    meeting.state, meeting.ended_at = Meeting.State.HELD, timezone.now()
    meeting.save()
    convening.close_pages(meeting)
    earlier = meeting.case.meetings.held().exclude(pk=meeting.pk).exists()
    facts.write(
        "meeting_held",
        {"kind": "follow_up" if earlier else "first"},
        days=(timezone.now() - meeting.case.phase_since).days,
    )
    return meeting
