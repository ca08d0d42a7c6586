"""What a test of backups needs: other roles, another database, a key of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyrage
from django.db import connection

from privacy import backup
from tests.conftest import CLUSTER

KEY = pyrage.x25519.Identity.generate()


@contextmanager
def speaking(role: str = "", *, to: str = "") -> Iterator[None]:
    """Speak to this database, as somebody who logs in with this role and no other."""
    settings_dict = connection.settings_dict
    before = {**settings_dict, "OPTIONS": {**settings_dict["OPTIONS"]}}
    connection.close()
    settings_dict["NAME"] = to or before["NAME"]
    if role:
        settings_dict["USER"] = role
        settings_dict["OPTIONS"] = {
            name: value
            for name, value in before["OPTIONS"].items()
            if name != "assume_role"
        }
    try:
        yield
    finally:
        connection.close()
        settings_dict.update(before)


def back_up() -> Path:
    """Tonight's backup, by the role of the backup."""
    with speaking("zvh_backup"):
        return backup.run().path


@contextmanager
def empty_database() -> Iterator[str]:
    """A new database as the operator makes it: nothing in it, and three roles."""
    name = f"restored_{here()}"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    CLUSTER.sql(drop, "postgres")
    CLUSTER.prepare(name)
    try:
        yield name
    finally:
        CLUSTER.sql(drop, "postgres")


def dump(name: str) -> str:
    """All of a database as text."""
    done = subprocess.run(
        [CLUSTER.binaries.path("pg_dump"), CLUSTER.superuser_url(name)],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode(errors="replace")


def may_connect(role: str, name: str) -> bool:
    """Whether this role gets in, by really knocking."""
    knock = ["-X", "-c", "SELECT 1", "-d", CLUSTER.url(role, name)]
    program = CLUSTER.binaries.path("psql")
    done = subprocess.run([program, *knock], capture_output=True, check=False)
    return done.returncode == 0


def here() -> str:
    return str(connection.settings_dict["NAME"])


def use(tmp_path: Path, settings: Any) -> None:
    """Folders of this test alone, and its key."""
    settings.BACKUP_DIR, settings.LEDGER_DIR = tmp_path / "backups", tmp_path / "ledger"
    settings.BACKUP_RECIPIENT = str(KEY.to_public())
