"""What each page asks of the database: little, and the same for one row as for many."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from ico.models import Plan
from tests import life as lives
from tests.backstage import backstage
from tests.growing import copied, remove
from tests.life import DECEMBER, MARK, MONDAY, TUESDAY, Life

# Everything sent to the server counts, but BEGIN, COMMIT and savepoints (ADR 32). One
# of each page is of its navigation, which asks all its numbers at once.
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
AIMS = {
    "cases:list": 8,
    "cases:search": 8,
    # Fourteen, and one where something was escalated, as here.
    "cases:detail": 15,
    "cases:people": 11,
    "cases:information": 14,
    "cases:timeline": 23,
    "cases:log": 14,
    "cases:today": 28,
    "cases:start": 22,
    "cases:registration_step": 14,
    "cases:registration_check": 13,
    "cases:registration_state": 15,
    # Among them whether who led it stopped, and whose access to a question ended.
    "ico:plan_sharing": 29,
    "privacy:own_sharing": 17,
}
TABS = ("detail", "people", "information", "timeline", "log")
MANY = 20

Page = tuple[str, Callable[[], Any]]
Pages = Callable[[Life, UUID], Iterator[Page]]


@pytest.mark.long
def test_pages_ask_little_and_no_more_for_many_rows(transactional_db, sign_in):
    faults: list[str] = []
    with time_machine.travel(MONDAY, tick=False):
        life = lives.cast(sign_in)
        lives.tick()
        lives.draft(life)
        faults += compared(life, "concept", of_the_partner)
        lives.send(life)
        faults += compared(life, "intake", of_the_bureau)
        lives.take_in(life)
        faults += compared(life, "weging", of_the_bureau)
        faults += compared(life, "weging", of_the_sender)
    with time_machine.travel(TUESDAY, tick=False):
        life.come_in()
        lives.put_on_agenda(life)
        lives.decide(life, "ico")
        meeting = lives.convene(life)
        faults += compared(life, "uitgenodigd", of_the_bureau)
        faults += compared(life, "uitgenodigd", of_the_participant)
    with time_machine.travel(DECEMBER, tick=False):
        life.come_in()
        lives.meet(life, meeting)
        faults += compared(life, "overleg", of_the_bureau)
        lives.plan(life, meeting)
        faults += compared(life, "monitoring", of_the_bureau)
        faults += compared(life, "monitoring", of_the_participant)
        faults += compared(life, "verstrekt", of_who_shares)
        lives.scale_down(life)
        faults += compared(life, "afschaling", of_the_lists)

    assert not faults, "\n\n".join(faults)


def of_the_partner(life: Life, key: UUID) -> Iterator[Page]:
    client = life.partner.client
    yield page(client, "cases:start")
    for step in ("criteria", "personen", "situatie", "partijen", "bijlagen"):
        yield page(client, "cases:registration_step", key, step)
    yield page(client, "cases:registration_check", key)


def of_the_sender(life: Life, key: UUID) -> Iterator[Page]:
    yield page(life.partner.client, "cases:start")
    yield page(life.partner.client, "cases:registration_state", key)


def of_the_participant(life: Life, key: UUID) -> Iterator[Page]:
    yield page(life.agent.client, "cases:start")


def of_who_shares(life: Life, key: UUID) -> Iterator[Page]:
    with backstage():
        plan = Plan.objects.filter(case=key).established().newest_first().first()
    yield page(life.anna.client, "ico:plan_sharing", plan.pk)
    yield page(life.agent.client, "privacy:own_sharing")


def of_the_bureau(life: Life, key: UUID) -> Iterator[Page]:
    yield from of_the_lists(life, key)
    for tab in TABS:
        yield page(life.anna.client, f"cases:{tab}", key)


def of_the_lists(life: Life, key: UUID) -> Iterator[Page]:
    yield page(life.anna.client, "cases:today")
    yield page(life.anna.client, "cases:list")
    for sought in (MARK, "2026-0001"):
        yield searched(life.anna.client, sought)


def page(client: Client, name: str, *args: UUID | str) -> Page:
    return name, lambda: client.get(reverse(name, args=args))


def searched(client: Client, sought: str) -> Page:
    return "cases:search", lambda: client.post(reverse("cases:search"), {"q": sought})


def compared(life: Life, when: str, pages: Pages) -> list[str]:
    """What is wrong with these pages for one case of one row each, and for many."""
    few = [(name, asked(go)) for name, go in pages(life, life.key)]
    keys = copied(life.key, cases=MANY - 1, rows=MANY)
    many = [asked(go) for _, go in pages(life, keys[0])]
    remove(keys)
    return [
        fault
        for (name, heard), more in zip(few, many, strict=True)
        for fault in faults_of(f"{name} ({when})", AIMS[name], heard, more)
    ]


def asked(go: Callable[[], Any]) -> list[str]:
    """The statements of a page that was opened a moment before as well."""
    go()
    with listening() as heard:
        assert go().status_code == 200
    return [sql for sql in heard if not sql.startswith(SAVEPOINTS)]


@contextmanager
def listening() -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(execute: Any, sql: str, *rest: Any) -> Any:
        heard.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        yield heard


def faults_of(page: str, aim: int, few: list[str], many: list[str]) -> Iterator[str]:
    if len(few) > aim:
        yield f"{page} asks {len(few)}, aim {aim}:\n{kinds(few)}"
    if len(many) > len(few):
        more = Counter(map(kind, many)) - Counter(map(kind, few))
        yield f"{page} asks {len(few)} for one and {len(many)} for many: {dict(more)}"


def kinds(heard: list[str]) -> str:
    counted = Counter(map(kind, heard))
    return "\n".join(f"  {number} × {what}" for what, number in counted.items())


def kind(sql: str) -> str:
    """Which verb on which table, or which function."""
    table = re.search(r'(?:FROM|INTO|UPDATE) \(*"(\w+)"', sql) or re.search(
        r"SELECT (\w+)", sql
    )
    return f"{sql.lstrip('(').split()[0]} {table[1] if table else sql[:40]}"
