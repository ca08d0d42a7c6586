"""The ledger of removals: lines in files, which no backup of the database can undo.

The database writes a line with every removal and every end of access; a job copies
the lines here. A line that is here twice says the same thing twice. A crash can leave
half a line at the end: it was never counted as written, and is written anew.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from zvh.guard.announce import Purpose, acting_for
from zvh.guard.models import LedgerLine

BATCH = 500
# A line is of use for a year, and a file is begun each month.
MONTHS = 14


class LedgerError(Exception):
    """What is wrong with the ledger, in one sentence for the operator."""


@dataclass(frozen=True)
class Line:
    """Rows of a table that went, or what became of them."""

    key: str
    number: int
    at: str
    until: str
    case: str | None
    table: str
    keys: tuple[str, ...]
    became: dict[str, Any] | None


def write_down() -> int:
    """Copy what the database noted and the ledger does not have; how many lines."""
    copied = 0
    while done := _copy_some():
        copied += done
    _forget(timezone.localdate())
    return copied


def complete() -> int:
    """Add what an older state of the ledger lost, from the lines the database has."""
    known = {line.key for line in read()}
    with acting_for(Purpose.RETENTION):
        missing = [row for row in LedgerLine.objects.all() if str(row.pk) not in known]
        LedgerLine.objects.filter(pk__in=[row.pk for row in missing]).update(
            written_at=None
        )
    write_down()
    return len(missing)


def read() -> list[Line]:
    """Every line, in the order of what happened; each once."""
    lines = {line.key: line for path in files() for line in _lines_of(path)}
    return sorted(lines.values(), key=lambda line: line.number)


def folder() -> Path:
    return Path(settings.LEDGER_DIR)


def files() -> list[Path]:
    return sorted(folder().glob("ledger-????-??.jsonl"))


def line_of(row: LedgerLine) -> Line:
    return Line(
        key=str(row.pk),
        number=row.number,
        at=row.recorded_at.isoformat(),
        until=row.remove_on.isoformat(),
        case=str(row.case_key) if row.case_key else None,
        table=row.table,
        keys=tuple(str(key) for key in row.keys),
        became=row.became,
    )


def _copy_some() -> int:
    with acting_for(Purpose.RETENTION):
        # Another process that copies waits here, and then finds nothing.
        rows = list(LedgerLine.objects.unwritten().select_for_update()[:BATCH])
        if rows:
            _append(line_of(row) for row in rows)
            LedgerLine.objects.filter(pk__in=[row.pk for row in rows]).update(
                written_at=timezone.now()
            )
    return len(rows)


def _append(lines: Iterable[Line]) -> None:
    """On disk for good before the database hears of it."""
    path = folder() / f"ledger-{timezone.localdate():%Y-%m}.jsonl"
    with _opened(path) as file:
        _cut_half_line(file)
        for line in lines:
            file.write(json.dumps(vars(line), ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(number, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """A new name in a folder outlives a power cut only after this."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _cut_half_line(file: BinaryIO) -> None:
    if file.seek(0, os.SEEK_END) == 0:
        return
    file.seek(-1, os.SEEK_END)
    if file.read() == b"\n":
        return
    file.seek(0)
    file.seek(file.read().rfind(b"\n") + 1)
    file.truncate()


def _lines_of(path: Path) -> Iterator[Line]:
    *whole, _half = path.read_bytes().split(b"\n")
    for number, text in enumerate(whole, 1):
        try:
            told = json.loads(text)
            yield Line(**{**told, "keys": tuple(told["keys"])})
        except (ValueError, TypeError, KeyError) as fault:
            raise LedgerError(
                f"The ledger is damaged: {path.name}, line {number}."
            ) from fault


def _forget(today: date) -> None:
    for path in files():
        year, month = (int(part) for part in path.stem.split("-")[1:])
        if (today.year - year) * 12 + today.month - month >= MONTHS:
            path.unlink()
