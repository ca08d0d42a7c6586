"""The wegingen to come: kept eight weeks ahead, by the rhythm of the house."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from house import calendar
from house.calendar import TriageWeek
from triage import inviting
from triage.models import AgendaItem, TriageMeeting


def keep_ahead() -> int:
    """Make what is missing and move what another rhythm left; how many there were."""
    weeks = {_day(week): week for week in calendar.coming_triages(timezone.now())}
    made = sum(_made(week) for week in weeks.values())
    return made + sum(_follow(meeting, weeks) for meeting in still_to_move())


def meeting_for(completed_at: datetime) -> TriageMeeting:
    """The first weging in time for this sending whose agenda still takes cases.

    It is held until the case is on it: an agenda that goes out meanwhile waits, and
    one that is going out takes no more.
    """
    now = timezone.now()
    return next(
        meeting
        for week in _weeks_for(completed_at)
        if week.starts_at > now
        for meeting in [_made_or_found(week)]
        if meeting.takes_cases
    )


def next_after(meeting: TriageMeeting) -> TriageMeeting:
    """The first weging after this one whose agenda still takes cases."""
    return meeting_for(meeting.closes_at)


def judge_before(completed_at: datetime | None) -> datetime:
    """Until when judging this sending still gets it on the first agenda it can."""
    now = timezone.now()
    return next(
        sends
        for week in _weeks_for(completed_at or now)
        for sends in [_of(week).sends_at]
        if sends > now or week.starts_at > now
    )


def still_to_move() -> list[TriageMeeting]:
    """Whoever was in time for one that has closed counts on it: that one stays."""
    now = timezone.now()
    ahead = TriageMeeting.objects.without_agenda().filter(
        closes_at__gt=now, starts_at__lte=now + calendar.AHEAD
    )
    return list(ahead.by_date())


def _follow(meeting: TriageMeeting, weeks: dict[date, TriageWeek]) -> int:
    week = weeks.get(meeting.date)
    if week is None:
        return _give_up(meeting)
    if (meeting.starts_at, meeting.closes_at) == (week.starts_at, week.closes_at):
        return 0
    inviting.move(meeting, starts_at=week.starts_at, closes_at=week.closes_at)
    return 1


def _give_up(meeting: TriageMeeting) -> int:
    """Its cases go to the first one that they are in time for; nobody met here yet."""
    inviting.call_off(meeting)
    for item in AgendaItem.objects.on(meeting).open():
        item.meeting = meeting_for(item.completed_at)
        item.save()
    return 1


def _weeks_for(completed_at: datetime) -> Iterator[TriageWeek]:
    while True:
        week = calendar.triage_for_send(completed_at)
        yield week
        completed_at = week.closes_at


def _made_or_found(week: TriageWeek) -> TriageMeeting:
    _made(week)
    return TriageMeeting.objects.select_for_update().get(date=_day(week))


def _made(week: TriageWeek) -> int:
    meeting, is_new = TriageMeeting.objects.get_or_create(
        date=_day(week),
        defaults={"starts_at": week.starts_at, "closes_at": week.closes_at},
    )
    # What a person called off stays so; what the rhythm left, it can come back to.
    if meeting.is_cancelled and meeting.cancelled_by_id is None:
        inviting.revive(meeting, starts_at=week.starts_at, closes_at=week.closes_at)
        return 1
    return int(is_new)


def _of(week: TriageWeek) -> TriageMeeting:
    """This weging as a row, not necessarily kept yet."""
    return TriageMeeting(
        date=_day(week), starts_at=week.starts_at, closes_at=week.closes_at
    )


def _day(week: TriageWeek) -> date:
    return timezone.localtime(week.starts_at).date()
