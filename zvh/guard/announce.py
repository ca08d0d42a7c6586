"""Tell PostgreSQL who is asking, for which purpose, and what time it is.

The row policies read these four settings. They live exactly as long as the
transaction, so nothing can leak to the next request on the same connection.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

Answer = TypeVar("Answer")


class Purpose(StrEnum):
    """What a job may be for. Each has policies of its own; none opens everything."""

    NONE = ""
    RETENTION = "retention"
    AGENDA = "agenda"
    REMINDERS = "reminders"
    INQUIRIES = "inquiries"
    APPROVALS = "approvals"
    MAIL = "mail"
    COMPLETION = "completion"


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
    # One for all that is announced inside another, so that forgetting reaches all.
    memory: dict[Hashable, Any] = field(
        default_factory=dict, compare=False, repr=False, hash=False
    )


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
    try:
        with _said(user, purpose, now):
            yield
    finally:
        # In a broken transaction nothing can be told, and nothing needs to be.
        with suppress(DatabaseError, transaction.TransactionManagementError):
            _tell(before)


@contextmanager
def acting_as(user: Identity, *, purpose: Purpose = Purpose.NONE) -> Iterator[None]:
    """A transaction on behalf of this person, for the gate, commands and tasks."""
    with _acting(user, purpose, None):
        yield


@contextmanager
def acting_for(purpose: Purpose, *, now: datetime | None = None) -> Iterator[None]:
    """A transaction of the house itself, with no more rights than its purpose."""
    with _acting(None, purpose, now):
        yield


def current() -> Announcement:
    """Who is announced at this moment."""
    return _current.get()


def remembered(what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer of before, as long as the same is announced; where nobody is, ask.

    What was learnt inside a savepoint is not known outside it: it may be undone.
    """
    if _current.get() is NOBODY:
        return ask()
    memory, key = _current.get().memory, _key(what)
    if key not in memory:
        memory[key] = ask()
    found: Answer = memory[key]
    return found


def kept(what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer of before, for what is the same to all and in every savepoint."""
    if _current.get() is NOBODY:
        return ask()
    memory = _current.get().memory
    if what not in memory:
        memory[what] = ask()
    found: Answer = memory[what]
    return found


def remember(what: Hashable, answer: object) -> None:
    """Keep an answer that came along with another question."""
    if _current.get() is not NOBODY:
        _current.get().memory[_key(what)] = answer


def recalled(what: Hashable) -> object | None:
    """The answer of before, if it was asked; nothing is asked for it."""
    if _current.get() is NOBODY:
        return None
    return _current.get().memory.get(_key(what))


def forget() -> None:
    """What was remembered may be true no longer."""
    _current.get().memory.clear()


@contextmanager
def _acting(
    user: Identity | None, purpose: Purpose, now: datetime | None
) -> Iterator[None]:
    if connection.in_atomic_block:
        with transaction.atomic(), announced(user, purpose=purpose, now=now):
            yield
    else:
        # The settings end with the transaction, so nothing has to be taken back.
        with transaction.atomic(), _said(user, purpose, now):
            yield


@contextmanager
def _said(
    user: Identity | None, purpose: Purpose, now: datetime | None
) -> Iterator[None]:
    before = _current.get()
    said = Announcement(
        user_id=user.pk if user else None,
        party_id=user.party_id if user else None,
        purpose=purpose,
        now=now or timezone.now(),
        memory={} if before is NOBODY else before.memory,
    )
    token = _current.set(said)
    try:
        _tell(said)
        yield
    finally:
        _current.reset(token)


def _key(what: Hashable) -> Hashable:
    return (_current.get(), tuple(connection.savepoint_ids), what)


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
