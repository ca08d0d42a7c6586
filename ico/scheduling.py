"""Several meetings at once: in a row on one day, or a series over weeks (O-11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from house import profile
from house.words import word
from ico import convening
from ico.bookings import Taken
from ico.meetings import Meeting
from ico.proposing import Slot
from zvh.guard.rules import require
from zvh.lib import dates

MOST = 26
END_OF_DAY = "Zoveel past er niet op een dag. Begin eerder, of kies minder of korter."


@dataclass(frozen=True)
class Posts:
    """Who leads and writes, and where: the same for all of them."""

    chair: User
    writer: User
    deputy: User | None = None
    room: Any = None
    place: str = ""
    link: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return dict(self.__dict__)


def slots_of_day(day: date, starts: time, *, count: int, minutes: int) -> list[Slot]:
    """One after the other, with the profile's break between, until the office closes.

    Raises `PermissionDenied` when they do not fit.
    """
    pause = timedelta(minutes=profile.active().meetings.break_minutes)
    length, starts_at = timedelta(minutes=minutes), _at(day, starts)
    slots = [
        Slot(at, at + length)
        for at in (starts_at + n * (length + pause) for n in range(count))
    ]
    closes_at = _at(day, profile.active().meetings.closes)
    require(all(slot.ends_at <= closes_at for slot in slots), END_OF_DAY)
    return slots


def days_of_series(first: date, *, every: int, times: int) -> list[date]:
    """The same weekday every so many weeks; a holiday moves to the next working day."""
    days = (first + n * timedelta(weeks=every) for n in range(times))
    return [
        day if dates.is_working_day(day) else dates.next_working_day(day)
        for day in days
    ]


@transaction.atomic
def plan_day(
    cases: Sequence[Case],
    *,
    by: User,
    posts: Posts,
    goals: Sequence[str],
    slots: Sequence[Slot],
) -> list[Meeting]:
    """A meeting for each of these cases, one after the other; all of them, or none."""
    require(cases, f"Kies ten minste één {word('casus')}.")
    return [
        _plan(case, slot, by=by, posts=posts, goal=goal, themes=[])
        for case, goal, slot in zip(cases, goals, slots, strict=True)
    ]


@transaction.atomic
def plan_series(
    case: Case,
    *,
    by: User,
    posts: Posts,
    goal: str,
    themes: Sequence[str],
    slots: Iterable[Slot],
) -> list[Meeting]:
    """The same meeting again and again; all of them, or none."""
    slots = list(slots)
    require(2 <= len(slots) <= MOST, f"Een reeks heeft 2 tot {MOST} overleggen.")
    return [
        _plan(case, slot, by=by, posts=posts, goal=goal, themes=list(themes))
        for slot in slots
    ]


def _plan(
    case: Case, slot: Slot, *, by: User, posts: Posts, goal: str, themes: list[str]
) -> Meeting:
    try:
        return convening.plan_meeting(
            case,
            by=by,
            goal=goal,
            decisions=["align"],
            themes=themes,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            minutes=(slot.ends_at - slot.starts_at) // timedelta(minutes=1),
            **posts.fields,
        )
    except Taken as taken:
        day = dates.in_full(timezone.localdate(slot.starts_at))
        raise PermissionDenied(f"{day}: {taken} Er is nog niets gepland.") from taken


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
