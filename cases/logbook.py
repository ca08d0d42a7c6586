"""Who looked at a case and who changed it, newest first, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry as Auditlog
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from accounts.models import Party, User
from cases import pages
from cases.models import Case
from house.words import spoken
from zvh.guard.audit import MASK
from zvh.guard.models import AccessRecord, LogEntry

PER_PAGE = 100
KINDS = {"gekeken": "Wie keek", "gewijzigd": "Wie wijzigde"}
CHANGED = {
    Auditlog.Action.CREATE: "toegevoegd",
    Auditlog.Action.UPDATE: "gewijzigd",
    Auditlog.Action.DELETE: "verwijderd",
}


@dataclass(frozen=True)
class Line:
    """One line of the log: at which moment who did what."""

    at: datetime
    who: str
    what: str
    detail: str = ""


def of(case: Case, chosen: str, *, before: str) -> dict[str, Any]:
    """The lines before this moment, and the moment from which older ones come."""
    until = _moment(before)
    lines: list[Line] = []
    if chosen != "gewijzigd":
        lines += _looks(case, until)
    if chosen != "gekeken":
        lines += _changes(case, until)
    lines.sort(key=lambda line: line.at, reverse=True)
    older = lines[PER_PAGE - 1].at.isoformat() if len(lines) > PER_PAGE else ""
    return {"lines": lines[:PER_PAGE], "older": older, "chosen": chosen}


def choices(chosen: str) -> list[dict[str, Any]]:
    everything = {"label": "Alles", "url": "?", "current": not chosen}
    return [
        everything,
        *(
            {"label": label, "url": f"?soort={kind}", "current": kind == chosen}
            for kind, label in KINDS.items()
        ),
    ]


def _looks(case: Case, until: datetime | None) -> list[Line]:
    found = AccessRecord.objects.filter(case_id=case.pk)
    if until:
        found = found.filter(at__lt=until)
    records = list(found.order_by("-at")[: PER_PAGE + 1])
    names = _names(record.user_id for record in records)
    parties = _parties(record.worked_for_id for record in records)
    return [
        Line(
            record.at,
            names.get(record.user_id, "het systeem"),
            capfirst(record.get_kind_display()),
            _said(pages.page_name(record.action), parties.get(record.worked_for_id)),
        )
        for record in records
    ]


def _changes(case: Case, until: datetime | None) -> list[Line]:
    found = LogEntry.objects.filter(case_id=case.pk).select_related("content_type")
    if until:
        found = found.filter(timestamp__lt=until)
    entries = list(found.order_by("-timestamp")[: PER_PAGE + 1])
    names = _names(entry.actor_id for entry in entries)
    return [
        Line(
            entry.timestamp,
            names.get(entry.actor_id, "het systeem"),
            f"{_of_what(entry)} {CHANGED.get(entry.action, 'geopend')}",
            _fields(entry) if entry.action == Auditlog.Action.UPDATE else "",
        )
        for entry in entries
    ]


def _names(keys: Iterable[Any]) -> dict[Any, str]:
    return {user.pk: user.name for user in User.objects.filter(pk__in=set(keys))}


def _parties(keys: Iterable[Any]) -> dict[Any, str]:
    """For which Partij the house looked; nothing is asked where nobody wrote it."""
    known = {key for key in keys if key}
    if not known:
        return {}
    return {party.pk: party.name for party in Party.objects.filter(pk__in=known)}


def _said(page: str, party: str | None) -> str:
    return ", ".join(str(part) for part in (page, party and f"namens {party}") if part)


def _of_what(entry: LogEntry) -> str:
    model = entry.content_type.model_class() if entry.content_type else None
    return capfirst(spoken(model._meta.verbose_name)) if model else "Iets"


def _fields(entry: LogEntry) -> str:
    """Which fields, never their old or new content."""
    model = entry.content_type.model_class() if entry.content_type else None
    names = entry.changes or {}
    if model is None:
        return ""
    known = {field.name: field for field in model._meta.get_fields()}
    said = (getattr(known.get(name), "verbose_name", "") for name in names)
    return ", ".join(spoken(name) for name in said if name and name != MASK)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
