"""The launcher makes a server with three roles, and finds it again."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import psycopg2
import pytest

ROLES = """
    SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb
    FROM pg_roles WHERE rolname LIKE 'zvh%' AND rolname <> 'zvh_super' ORDER BY rolname
"""
OWNED = """
    SELECT count(*) FROM pg_shdepend
    WHERE refobjid = 'zvh_app'::regrole AND deptype = 'o'
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("launcher") / "postgres"


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Iterator[postgres.Cluster]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        started = postgres.start(folder, durable=False)
        yield started
        started.stop()


@pytest.fixture(autouse=True)
def _no_server_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Path]:
    """A folder without a server, and without one again afterwards."""
    yield tmp_path / "postgres"
    postgres.stop(tmp_path / "postgres")


def ask(cluster: postgres.Cluster, role: str, question: str) -> list[tuple[object]]:
    connection = psycopg2.connect(cluster.url(role))
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_each_role_can_do_its_own_part_only(cluster: postgres.Cluster) -> None:
    assert ask(cluster, postgres.APP, ROLES) == [
        ("zvh_app", True, False, False, False, False),
        ("zvh_backup", True, False, True, False, False),
        ("zvh_owner", True, False, False, False, False),
    ]


def test_the_app_owns_nothing_and_makes_nothing(cluster: postgres.Cluster) -> None:
    assert ask(cluster, postgres.APP, OWNED) == [(0,)]

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(cluster, postgres.APP, "CREATE TABLE mine ()")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(cluster, postgres.APP, "CREATE TEMPORARY TABLE mine ()")


def test_the_app_uses_what_the_owner_makes_and_the_backup_reads_it(
    cluster: postgres.Cluster,
) -> None:
    owner = psycopg2.connect(cluster.url(postgres.OWNER))
    with owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE note (id serial, text text)")
    owner.close()

    inserted = ask(
        cluster, postgres.APP, "INSERT INTO note (text) VALUES ('x') RETURNING id"
    )

    assert inserted == [(1,)]
    assert ask(cluster, postgres.BACKUP, "SELECT count(*) FROM note") == [(0,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(cluster, postgres.BACKUP, "DELETE FROM note")


def test_the_server_is_found_on_a_private_socket_only(
    cluster: postgres.Cluster, folder: Path
) -> None:
    sockets = Path(cluster.sql("SHOW unix_socket_directories"))

    assert cluster.sql("SHOW listen_addresses") == ""
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_servers_log_never_shows_a_statement(
    cluster: postgres.Cluster, folder: Path
) -> None:
    with pytest.raises(psycopg2.Error):
        ask(cluster, postgres.APP, "SELECT 'Jansen' FROM nowhere")

    log = folder.with_name("postgres.log").read_text()
    assert "nowhere" in log
    assert "Jansen" not in log


def test_a_second_start_finds_the_running_server(
    cluster: postgres.Cluster, folder: Path
) -> None:
    before = (folder / "postmaster.pid").read_text()

    second = postgres.start(folder, durable=False)
    second.release()

    assert second.url() == cluster.url()
    assert (folder / "postmaster.pid").read_text() == before
    assert ask(cluster, postgres.APP, "SELECT 1") == [(1,)]


def test_a_server_that_was_killed_starts_again(fresh: Path) -> None:
    postgres.start(fresh).sql("CREATE TABLE kept ()")
    pid_file = fresh / "postmaster.pid"
    pid, *rest = pid_file.read_text().splitlines()
    os.kill(int(pid), signal.SIGKILL)
    wait_for_the_end(int(pid))
    # Its number now belongs to another process: this one.
    pid_file.write_text("\n".join([str(os.getpid()), *rest]))

    again = postgres.start(fresh)

    assert again.sql("SELECT count(*) FROM kept") == "0"
    again.stop()
    assert not pid_file.exists()


def test_the_last_to_leave_stops_the_server(fresh: Path) -> None:
    first = postgres.start(fresh, durable=False)
    second = postgres.start(fresh, durable=False)

    first.release()
    assert second.sql("SELECT 1") == "1"

    second.release()
    assert not (fresh / "postmaster.pid").exists()


def test_a_given_server_is_used_and_none_is_started(
    cluster: postgres.Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", cluster.superuser_url())

    given = postgres.start(tmp_path / "postgres")

    assert given.url() == cluster.url()
    assert list(tmp_path.iterdir()) == []
    given.stop()
    assert ask(cluster, postgres.APP, "SELECT 1") == [(1,)]


def test_data_of_another_version_are_refused(fresh: Path) -> None:
    postgres.start(fresh, durable=False).stop()
    (fresh / "PG_VERSION").write_text("12\n")

    with pytest.raises(postgres.PostgresError, match="made by PostgreSQL 12"):
        postgres.start(fresh)


def wait_for_the_end(pid: int) -> None:
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/cmdline").exists() and time.monotonic() < deadline:
        if not Path(f"/proc/{pid}/cmdline").read_bytes():
            return
