"""Questions that more than one list answers: who leads it, of which Partij it is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Party, Role, User
from cases.lists import Filter
from zvh.guard import announce

MINE, NOBODY = "mij", "niemand"


def led(column: str = "coordinator") -> Filter:
    """Whose case it is: one's own, nobody's, or a colleague's."""
    return Filter(
        key="van",
        label="Van",
        column=column,
        options=_leaders,
        where=lambda user, value: Q(**{column: _leader(user, value)}),
        of=_led_by,
    )


def of_party(key: str, label: str, column: str) -> Filter:
    return Filter(
        key=key,
        label=label,
        column=column,
        options=_parties,
        where=lambda user, value: Q(**{column: value}),
        of=lambda user, stored: str(stored),
    )


def one_of(key: str, label: str, column: str, options: Any) -> Filter:
    """One of the values of a column: `options` names them when asked."""
    return Filter(
        key=key,
        label=label,
        column=column,
        options=lambda user: options(),
        where=lambda user, value: Q(**{column: value}),
        of=lambda user, stored: str(stored),
    )


def _leaders(user: User) -> Mapping[str, str]:
    """Also who leads no more: a case may still be theirs."""
    return announce.remembered(("leaders", user.pk), lambda: _found_leaders(user))


def _found_leaders(user: User) -> dict[str, str]:
    ever = User.objects.filter(authorisations__role=Role.PROCESCOORDINATOR)
    others = ever.exclude(pk=user.pk).order_by("name").values_list("pk", "name")
    named = {str(key): name for key, name in others.distinct()}
    return {MINE: "mij", NOBODY: "niemand", **named}


def _leader(user: User, value: str) -> UUID | None:
    own = {MINE: user.pk, NOBODY: None}
    return own[value] if value in own else UUID(value)


def _led_by(user: User, stored: UUID | None) -> str:
    if stored is None:
        return NOBODY
    return MINE if stored == user.pk else str(stored)


def _parties(user: User) -> Mapping[str, str]:
    return announce.remembered("parties", _found_parties)


def _found_parties() -> dict[str, str]:
    named = Party.objects.organisations().order_by("name").values_list("pk", "name")
    return {str(key): name for key, name in named}
