"""Law of every page: a GET, by whomever, writes down the looking and nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from ico.models import MinutesSection
from tests import life as lives
from tests import matrix
from tests.backstage import backstage
from tests.life import DECEMBER, MONDAY, TUESDAY, Life
from tests.walks import address_of, name_of, patterns

WRITE = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE
)
# That somebody looked, and that their session is alive.
OF_LOOKING = {"guard_accessrecord", "django_session", "accounts_usersession"}
DOORS = {"gated", "listed"}


@pytest.mark.safety("I6")
def test_no_page_changes_anything_by_being_opened(db, sign_in):
    written: set[tuple[str, str]] = set()
    opened: set[str] = set()
    with time_machine.travel(MONDAY):
        life = lives.cast(sign_in)
        lives.tick()
        lives.draft(life)
        look(life, ("partner",), written, opened)
        lives.send(life)
        lives.take_in(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.put_on_agenda(life)
        look(life, ("anna", "agent"), written, opened)
        lives.decide(life, "ico")
        meeting = lives.convene(life)
    with time_machine.travel(DECEMBER):
        life.come_in()
        lives.meet(life, meeting)
        with backstage():
            MinutesSection.objects.filter(heading="questions").delete()
        look(life, ("anna", "agent"), written, opened)

    assert written == set()
    assert {"ico:picture", "cases:detail", "triage:minutes", "cases:list"} <= opened


def look(
    life: Life,
    people: tuple[str, ...],
    written: set[tuple[str, str]],
    opened: set[str],
) -> None:
    """These people open every page there is."""
    for who in people:
        for pattern in _pages():
            client = getattr(life, who).client
            _open(client, pattern, life.key, written, opened)


def _pages() -> Iterator[URLPattern]:
    for pattern in patterns(get_resolver()):
        door = getattr(pattern.callback, "door", None)
        if door and door.kind in DOORS:
            yield pattern


def _open(
    client: Client,
    pattern: URLPattern,
    key: UUID,
    written: set[tuple[str, str]],
    opened: set[str],
) -> None:
    asked = pattern.pattern.converters
    keys = {"pk": _row(pattern, key), **matrix.beside(key)}
    known = {name: row for name, row in keys.items() if row and name in asked}
    with transaction.atomic(), writes() as tables:
        answer = client.get(address_of(pattern, **known))
        transaction.set_rollback(True)
    if answer.status_code == 200:
        opened.add(name_of(pattern))
    written |= {(name_of(pattern), table) for table in tables - OF_LOOKING}


def _row(pattern: URLPattern, key: UUID) -> UUID | None:
    model = pattern.callback.door.model
    if model is None:
        return None
    if model in matrix.ABOUT_A_CASE:
        return matrix.row_of(model, key)
    with backstage():
        row = model._default_manager.order_by("pk").first()
    return row.pk if row else None


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables that are written to meanwhile."""
    tables: set[str] = set()

    def watch(execute, sql, params, many, context):
        if (found := WRITE.match(str(sql))) is not None:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def test_a_write_would_be_seen(db, bram):
    with writes() as tables, backstage():
        bram.save()

    assert tables == {"accounts_user"}
