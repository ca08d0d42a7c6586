"""The rhythm of the house: which weging is next, and until when a case is in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from house import profile
from zvh.lib import dates

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Weging:
    """One week's meeting: who sends before the closing time is in time for it."""

    closes_at: datetime
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=profile.active().weging.minutes)


def next_weging(after: datetime) -> Weging:
    """The first weging that starts after this moment."""
    return next(w for w in _wegingen(after) if w.starts_at > after)


def weging_for_send(sent_at: datetime) -> Weging:
    """The first weging for which a case sent at this moment is in time (A-6)."""
    return next(w for w in _wegingen(sent_at) if w.closes_at > sent_at)


def _wegingen(around: datetime) -> Iterator[Weging]:
    rhythm = profile.active().weging
    today = timezone.localtime(around).date()
    # Holidays push a meeting a few days on, so last week's may still be ahead.
    monday = today - timedelta(today.weekday()) - WEEK
    while True:
        weging = _in_week(monday, rhythm)
        if weging is not None:
            yield weging
        monday += WEEK


def _in_week(monday: date, rhythm: profile.Rhythm) -> Weging | None:
    meets = monday + timedelta(rhythm.weekday)
    if not dates.is_working_day(meets):
        if rhythm.on_holiday == "skip":
            return None
        meets = dates.next_working_day(meets)
    closes = monday + timedelta(rhythm.closes_weekday)
    if not dates.is_working_day(closes):
        closes = dates.previous_working_day(closes)
    return Weging(
        closes_at=_at(closes, rhythm.closes_time),
        starts_at=_at(meets, rhythm.meets_time),
    )


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
