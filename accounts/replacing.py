"""One person of a Partij replaced by another, everywhere and in one act (G-2).

Each room registers what it knows somebody to have, and how that passes on. What is
shown beforehand and what is done come from the same functions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from accounts import mails, party_actions, rules
from accounts.authorisations import Role
from accounts.parties import Contact
from accounts.people import User, UserQuerySet
from house.words import said
from zvh.guard import facts


@dataclass(frozen=True)
class Move:
    """One thing that passes on, or why it stays; `about` names its case, if any."""

    do: Callable[[], object]
    stays: str = ""
    about: str = ""


# `f(by, old, new)`: what this person has that the one who asks may pass on.
Mover = Callable[[User, User, User], Iterable[Move]]


@dataclass(frozen=True)
class Kind:
    """What sort of thing it is, and what who is replaced can do no longer."""

    label: str
    loses: str
    order: int
    find: Mover


@dataclass(frozen=True)
class Part:
    """All of one kind, as shown before anything happens."""

    label: str
    loses: str
    moving: list[Move]
    staying: list[Move]


_kinds: dict[str, Kind] = {}


def replaced(label: str, *, loses: str, order: int) -> Callable[[Mover], Mover]:
    """Register how one kind of thing passes from a person to their successor."""

    def register(find: Mover) -> Mover:
        _kinds[f"{find.__module__}.{find.__qualname__}"] = Kind(
            label, loses, order, find
        )
        return find

    return register


def successors(old: User) -> UserQuerySet:
    """Colleagues of the same Partij who may do what this person did."""
    partners = User.objects.holding(Role.KETENPARTNER).exclude(pk=old.pk)
    found: UserQuerySet = partners.filter(party=old.party_id).order_by("name")
    return found


def preview(old: User, new: User, *, by: User) -> list[Part]:
    """What would move, and what would stay and why."""
    return [_part(kind, list(kind.find(by, old, new))) for kind in _in_order()]


@transaction.atomic
def replace(old: User, new: User, *, by: User) -> int:
    """Give all of it to the successor; who had it is out at once. How much moved."""
    rules.replace(by, old, new)
    # Two at once would each move what the other has moved already.
    User.objects.select_for_update().get(pk=old.pk)
    parts = preview(old, new, by=by)
    moving = [move for part in parts for move in part.moving]
    for move in moving:
        move.do()
    facts.write("replaced", {"keten": new.party.keten})
    mails.post("work_moved", to=new)
    return len(moving)


@replaced(
    said("{contactpersoon.capital} van {partij.definite}"),
    loses="Krijgt geen nieuwe vragen en uitnodigingen meer.",
    order=10,
)
def contacts(by: User, old: User, new: User) -> Iterator[Move]:
    for contact in Contact.objects.who_is(old):
        yield Move(partial(_pass_on, contact, by=by, new=new))


def _pass_on(contact: Contact, *, by: User, new: User) -> None:
    """Two rows for one person become one: the first to be asked wins."""
    known = Contact.objects.who_is(new).exclude(pk=contact.pk).first()
    if known is not None:
        party_actions.remove_contact(contact, by=by)
    party_actions.change_contact(
        known or contact,
        by=by,
        name=new.name,
        email=new.email,
        phone=known.phone if known else "",
        is_deputy=contact.is_deputy and (known is None or known.is_deputy),
    )


def _in_order() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def _part(kind: Kind, found: list[Move]) -> Part:
    return Part(
        kind.label,
        kind.loses,
        moving=[move for move in found if not move.stays],
        staying=[move for move in found if move.stays],
    )
