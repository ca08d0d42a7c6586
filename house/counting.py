"""What presses behind each entry of the navigation, all of it asked in one query."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from zvh.guard import announce

MOST = 200


@dataclass(frozen=True)
class Asked:
    """A question that is answered with one number, and what it is given."""

    sql: str
    given: Sequence[object] = ()


Question = TypeVar("Question", bound=Callable[[Any], Asked | None])
_questions: dict[str, list[Callable[[Any], Asked | None]]] = {}


def counted(name: str) -> Callable[[Question], Question]:
    """`f(user) -> Asked | None`: what presses behind the entry with this URL.

    It is asked with every page: a number that an index gives, and never a walk.
    """

    def register(question: Question) -> Question:
        _questions.setdefault(name, []).append(question)
        return question

    return register


def rows(
    found: QuerySet[Any], *, listed_as: str = "", user: Any = None
) -> Asked | None:
    """How many rows these are; counting stops where nobody would do more in a day.

    Nor are they asked for again by a page that lists them and remembers them as this.
    """
    listed = announce.recalled((listed_as, user.pk)) if listed_as else None
    if isinstance(listed, list):
        return Asked("SELECT %s::bigint", (min(len(listed), MOST),))
    try:
        sql, given = found.order_by().values("pk")[:MOST].query.sql_with_params()
    except EmptyResultSet:
        return None
    return Asked(f"SELECT count(*) FROM ({sql}) AS found", given)  # noqa: S608


def questions(user: Any, names: Iterable[str]) -> list[tuple[str, Asked]]:
    """What is asked for these entries, for a page that asks it along with its own."""
    asked = ((name, one(user)) for name in names for one in _questions.get(name, ()))
    return [(name, question) for name, question in asked if question]


def numbers(user: Any, names: Iterable[str]) -> dict[str, int]:
    """By the name of their entry; what came with the page's own query is not asked."""
    found: dict[str, int] = announce.remembered(
        ("navigation", user.pk), lambda: _ask(questions(user, names))
    )
    return found


def remember(user: Any, told: Iterable[tuple[str, int]]) -> None:
    announce.remember(("navigation", user.pk), _summed(told))


def _ask(asked: list[tuple[str, Asked]]) -> dict[str, int]:
    if not asked:
        return {}
    sql = " UNION ALL ".join(f"SELECT %s, ({one.sql})" for _, one in asked)
    given: list[Any] = [it for name, one in asked for it in (name, *one.given)]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return _summed(cursor.fetchall())


def _summed(told: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, number in told:
        found[name] += number
    return dict(found)
