"""Moments at which chair, writer and room are free: within the hours of the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from django.utils import timezone

from house import calendar, profile
from ico import bookings
from ico.bookings import Busy
from ico.meetings import Meeting
from ico.rooms import Resource
from zvh.lib import dates

if TYPE_CHECKING:
    from house.profile import Meetings

MOST = 12
PICKED = 4
DAYS_AHEAD = 30
GRID = timedelta(minutes=30)
NOON, AFTERNOON = time(12), time(13)


@dataclass(frozen=True)
class Slot:
    """From when until when."""

    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """As a form carries it: the moment itself, in our own time."""
        return f"{timezone.localtime(self.starts_at):%Y-%m-%dT%H:%M}"


def free_slots(meeting: Meeting, *, since: date | None = None) -> list[Slot]:
    """The first moments that can be: at most one a morning and one an afternoon."""
    hours = profile.active().meetings
    first = dates.add_working_days(timezone.localdate(), hours.lead_days)
    days = list(islice(_working_days(max(since or first, first)), DAYS_AHEAD))
    taken = _taken(meeting, days[0], days[-1])
    length = timedelta(minutes=meeting.minutes)
    slots = (slot for day in days for slot in _of_day(day, length, hours, taken))
    return list(islice(slots, MOST))


def spread(slots: list[Slot]) -> list[Slot]:
    """Some of them, on different days, to start from."""
    by_day: dict[date, Slot] = {}
    for slot in slots:
        by_day.setdefault(timezone.localdate(slot.starts_at), slot)
    return list(by_day.values())[:PICKED]


def slot_of(key: str, minutes: int) -> Slot | None:
    """What a form carried back; nothing where it is no moment of ours."""
    try:
        starts_at = timezone.make_aware(datetime.strptime(key, "%Y-%m-%dT%H:%M"))  # noqa: DTZ007
    except ValueError:
        return None
    return Slot(starts_at, starts_at + timedelta(minutes=minutes))


def is_free(meeting: Meeting, slot: Slot) -> bool:
    """Whether chair, writer and room have no other meeting then."""
    whom = bookings.of(meeting)
    return not bookings.taken(whom, slot.starts_at, slot.ends_at, apart_from=meeting)


def _working_days(since: date) -> Iterator[date]:
    day = since
    while True:
        if dates.is_working_day(day):
            yield day
        day += timedelta(days=1)


def _taken(meeting: Meeting, first: date, last: date) -> list[Busy]:
    """By other meetings, and by the weging, at which the house itself sits."""
    whom = {Resource.objects.of(one).number for one in bookings.of(meeting)}
    since = _at(first, time.min)
    until = _at(last + timedelta(days=1), time.min)
    own = [busy for busy in bookings.busy(since, until) if busy.number in whom]
    weeks = takewhile(
        lambda week: week.starts_at < until, calendar.coming_triages(timezone.now())
    )
    return own + [Busy(0, week.starts_at, week.ends_at) for week in weeks]


def _of_day(
    day: date, length: timedelta, hours: "Meetings", taken: list[Busy]
) -> Iterator[Slot]:
    free = [slot for slot in _grid(day, length, hours) if not _clashes(slot, taken)]
    morning = [slot for slot in free if _clock(slot.starts_at) < NOON]
    afternoon = [slot for slot in free if _clock(slot.starts_at) >= AFTERNOON]
    yield from (part[0] for part in (morning, afternoon) if part)


def _grid(day: date, length: timedelta, hours: "Meetings") -> Iterator[Slot]:
    starts_at, closes_at = _at(day, hours.opens), _at(day, hours.closes)
    while starts_at + length <= closes_at:
        yield Slot(starts_at, starts_at + length)
        starts_at += GRID


def _clashes(slot: Slot, taken: list[Busy]) -> bool:
    return any(busy.overlaps(slot.starts_at, slot.ends_at) for busy in taken)


def _clock(moment: datetime) -> time:
    return timezone.localtime(moment).time()


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
