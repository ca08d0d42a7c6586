"""The rhythm of the house: which weging is next, and until when a case is in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from django.utils import timezone

from house import profile
from house.profile import Rhythm
from zvh.lib import dates

WEEK = timedelta(weeks=1)
AHEAD = 8 * WEEK


@dataclass(frozen=True)
class TriageWeek:
    """One week's meeting: who sends before the closing time is in time for it."""

    closes_at: datetime
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def next_triage(after: datetime) -> TriageWeek:
    """The first weging that starts after this moment."""
    return next(week for week in _weeks(after) if week.starts_at > after)


def coming_triages(now: datetime, *, rhythm: Rhythm | None = None) -> list[TriageWeek]:
    """Those of the next eight weeks, the first one first (W-1); of another rhythm."""
    weeks = _weeks(now, rhythm)
    ahead = takewhile(lambda week: week.starts_at <= now + AHEAD, weeks)
    return [week for week in ahead if week.starts_at > now]


def triage_for_send(sent_at: datetime) -> TriageWeek:
    """The first weging for which a case sent at this moment is in time (A-6)."""
    return next(week for week in _weeks(sent_at) if week.closes_at > sent_at)


def _weeks(around: datetime, rhythm: Rhythm | None = None) -> Iterator[TriageWeek]:
    rhythm = rhythm or profile.active().triage
    today = timezone.localtime(around).date()
    # Holidays push a meeting a few days on, so last week's may still be ahead.
    monday = today - timedelta(today.weekday()) - WEEK
    while True:
        week = _in_week(monday, rhythm)
        if week is not None:
            yield week
        monday += WEEK


def _in_week(monday: date, rhythm: Rhythm) -> TriageWeek | None:
    meets = monday + timedelta(rhythm.weekday)
    if not dates.is_working_day(meets):
        if rhythm.on_holiday == "skip":
            return None
        meets = dates.next_working_day(meets)
    closes = monday + timedelta(rhythm.closes_weekday)
    if not dates.is_working_day(closes):
        closes = dates.previous_working_day(closes)
    return TriageWeek(
        closes_at=_at(closes, rhythm.closes_time),
        starts_at=_at(meets, rhythm.meets_time),
        minutes=rhythm.minutes,
    )


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
