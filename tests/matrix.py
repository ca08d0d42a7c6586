"""Who gets what at each stop of a case's life: by page, and by table."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import User
from cases.models import Case
from ico.models import Invitation, Meeting
from tests.backstage import backstage
from tests.walks import address_of, name_of, patterns
from triage.models import Inquiry
from zvh.guard.announce import acting_as
from zvh.guard.dossier import dossier_models

FILE = Path(__file__).with_name("permissions.txt")
ABOUT_A_CASE = [*dossier_models(), Case]
ANSWERS = {200: "ja", 302: "ja", 403: "nee", 404: "niets", 405: "ja", 409: "ja"}

Keys = dict[str, UUID]


def by_page(key: UUID, people: dict[str, User], clients: dict[str, Client]) -> str:
    """A line for each page about the case: who may enter."""
    lines, others = [], beside(key)
    for pattern in _gated():
        model = pattern.callback.door.model
        if (row := row_of(model, key)) is not None:
            keys = {"pk": row, **others}
            cells = {who: _enter(clients[who], pattern, keys) for who in people}
            lines.append(_line(name_of(pattern), cells))
    return "\n".join(lines)


def by_table(key: UUID, people: dict[str, User]) -> str:
    """A line for each table with rows of the case: how many of them each may read."""
    lines = []
    for model in ABOUT_A_CASE:
        if total := _count(model, key, backstage()):
            cells = {
                who: _share(_count(model, key, acting_as(user)), total)
                for who, user in people.items()
            }
            lines.append(_line(model._meta.label, cells))
    return "\n".join(lines)


def strange_answers(key: UUID, client: Client) -> list[str]:
    """Pages whose refusal differs from that for a key that belongs to nothing."""
    strange, others = [], beside(key)
    for pattern in _gated():
        row = row_of(pattern.callback.door.model, key)
        if row is not None:
            here = _answer(client, pattern, {"pk": row, **others})
            if here != _answer(client, pattern, {"pk": uuid4(), **others}):
                strange.append(name_of(pattern))
    return strange


def _gated() -> Iterator[URLPattern]:
    for pattern in patterns(get_resolver()):
        door = getattr(pattern.callback, "door", None)
        if door and door.kind == "gated" and door.model in ABOUT_A_CASE:
            yield pattern


def row_of(model: type[models.Model], key: UUID) -> UUID | None:
    column = "pk" if model is Case else "case"
    with backstage():
        row = model._default_manager.filter(**{column: key}).order_by("pk").first()
    return row.pk if row else None


def beside(key: UUID) -> Keys:
    """The other keys in an address: of a meeting about this very case."""
    rows = {
        "meeting_pk": row_of(Meeting, key),
        "invitation_pk": row_of(Invitation, key),
        "inquiry_pk": row_of(Inquiry, key),
    }
    return {name: row for name, row in rows.items() if row is not None}


def _enter(client: Client, pattern: URLPattern, keys: Keys) -> str:
    return ANSWERS[_answer(client, pattern, keys)[0]]


def _answer(client: Client, pattern: URLPattern, keys: Keys) -> tuple[int, str]:
    """Status and text of the page; whatever it did is undone."""
    asked = pattern.pattern.converters
    address = address_of(pattern, **{k: v for k, v in keys.items() if k in asked})
    with transaction.atomic():
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        transaction.set_rollback(True)
    text = re.sub(r'nonce="[^"]*"|value="[^"]{64}"|[\w-]{64}', "", _text(response))
    return response.status_code, text.replace(str(keys["pk"]), "")


def _text(response: object) -> str:
    content: bytes = getattr(response, "content", b"")
    return content.decode(errors="replace")


def _count(model: type[models.Model], key: UUID, stage: object) -> int:
    column = "id" if model is Case else "case_id"
    with stage, connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            f'SELECT count(*) FROM "{model._meta.db_table}" WHERE {column} = %s',  # noqa: S608
            [key],
        )
        return int(cursor.fetchone()[0])


def _share(seen: int, total: int) -> str:
    if not seen:
        return "-"
    return "alles" if seen == total else "deel"


def _line(name: str, cells: dict[str, str]) -> str:
    return f"  {name:<44}" + " ".join(f"{who}={said}" for who, said in cells.items())
