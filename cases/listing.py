"""Lists of cases: newest activity first, a page at a time, each filter counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from accounts.models import User
from cases import keys
from cases.case import CaseQuerySet
from cases.keys import Listed, Order
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


@dataclass(frozen=True)
class Filters:
    """Only this phase, only the cases that one leads; and from which mark on."""

    phase: str = ""
    mine: bool = False
    after: str = ""
    before: str = ""

    @property
    def order(self) -> Order:
        """The keys of such a page and of one more, so that the next one is known."""
        before = _place(self.before)
        return Order(
            PER_PAGE + 1,
            self.phase,
            self.mine,
            before or _place(self.after),
            backward=bool(before),
        )


def look(user: User, filters: Filters) -> tuple[Page, Counts]:
    """A page of the list, and what each filter would leave of all of it.

    A mark is a place in the order, no number of rows to pass over: a deep page costs
    what the first does. What is touched meanwhile moves to the beginning, and all
    that stays where it was is shown exactly once.
    """
    wanted = filters.order
    newest, found = keys.in_order(user, Order(MOST_COUNTED + 1), wanted)
    if wanted.backward and len(found) <= PER_PAGE:
        # With too little for a page before it, one is back at the beginning.
        first = Filters(filters.phase, filters.mine)
        return look(user, first)
    return _page_of(user, wanted, found), _counts(newest)


def page(cases: CaseQuerySet, *, after: str = "", before: str = "") -> Page:
    """The same of any cases, without counts: a mark of nothing is the beginning."""
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


def _page_of(user: User, wanted: Order, found: list[Listed]) -> Page:
    is_more = len(found) > PER_PAGE
    # Going back, the one too many is the first.
    lines = found[1:] if is_more and wanted.backward else found[:PER_PAGE]
    cases = Case.objects.visible_to(user).select_related("coordinator")
    by_key = cases.in_bulk([line.key for line in lines])
    shown = [by_key[line.key] for line in lines if line.key in by_key]
    if not shown:
        return Page([])
    has_next, has_previous = (
        (True, is_more) if wanted.backward else (is_more, wanted.place is not None)
    )
    return Page(
        shown,
        next=mark(shown[-1]) if has_next else "",
        previous=mark(shown[0]) if has_previous else "",
    )


def _counts(newest: list[Listed]) -> Counts:
    more, seen = len(newest) > MOST_COUNTED, newest[:MOST_COUNTED]
    return Counts(
        phases=Counter(line.phase for line in seen),
        mine=Counter(line.phase for line in seen if line.is_led),
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
