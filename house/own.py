"""What the house itself said, read once for each request and kept until it changes.

Several processes serve one house. Each asks for the stamp of the newest change, once
for a request or a transaction, and keeps what it built under that stamp; so all are
right from the moment a change is committed, and none has to be told. What is kept is
the profile alone, never anything about a case.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from house.models import Change
from zvh.guard import announce

Stamp = UUID | None
NEWEST = "newest change of the profile"
_request: ContextVar[dict[str, Stamp] | None] = ContextVar("request", default=None)


@dataclass(frozen=True)
class Said:
    """One value, and from when it counts; nothing where that was at once."""

    key: str
    value: Any
    counts_from: datetime | None


@contextmanager
def once() -> Iterator[None]:
    """Within this, what is newest is asked once: for a request."""
    token = _request.set({})
    try:
        yield
    finally:
        _request.reset(token)


def newest() -> Stamp:
    """The stamp of the newest change; nothing where the house changed nothing."""
    memory = _request.get()
    if memory is None:
        return announce.kept(NEWEST, _ask)
    if NEWEST not in memory:
        memory[NEWEST] = _ask()
    return memory[NEWEST]


def note(stamp: Stamp) -> None:
    """The newest change came along with another question of this request."""
    memory = _request.get()
    if memory is not None:
        memory[NEWEST] = stamp


def forget() -> None:
    """Something was changed: ask again."""
    announce.forget()
    memory = _request.get()
    if memory is not None:
        memory.clear()


def counting(stamp: Stamp) -> int:
    """How many of the changes that had to wait count by now."""
    now = timezone.now()
    return sum(moment <= now for moment in _waiting(stamp)) if stamp else 0


def values(stamp: UUID, counting: int) -> list[tuple[str, Any]]:
    """What counts, oldest first, when so many of those that had to wait do."""
    begun = _waiting(stamp)[:counting]
    return [
        (it.key, it.value)
        for it in said(stamp)
        if it.counts_from is None or it.counts_from in begun
    ]


@lru_cache(maxsize=8)
def said(stamp: UUID) -> tuple[Said, ...]:
    """Everything said up to and with the change of this stamp, oldest first."""
    upto = Change.objects.filter(stamp=stamp).values("pk")
    rows = Change.objects.filter(pk__lte=upto[:1]).order_by("pk")
    return tuple(Said(it.key, it.value, it.counts_from) for it in rows)


def _waiting(stamp: UUID) -> list[datetime]:
    return sorted(it.counts_from for it in said(stamp) if it.counts_from)


def newest_row() -> QuerySet[Change, UUID]:
    """The question itself, for whoever asks it along with another one."""
    return Change.objects.order_by("-pk").values_list("stamp", flat=True)[:1]


def _ask() -> Stamp:
    return next(iter(newest_row()), None)
