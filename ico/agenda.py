"""One day or one week of meetings: what is when, where, and under whom."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case
from ico import bookings
from ico.meetings import Meeting
from ico.rooms import Resource, Room

WEEK = 7


@dataclass(frozen=True)
class Period:
    """A day, or the week from its Monday on."""

    first: date
    days: int

    @property
    def since(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def until(self) -> datetime:
        end = self.first + timedelta(days=self.days)
        return timezone.make_aware(datetime.combine(end, time.min))

    @property
    def before(self) -> date:
        return self.first - timedelta(days=self.days)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=self.days)

    @property
    def is_week(self) -> bool:
        return self.days == WEEK


@dataclass(frozen=True)
class Day:
    """The meetings of one day, in their order."""

    date: date
    meetings: list[Meeting]


@dataclass(frozen=True)
class Elsewhere:
    """Somebody or a room that is taken by a case that is not shown here."""

    name: str
    starts_at: datetime
    ends_at: datetime


def period_of(day: date, *, week: bool) -> Period:
    if not week:
        return Period(day, 1)
    return Period(day - timedelta(days=day.weekday()), WEEK)


def meetings(cases: QuerySet[Case], period: Period) -> list[Meeting]:
    """What stands in this period, of the cases that the person asking sees."""
    found = Meeting.objects.of_cases(cases).with_answers().standing()
    within = found.filter(starts_at__gte=period.since, starts_at__lt=period.until)
    return list(within.select_related("room", "writer").in_order())


def by_day(found: list[Meeting]) -> list[Day]:
    days = groupby(found, key=lambda it: timezone.localdate(it.moment[0]))
    return [Day(day, list(several)) for day, several in days]


def elsewhere(shown: list[Meeting], period: Period) -> list[Elsewhere]:
    """Who and what is taken besides: a restricted case shows as no more than that."""
    own = {(it.starts_at, it.ends_at) for it in shown}
    taken = [
        one
        for one in bookings.busy(period.since, period.until)
        if (one.starts_at, one.ends_at) not in own
    ]
    numbers = {one.number for one in taken}
    names = {
        resource.number: _name(resource)
        for resource in Resource.objects.filter(number__in=numbers).select_related(
            "room", "user"
        )
    }
    found = [Elsewhere(names[it.number], it.starts_at, it.ends_at) for it in taken]
    return sorted(found, key=lambda it: (it.starts_at, it.name))


def _name(resource: Resource) -> str:
    what: Room | None = resource.room
    if what is not None:
        return what.name
    return resource.user.name if resource.user else ""
