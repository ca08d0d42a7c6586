"""Open a sealed backup: read what it says of itself, and pour it into a database."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage

from privacy import postgres

TOLD = ("guard_ledgerline", "django_migrations")
WRONG_KEY = "No matching keys found"


class ArchiveError(Exception):
    """What is wrong with a backup or its key, in one sentence for the operator."""


@dataclass(frozen=True)
class Contents:
    """What a backup knows of the ledger, and the migrations it was made after."""

    ledger_keys: frozenset[str]
    migrations: frozenset[tuple[str, str]]


def key_from(text: str) -> pyrage.x25519.Identity:
    """The private half, as printed; lines around it that say what it is are skipped."""
    for line in text.splitlines():
        if line.strip().startswith("AGE-SECRET-KEY-"):
            with suppress(pyrage.IdentityError):
                return pyrage.x25519.Identity.from_str(line.strip())
    raise ArchiveError("That is no private key (AGE-SECRET-KEY-…).")


def look_inside(path: Path, key: pyrage.x25519.Identity) -> Contents:
    """Open the whole file once, so that a damaged one is refused before anything."""
    wanted = [f"--table={name}" for name in TOLD]
    with tempfile.TemporaryFile() as rows:
        _pour(path, key, "--data-only", "--file=-", *wanted, stdout=rows)
        rows.seek(0)
        found = dict(_tables(rows))
    return Contents(
        ledger_keys=frozenset(
            row["id"] for row in found.get(TOLD[0], ()) if row["written_at"] != r"\N"
        ),
        migrations=frozenset((row["app"], row["name"]) for row in found[TOLD[1]]),
    )


def pour(path: Path, key: pyrage.x25519.Identity) -> None:
    """Put everything back in one transaction: all of it, or nothing."""
    _pour(
        path,
        key,
        "--single-transaction",
        "--exit-on-error",
        "--no-password",
        f"--dbname={postgres.address()}",
    )


def _pour(
    path: Path, key: pyrage.x25519.Identity, *words: str, stdout: Any = None
) -> None:
    with tempfile.TemporaryFile() as said:
        with (
            path.open("rb") as sealed,
            _running(words, said, stdout) as (program, funnel),
        ):
            _opened(sealed, funnel, key)
        if program.returncode:
            raise ArchiveError(f"pg_restore failed. {postgres.first_line(said)}")


@contextmanager
def _running(words: tuple[str, ...], said: IO[bytes], stdout: Any) -> Iterator[Any]:
    pipes = {"stdin": postgres.PIPE, "stdout": stdout, "stderr": said}
    with postgres.started("pg_restore", *words, **pipes) as program:
        funnel = _Funnel(postgres.input_of(program))
        try:
            yield program, funnel
        except BaseException:
            # Half a file must never look like the end of one.
            program.kill()
            raise
        finally:
            funnel.close()


def _opened(sealed: IO[bytes], funnel: "_Funnel", key: Any) -> None:
    try:
        pyrage.decrypt_io(sealed, funnel, [key])
    except (pyrage.DecryptError, OSError) as fault:
        if WRONG_KEY in str(fault):
            raise ArchiveError("This key does not open this backup.") from fault
        raise ArchiveError(
            "The backup is damaged or not whole: nothing was done with it."
        ) from fault


class _Funnel:
    """Takes everything, also when the program has read as much as it needs."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, chunk: bytes) -> int:
        with suppress(BrokenPipeError):
            self._stream.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        with suppress(BrokenPipeError):
            self._stream.flush()

    def close(self) -> None:
        with suppress(BrokenPipeError):
            self._stream.close()


def _tables(script: IO[bytes]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The rows of each COPY in what pg_restore wrote."""
    for line in script:
        if line.startswith(b"COPY public."):
            name, _, columns = line.decode().removeprefix("COPY public.").partition(" ")
            names = columns[1 : columns.index(")")].replace('"', "").split(", ")
            yield name, list(_rows(script, names))


def _rows(script: IO[bytes], names: list[str]) -> Iterator[dict[str, str]]:
    for line in script:
        if line == b"\\.\n":
            return
        yield dict(zip(names, line.decode().rstrip("\n").split("\t"), strict=True))
