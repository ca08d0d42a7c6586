"""Walks over the whole project, on which the laws of the house are tested."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from tests.backstage import backstage
from zvh.guard.announce import acting_as
from zvh.guard.dossier import dossier_models

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    *("zvh", "house", "accounts", "cases", "privacy", "triage", "ico"),
    *("demo", "bench"),
)


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every URL that the project answers."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def name_of(pattern: URLPattern) -> str:
    """The name by which pages link to it."""
    return f"{pattern.lookup_str.split('.')[0]}:{pattern.name}"


def address_of(pattern: URLPattern, **known: object) -> str:
    """An address of this pattern, with made-up keys where none is given."""
    converters = pattern.pattern.converters
    made_up = {name: MADE_UP[type(kind).__name__] for name, kind in converters.items()}
    made_up |= known
    for name in (pattern.name, name_of(pattern)):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=made_up)
    raise LookupError(f"{pattern} has no name to reach it by")


MADE_UP = {
    "UUIDConverter": uuid4(),
    "IntConverter": 1,
    "SlugConverter": "iets",
    "StringConverter": "iets",
}


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    """Our own files of a kind."""
    return sorted(
        path
        for folder in folders or ROOMS
        for path in (ROOT / folder).rglob(f"*{suffix}")
        if path.is_file()
    )


def rows(sql: str, *params: object) -> list[tuple[object, ...]]:
    """What the catalogue says, read behind the scenes."""
    with backstage(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def cases_by_table(user: User) -> dict[str, set[UUID]]:
    """Of which cases this person reads rows in SQL, table by table."""
    found = {}
    with acting_as(user), connection.cursor() as cursor:
        for model in dossier_models():
            cursor.execute(f'SELECT DISTINCT case_id FROM "{model._meta.db_table}"')  # noqa: S608
            found[model._meta.label] = {key for (key,) in cursor.fetchall()}
    return found
