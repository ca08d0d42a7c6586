"""A nightly backup: dumped, sealed and put away, in the clear on no disk.

The machine knows the public half of the key only, so that it can make backups and
read none. The role of the backup sees every row, because a dump in which row security
hides something would be worthless, and may change nothing.
"""

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import IO

import pyrage
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from privacy import postgres
from privacy.ledger import sync_folder

NAME = re.compile(r"zvh-(\d{8}T\d{6}Z)\.dump\.age")
FORM = "%Y%m%dT%H%M%SZ"
# How a dump of PostgreSQL and a sealed file begin.
DUMP, SEALED = b"PGDMP", b"age-encryption.org/v1"
MEGABYTE = 2**20
# Before the jobs of the morning, which remove; local time.
NIGHT = time(2, 30)


class BackupError(Exception):
    """Why there is no backup, in one sentence for the operator."""


FAULTS = (
    *(BackupError, postgres.ProgramError, pyrage.EncryptError),
    *(OSError, DatabaseError),
)


@dataclass(frozen=True)
class Backup:
    path: Path
    size: int
    removed: int


def run() -> Backup:
    """Make a backup, tell the database that it is there, and remove the old ones."""
    recipient = _recipient()
    began = timezone.now()
    try:
        path = _made(recipient, began)
    except FAULTS as fault:
        _note(began, fault=type(fault).__name__)
        raise BackupError(str(fault)) from fault
    size = path.stat().st_size
    _note(began, size=size)
    return Backup(path, size, _remove_old(began))


def backups() -> list[Path]:
    """What is there, oldest first."""
    found = settings.BACKUP_DIR.glob("zvh-*.dump.age")
    return sorted(path for path in found if moment_of(path))


def is_due(now: datetime) -> bool:
    """Whether last night's is not there yet, also after days of standing still."""
    local = timezone.localtime(now)
    night = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    if night > local:
        night -= timedelta(days=1)
    made = [moment for path in backups() if (moment := moment_of(path))]
    return not made or max(made) < night


def moment_of(path: Path) -> datetime | None:
    """When a backup was made, which its name says."""
    match = NAME.fullmatch(path.name)
    return datetime.strptime(match[1], FORM).replace(tzinfo=UTC) if match else None


def _recipient() -> pyrage.x25519.Recipient:
    given = settings.BACKUP_RECIPIENT
    if not given:
        raise BackupError("BACKUP_RECIPIENT is missing: manage.py backup_key makes it.")
    try:
        return pyrage.x25519.Recipient.from_str(given)
    except pyrage.RecipientError as fault:
        raise BackupError("BACKUP_RECIPIENT is no public key (age1…).") from fault


def _made(recipient: pyrage.x25519.Recipient, moment: datetime) -> Path:
    _refuse_partial_dump()
    folder = settings.BACKUP_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path: Path = folder / f"zvh-{moment.astimezone(UTC):{FORM}}.dump.age"
    unfinished = path.with_suffix(".unfinished")
    try:
        with os.fdopen(os.open(unfinished, _NEW, 0o600), "wb") as file:
            _dump_into(file, recipient)
            file.flush()
            os.fsync(file.fileno())
        _refuse_nonsense(unfinished)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(folder)
    return path


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def _dump_into(file: IO[bytes], recipient: pyrage.x25519.Recipient) -> None:
    words = ("--format=custom", "--no-password", f"--dbname={postgres.address()}")
    # A pipe that nobody empties would stop the dump: what it says goes to a file.
    with tempfile.TemporaryFile() as said:
        with postgres.started("pg_dump", *words, stderr=said) as dump:
            source = _Watched(postgres.output_of(dump))
            try:
                pyrage.encrypt_io(source, file, [recipient])
            except BaseException:
                dump.kill()
                raise
        if dump.returncode or not source.is_dump:
            raise BackupError(f"pg_dump failed. {postgres.first_line(said)}".strip())


class _Watched:
    """Hands a stream on, and remembers how it began."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._head = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._head = self._head or chunk[: len(DUMP)]
        return chunk

    @property
    def is_dump(self) -> bool:
        return self._head == DUMP


def _refuse_partial_dump() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        role, sees_everything = cursor.fetchone()
    if not sees_everything:
        raise BackupError(
            f"{role} does not see every row: DATABASE_URL of a backup names zvh_backup."
        )


def _refuse_nonsense(path: Path) -> None:
    """As far as can be told without the private half of the key."""
    with path.open("rb") as file:
        if file.read(len(SEALED)) != SEALED:
            raise BackupError("The file that was written is not sealed.")


def _note(began: datetime, *, fault: str = "", size: int = 0) -> None:
    # A database that is gone says so by itself: the last success stays where it was.
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "SELECT zvh_note_backup(%s, %s, %s, %s)",
            [began, timezone.now(), fault, -(-size // MEGABYTE)],
        )


def _remove_old(moment: datetime) -> int:
    """Only after a new one is there; and whatever a killed run left half made."""
    before = moment - timedelta(days=settings.BACKUP_DAYS)
    old = [path for path in backups() if (moment_of(path) or moment) <= before]
    for path in [*old, *settings.BACKUP_DIR.glob("zvh-*.unfinished")]:
        path.unlink()
    return len(old)
