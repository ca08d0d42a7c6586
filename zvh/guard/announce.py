"""Tell PostgreSQL who is asking, for which purpose, and what time it is.

The row policies read these four settings. They live exactly as long as the
transaction, so nothing can leak to the next request on the same connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone


class Purpose(StrEnum):
    """What a job may be for. Each has policies of its own; none opens everything."""

    NONE = ""
    RETENTION = "retention"
    AGENDA = "agenda"
    REMINDERS = "reminders"
    DUPLICATES = "duplicates"
    MAIL = "mail"


class Identity(Protocol):
    """What the guard needs to know of a user."""

    @property
    def pk(self) -> UUID: ...

    @property
    def party_id(self) -> UUID: ...


@dataclass(frozen=True)
class Announcement:
    user_id: UUID | None = None
    party_id: UUID | None = None
    purpose: Purpose = Purpose.NONE
    now: datetime | None = None


NOBODY = Announcement()
_current: ContextVar[Announcement] = ContextVar("announcement", default=NOBODY)


@contextmanager
def announced(
    user: Identity | None,
    *,
    purpose: Purpose = Purpose.NONE,
    now: datetime | None = None,
) -> Iterator[None]:
    """Announce within the running transaction; what was announced before returns.

    Raises `RuntimeError` outside a transaction: there the settings would be
    gone before the first query.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce inside a transaction")
    before = _current.get()
    token = _current.set(
        Announcement(
            user_id=user.pk if user else None,
            party_id=user.party_id if user else None,
            purpose=purpose,
            now=now or timezone.now(),
        )
    )
    try:
        _tell(_current.get())
        yield
    finally:
        _current.reset(token)
        # In a broken transaction nothing can be told, and nothing needs to be.
        with suppress(DatabaseError, transaction.TransactionManagementError):
            _tell(before)


@contextmanager
def acting_as(user: Identity, *, purpose: Purpose = Purpose.NONE) -> Iterator[None]:
    """A transaction on behalf of this person, for commands and tasks."""
    with transaction.atomic(), announced(user, purpose=purpose):
        yield


@contextmanager
def acting_for(purpose: Purpose, *, now: datetime | None = None) -> Iterator[None]:
    """A transaction of the house itself, with no more rights than its purpose."""
    with transaction.atomic(), announced(None, purpose=purpose, now=now):
        yield


def current() -> Announcement:
    """Who is announced at this moment."""
    return _current.get()


def _tell(what: Announcement) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('zvh.user_id', %s, true),"
            " set_config('zvh.party_id', %s, true),"
            " set_config('zvh.purpose', %s, true),"
            " set_config('zvh.now', %s, true)",
            [
                str(what.user_id or ""),
                str(what.party_id or ""),
                what.purpose,
                what.now.isoformat() if what.now else "",
            ],
        )
