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


ORDER = "SELECT %s, key, phase, is_led FROM zvh_cases_in_order(%s, %s, %s, %s, %s, %s)"
COUNT = "SELECT %s, NULL, zvh_count_cases(%s, %s)::text, false"
COUNTED = -1


def in_order(*orders: Order, counting: str, up_to: int) -> list[list[Listed]]:
    """What is in each of these orders, newest first.

    All are asked in one query, and with them the number that `count` is asked for
    by the navigation of the same page.
    """
    found: list[list[Listed]] = [[] for _ in orders]
    given: list[object] = [COUNTED, counting, up_to]
    for nth, order in enumerate(orders):
        at, key = order.place or (None, None)
        given += [nth, at, key and str(key), order.backward, order.phase]
        given += [order.is_led, order.most]
    for nth, key, told, is_led in _rows(_all([COUNT, *[ORDER] * len(orders)]), *given):
        if nth == COUNTED:
            announce.remember(_what(counting, up_to), int(told))
        else:
            found[nth].append(Listed(key, told, is_led))
    return [
        [*reversed(lines)] if order.backward else lines
        for order, lines in zip(orders, found, strict=True)
    ]


def count(phase: str, *, up_to: int) -> int:
    """How many cases in the lists are in this phase; counting stops there."""
    asked = ("SELECT zvh_count_cases(%s, %s)", phase, up_to)
    number: int = announce.remembered(_what(phase, up_to), lambda: _rows(*asked)[0][0])
    return number


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


def _what(phase: str, up_to: int) -> tuple[object, ...]:
    return ("number of cases", phase, up_to)


def _all(selects: list[str]) -> str:
    return " UNION ALL ".join(selects)


def _rows(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
