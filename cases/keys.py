"""Keys and numbers of cases, asked of the database's owner once a page (ADR 40).

They are those of the person announced, and of nobody else. What is shown is fetched
by its key, through that person and the policy; a key or a number is all that comes
from here.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from house import counting, navigation
from house.counting import Asked
from zvh.guard import announce


@dataclass(frozen=True)
class Order:
    """Which of the cases in the lists, from which place in their order, how many."""

    most: int
    phase: str = ""
    is_led: bool = False
    place: tuple[datetime, UUID] | None = None
    backward: bool = False


@dataclass(frozen=True)
class Listed:
    """One case in such an order: what the filters of the list count."""

    key: UUID
    phase: str
    is_led: bool


# As many as anybody would do in a day; counting stops there.
MOST_COUNTED = 50
ORDER = "SELECT %s, key, phase, is_led FROM zvh_cases_in_order(%s, %s, %s, %s, %s, %s)"


def in_order(user: User, *orders: Order) -> list[list[Listed]]:
    """What is in each of these orders, newest first.

    All are asked in one query, and with them what the navigation of the same page asks.
    """
    found: list[list[Listed]] = [[] for _ in orders]
    beside = navigation.questions(user)
    told_beside: list[tuple[str, int]] = []
    given: list[object] = []
    for nth, order in enumerate(orders):
        at, key = order.place or (None, None)
        given += [nth, at, key and str(key), order.backward, order.phase]
        given += [order.is_led, order.most]
    selects = [ORDER] * len(orders)
    for nth, (_, asked) in enumerate(beside, len(orders)):
        selects.append(f"SELECT %s, NULL, ({asked.sql})::text, false")
        given += [nth, *asked.given]
    for nth, key, told, is_led in _rows(" UNION ALL ".join(selects), *given):
        if nth < len(orders):
            found[nth].append(Listed(key, told, is_led))
        else:
            told_beside.append((beside[nth - len(orders)][0], int(told)))
    counting.remember(user, told_beside)
    return [
        [*reversed(lines)] if order.backward else lines
        for order, lines in zip(orders, found, strict=True)
    ]


def counted(phase: str) -> Asked:
    """How many cases in the lists are in this phase, for the navigation."""
    return Asked("SELECT zvh_count_cases(%s, %s)", (phase, MOST_COUNTED))


def to_lead(user: User, *phases: str) -> list[UUID]:
    """The cases in the lists that this person leads, and those that nobody leads.

    In one of these phases, when any are named.
    """
    found = announce.remembered(
        ("to lead", user.pk),
        lambda: _rows("SELECT key, phase FROM zvh_cases_to_lead()"),
    )
    return [key for key, phase in found if not phases or phase in phases]


def to_be_cleaned(last_day: date, *, up_to: int) -> list[tuple[UUID, date]]:
    """Shielded cases that lose something by this day, the nearest of each class."""
    sql = "SELECT key, day FROM zvh_cases_to_be_cleaned(%s, %s)"
    return [(key, day) for key, day in _rows(sql, last_day, up_to)]


def found(words: list[list[str]], *, most: int) -> list[UUID]:
    """Cases in the lists in which each word fits somebody, the newest of them.

    A word is the digests of all that it may mean.
    """
    sql = "SELECT zvh_cases_found(%s::jsonb, %s)"
    return [key for (key,) in _rows(sql, json.dumps(words), most)]


def _rows(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
