"""Lists of cases: newest activity first, a page at a time, each filter counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Value

from accounts.models import User
from cases import worklist
from cases.case import CaseQuerySet
from cases.lifecycle import Phase
from cases.models import Case

PER_PAGE = 40
MOST_COUNTED = 200
# What marks are signed for: one of another kind is no mark.
MARK = "cases.listing"


@dataclass(frozen=True)
class Page:
    """Some cases, with the marks of the pages before and after it."""

    cases: list[Case]
    next: str = ""
    previous: str = ""


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


def page(cases: CaseQuerySet, *, after: str = "", before: str = "") -> Page:
    """The cases after this mark, or those before; a mark of nothing is the beginning.

    A mark is a place in the order, no number of rows to pass over: a deep page costs
    what the first does. What is touched meanwhile moves to the beginning, and all
    that stays where it was is shown exactly once.
    """
    if place := _place(before):
        return _page_before(cases, *place)
    place = _place(after)
    shown, is_more = _some(
        (cases.older_than(*place) if place else cases).newest_first()
    )
    return Page(
        shown,
        next=mark(shown[-1]) if is_more else "",
        previous=mark(shown[0]) if place and shown else "",
    )


def mark(case: Case) -> str:
    """Where a page begins or ends: signed, so that nobody tries places out."""
    place = [case.last_activity_at.isoformat(), str(case.pk)]
    return signing.dumps(place, salt=MARK)


def counts(cases: CaseQuerySet, user: User) -> Counts:
    """All the counts of the filters in one capped query, and what waits for intake."""
    columns = ("phase", "coordinator")
    newest = cases.newest_first().annotate(is_listed=Value(True))
    waiting = worklist.for_intake(cases).annotate(is_listed=Value(False))
    rows = newest.values_list(*columns, "is_listed")[: MOST_COUNTED + 1].union(
        waiting.values_list(*columns, "is_listed")[: worklist.MOST], all=True
    )
    found = list(rows)
    seen = [(phase, who) for phase, who, is_listed in found if is_listed]
    worklist.remember_for_intake(user, len(found) - len(seen))
    more, seen = len(seen) > MOST_COUNTED, seen[:MOST_COUNTED]
    return Counts(
        phases=Counter(phase for phase, _ in seen),
        mine=Counter(phase for phase, who in seen if who == user.pk),
        more=more,
    )


def _page_before(cases: CaseQuerySet, at: datetime, key: UUID) -> Page:
    shown, is_more = _some(cases.newer_than(at, key).newest_first().reverse())
    # With too little for a page before it, one is back at the beginning.
    if not is_more:
        return page(cases)
    shown.reverse()
    return Page(shown, next=mark(shown[-1]), previous=mark(shown[0]))


def _some(cases: CaseQuerySet) -> tuple[list[Case], bool]:
    """As many as fit on a page, and whether there are more."""
    found = list(cases.select_related("coordinator")[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


def _place(mark: str) -> tuple[datetime, UUID] | None:
    try:
        at, key = signing.loads(mark, salt=MARK)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(at), UUID(key)
