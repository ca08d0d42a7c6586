"""A colleague is away: all they do passes to another in one act, and back (U41).

Each room registers what somebody does for a case. What is shown beforehand, what is
done and what is taken back come from the same functions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import Role, User
from accounts.people import UserQuerySet
from cases import bureau_actions, pages, rules
from cases.handovers import Handover, HandoverQuerySet
from cases.models import Case
from cases.pages import Event
from house.words import said
from zvh.guard import facts
from zvh.guard.rules import why_not


@dataclass(frozen=True)
class Duty:
    """One thing somebody does, how another takes it over, or why it stays."""

    key: UUID
    give: Callable[[], object]
    case: Case | None = None
    stays: str = ""


# `f(by, old, new)`: what this person does that the one who asks may pass on.
Finder = Callable[[User, User, User], Iterable[Duty]]


@dataclass(frozen=True)
class Kind:
    key: str
    label: str
    order: int
    find: Finder


@dataclass(frozen=True)
class Part:
    """All of one kind, as shown before anything happens."""

    kind: str
    label: str
    moving: list[Duty]
    staying: list[Duty]


@dataclass(frozen=True)
class Absence:
    """Whose work is with whom, and how many cases that is."""

    old: User
    new: User
    count: int


_kinds: dict[str, Kind] = {}


def handed_over(key: str, label: str, *, order: int) -> Callable[[Finder], Finder]:
    """Register a kind of duty; its key is stored with what was handed over."""

    def register(find: Finder) -> Finder:
        _kinds[key] = Kind(key, label, order, find)
        return find

    return register


def colleagues() -> UserQuerySet:
    """Whose work can pass on, and who can take it over; a kind says what they may."""
    found: UserQuerySet = User.objects.holding(*Role.bureau())
    return found.order_by("name")


def absent_colleagues(user: User) -> UserQuerySet:
    """Everybody of the bureau, and who leads a case and has left meanwhile."""
    leading = Case.objects.visible_to(user).open().values("coordinator")
    found: UserQuerySet = User.objects.filter(pk__in=leading) | User.objects.filter(
        pk__in=colleagues().values("pk")
    )
    return found.order_by("name")


def preview(old: User, new: User, *, by: User) -> list[Part]:
    """What would move, and what would stay and why."""
    return [_part(kind, list(kind.find(by, old, new))) for kind in _in_order()]


@transaction.atomic
def hand_over(old: User, new: User, *, by: User, note: str) -> int:
    """Give all of it to this colleague, with one note for every case. How much."""
    rules.hand_over(by)
    rules.take_work(new, old)
    # Two at once would each give what the other has given already.
    User.objects.select_for_update().get(pk=old.pk)
    given = [
        (part.kind, duty) for part in preview(old, new, by=by) for duty in part.moving
    ]
    for _, duty in given:
        duty.give()
    _write_notes(given, old=old, new=new, by=by, note=note)
    facts.write("handed_over", {"direction": "over"})
    if new != by:
        mails.post("work_moved", to=new)
    return len(given)


def returning(old: User, new: User, *, by: User) -> list[Part]:
    """What was handed over and is still with that colleague: only this comes back."""
    recorded = {
        (kind, key)
        for handover in _standing(by).between(old, new)
        for kind, key in handover.duties
    }
    return [
        Part(
            part.kind,
            part.label,
            [it for it in part.moving if (part.kind, str(it.key)) in recorded],
            [it for it in part.staying if (part.kind, str(it.key)) in recorded],
        )
        for part in preview(new, old, by=by)
    ]


@transaction.atomic
def take_back(old: User, new: User, *, by: User) -> int:
    """Who was away is back: what is still the other's returns. How much did."""
    rules.hand_over(by)
    rules.take_work(old, new)
    User.objects.select_for_update().get(pk=old.pk)
    parts = returning(old, new, by=by)
    moving = [duty for part in parts for duty in part.moving]
    for duty in moving:
        duty.give()
    for handover in _standing(by).between(old, new):
        handover.returned_at, handover.returned_by = timezone.now(), by
        handover.save()
    facts.write("handed_over", {"direction": "back"})
    return len(moving)


def absences(user: User) -> list[Absence]:
    """Whose work is with a colleague now, as far as this person sees those cases."""
    found = Counter(
        (handover.from_user, handover.to_user) for handover in _standing(user)
    )
    return [Absence(old, new, count) for (old, new), count in found.items()]


@handed_over(
    "coordinator", said("{casus.capital_plural} die deze persoon leidt"), order=10
)
def led(by: User, old: User, new: User) -> Iterator[Duty]:
    cases = Case.objects.visible_to(by).open().filter(coordinator=old)
    for case in cases.newest_first():
        yield Duty(
            case.pk,
            partial(_lead, case, by=by, new=new),
            case,
            stays=why_not(rules.coordinate, by, case) or why_not(rules.lead, new, case),
        )


@pages.happened
def told(user: User, case: Case) -> list[Event]:
    """The note stands in the time line of each case that it came with."""
    found = case.handovers.select_related("from_user", "to_user", "by", "returned_by")
    return [event for handover in found for event in _events(handover)]


def _events(handover: Handover) -> Iterator[Event]:
    old, new = handover.from_user.name, handover.to_user.name
    yield Event(
        handover.at,
        f"Overgedragen van {old} aan {new}",
        handover.by.name,
        str(handover.note),
    )
    if handover.returned_at and handover.returned_by:
        title = f"Teruggenomen: van {new} naar {old}"
        yield Event(handover.returned_at, title, handover.returned_by.name)


def _lead(case: Case, *, by: User, new: User) -> None:
    bureau_actions.take_over(Case.objects.locked(case.pk), by=by, coordinator=new)


def _write_notes(
    given: list[tuple[str, Duty]], *, old: User, new: User, by: User, note: str
) -> None:
    """One row for each case, that says which duties went with it."""
    of_cases = [(kind, duty) for kind, duty in given if duty.case is not None]
    of_cases.sort(key=_case_of)
    for key, duties in groupby(of_cases, key=_case_of):
        Handover.objects.create(
            case_id=key,
            from_user=old,
            to_user=new,
            by=by,
            note=note,
            duties=[[kind, str(duty.key)] for kind, duty in duties],
        )


def _case_of(given: tuple[str, Duty]) -> UUID:
    case = given[1].case
    if case is None:
        raise LookupError("this is about no case")
    return case.pk


def _standing(user: User) -> HandoverQuerySet:
    cases = Case.objects.visible_to(user).open()
    return Handover.objects.filter(case__in=cases).standing().for_list()


def _in_order() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def _part(kind: Kind, found: list[Duty]) -> Part:
    return Part(
        kind.key,
        kind.label,
        moving=[duty for duty in found if not duty.stays],
        staying=[duty for duty in found if duty.stays],
    )
