"""Lists of cases: newest activity first, a page at a time, each filter counted."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from cases.case import CaseQuerySet
from cases.lifecycle import Phase
from cases.models import Case

PER_PAGE = 40
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Page:
    """Some cases, and the mark after which the next ones come."""

    cases: list[Case]
    next: str


@dataclass(frozen=True)
class Counts:
    """How many cases each filter would leave; `more` when we stopped counting."""

    phases: Counter[str]
    mine: Counter[str]
    more: bool

    def of(self, phase: str, *, mine: bool) -> str:
        counted = self.mine if mine else self.phases
        number = counted[phase] if phase else counted.total()
        return f"{number}+" if self.more else str(number)


def narrowed(cases: CaseQuerySet, *, phase: str, led_by: User | None) -> CaseQuerySet:
    """Only this phase, only the cases that this person leads."""
    if phase:
        cases = cases.in_phase(Phase(phase))
    return cases.filter(coordinator=led_by) if led_by else cases


def page(cases: CaseQuerySet, after: str) -> Page:
    """The cases after this mark; a mark that says nothing is the beginning."""
    found = _beyond(cases, after).newest_first()
    shown = list(found.select_related("coordinator")[: PER_PAGE + 1])
    has_more = len(shown) > PER_PAGE
    shown = shown[:PER_PAGE]
    return Page(shown, mark(shown[-1]) if has_more else "")


def mark(case: Case) -> str:
    """Where a page ends; opaque, and about nobody."""
    place = f"{case.last_activity_at.isoformat()},{case.pk}"
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def counts(cases: CaseQuerySet, user: User) -> Counts:
    """All the counts of the filters in one capped query."""
    rows = cases.newest_first().values_list("phase", "coordinator")
    seen = list(rows[: MOST_COUNTED + 1])
    more, seen = len(seen) > MOST_COUNTED, seen[:MOST_COUNTED]
    return Counts(
        phases=Counter(phase for phase, _ in seen),
        mine=Counter(phase for phase, who in seen if who == user.pk),
        more=more,
    )


def _beyond(cases: CaseQuerySet, after: str) -> CaseQuerySet:
    place = _place(after)
    if place is None:
        return cases
    at, key = place
    return cases.filter(
        Q(last_activity_at__lt=at) | Q(last_activity_at=at, pk__lt=key),
        last_activity_at__lte=at,
    )


def _place(after: str) -> tuple[datetime, UUID] | None:
    try:
        padded = after + "=" * (-len(after) % 4)
        at, key = urlsafe_b64decode(padded).decode().split(",")
        return datetime.fromisoformat(at), UUID(key)
    except (ValueError, binascii.Error):
        return None
