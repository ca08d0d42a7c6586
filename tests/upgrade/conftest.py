"""Houses of earlier releases, brought forward to this version."""

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import postgres
import psycopg2
import pytest
import release_data
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.conftest import CLUSTER
from tests.stage import assume
from tests.upgrade.catalogue import catalogue
from tests.walks import ROOT
from zvh.guard import content

FOLDER = Path(__file__).parent
# The last is made on the spot from this very version: so the tool itself is tried too.
RELEASES = [*sorted(one.name for one in FOLDER.glob("*.sql.gz")), "this version"]
STAGE = "_".join(
    os.environ.get(name, "") for name in ("ZVH_TEST_DB", "PYTEST_XDIST_WORKER")
).strip("_")


@dataclass(frozen=True)
class House:
    """A database of an earlier version, and when and with what it was made."""

    name: str
    database: str
    made: datetime
    migrations: dict[str, str]


@pytest.fixture(scope="package")
def this_version() -> Iterator[str]:
    """A house made by the tool that keeps the data of a release."""
    name = f"release_{STAGE or 'zvh'}"
    drop(name)
    yield release_data.dump(CLUSTER, name, "this version")
    drop(name)


@pytest.fixture(scope="package", params=RELEASES)
def house(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[House]:
    """The house as it was kept, in a new database, with all migrations since."""
    if request.param == "this version":
        kept = request.getfixturevalue("this_version")
    else:
        kept = gzip.decompress((FOLDER / request.param).read_bytes()).decode()
    database = f"upgrade_{STAGE or 'zvh'}"
    drop(database)
    CLUSTER.prepare(database)
    CLUSTER.sql(kept, database)
    migrate(database)
    yield House(request.param, database, made(kept), migrations(kept))
    drop(database)


@pytest.fixture
def inside(
    house: House, django_db_blocker: pytest.FixtureRequest, settings: object
) -> Iterator[House]:
    """The app at work in a copy of this house, with its own role and transactions."""
    copy = f"{house.database}_copy"
    drop(copy)
    CLUSTER.sql(f'CREATE DATABASE "{copy}" TEMPLATE "{house.database}"', "postgres")
    settings.SEARCH_PEPPER = release_data.PEPPER
    settings.CONTENT_CODEC = "zvh.guard.content.PlainCodec"
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), time_machine.travel(house.made):
        enter(copy)
        yield house
        enter(before)
    drop(copy)


def enter(database: str) -> None:
    connection.settings_dict["NAME"] = database
    assume("zvh_app")
    content.codec.cache_clear()
    ContentType.objects.clear_cache()


def made(kept: str) -> datetime:
    found = re.search(r"^-- made (.+)$", kept, re.MULTILINE)
    assert found
    return datetime.fromisoformat(found[1])


def migrations(kept: str) -> dict[str, str]:
    return dict(re.findall(r"^-- migration (\S+) (\S+)$", kept, re.MULTILINE))


def restored(database: str) -> dict[str, list[str]]:
    """What this database is made of, once it was dumped and restored.

    Before that PostgreSQL may write the very same condition in other words.
    """
    again = f"{database}_again"
    program = CLUSTER.binaries.path("pg_dump")
    url = CLUSTER.superuser_url(database)
    said = subprocess.run(
        [program, "--schema-only", "--dbname", url],
        capture_output=True,
        text=True,
        check=True,
    )
    drop(again)
    CLUSTER.prepare(again)
    try:
        CLUSTER.sql(said.stdout, again)
        return catalogue(partial(ask, again))
    finally:
        drop(again)


def ask(database: str, question: str) -> list[tuple[object, ...]]:
    connected = psycopg2.connect(CLUSTER.superuser_url(database))
    try:
        with connected.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()
    finally:
        connected.close()


def migrate(database: str) -> None:
    url = CLUSTER.url(postgres.OWNER, database)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        check=True,
    )


def drop(database: str) -> None:
    with suppress(postgres.PostgresError):
        CLUSTER.sql(f'DROP DATABASE "{database}" WITH (FORCE)', "postgres")
