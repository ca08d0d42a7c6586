"""Our own PostgreSQL on a private socket, for the demo and the tests.

Python's standard library only: it also runs before anything is installed.
"""

import argparse
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from postgres_binaries import Binaries, PostgresError, find_binaries
from postgres_roles import APP, BACKUP, DATABASE, OWNER, SUPERUSER, roles_and_rights
from postgres_server import (
    answers,
    configure,
    forget_dead_server,
    initialise,
    launch,
    made_with,
    stop,
)
from postgres_user import server_user

__all__ = [
    "APP",
    "BACKUP",
    "DATABASE",
    "OWNER",
    "SUPERUSER",
    "Cluster",
    "PostgresError",
    "start",
    "stop",
]


@dataclass(eq=False)
class Cluster:
    """A server that answers: somebody else's, or one of our own in `folder`."""

    administrator: str
    binaries: Binaries
    folder: Path | None = None
    claim: int | None = field(default=None, repr=False)

    def url(self, role: str | None = APP, database: str = DATABASE) -> str:
        """An address that Django, psql and pg_dump understand alike."""
        parts = urlsplit(self.administrator)
        login, _, host = parts.netloc.rpartition("@")
        if role:
            _, colon, password = login.partition(":")
            login = role + colon + password
        return urlunsplit(parts._replace(netloc=f"{login}@{host}", path=f"/{database}"))

    def superuser_url(self, database: str = DATABASE) -> str:
        return self.url(None, database)

    def prepare(self, database: str = DATABASE) -> None:
        """The three roles, and a database in which each may do its own part only."""
        password = unquote(urlsplit(self.administrator).password or "")
        passwords = dict.fromkeys((OWNER, APP, BACKUP), password)
        self.sql(roles_and_rights(database, passwords), "postgres")

    def sql(self, statements: str, database: str = DATABASE) -> str:
        """Run statements as the superuser; the answer comes as bare lines."""
        parts = urlsplit(self.superuser_url(database))
        login, _, host = parts.netloc.rpartition("@")
        user, _, password = login.partition(":")
        address = urlunsplit(parts._replace(netloc=f"{user}@{host}"))
        options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [self.binaries.path("psql"), *options, "-d", address],
            input=statements,
            # Off the command line, where every user of the machine could read it.
            env={**os.environ, "PGPASSWORD": unquote(password)},
            capture_output=True,
            start_new_session=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise PostgresError(done.stderr.strip())
        return done.stdout.strip()

    def release(self) -> None:
        """Stop our server if nobody else is using it any more."""
        if self.folder and self.claim is not None:
            with _one_at_a_time(self.folder):
                if _is_the_last(self.claim):
                    self.stop()
                self._let_go()

    def stop(self) -> None:
        """Stop our server now, whoever uses it; somebody else's stays."""
        if self.folder:
            stop(self.folder)
        self._let_go()

    def _let_go(self) -> None:
        if self.claim is not None:
            os.close(self.claim)
            self.claim = None


def start(data_dir: Path | str, *, durable: bool = True) -> Cluster:
    """The server of DATABASE_URL, else ours in this folder, started when needed.

    `durable=False` trades safety in a power cut for speed: for tests only.
    """
    if given := os.environ.get("DATABASE_URL"):
        cluster = Cluster(given, find_binaries())
        cluster.prepare()
        return cluster
    folder = Path(data_dir).absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder):
        cluster = _start_ours(folder, durable=durable)
        cluster.claim = _claim(folder)
    return cluster


def _start_ours(folder: Path, *, durable: bool) -> Cluster:
    user = server_user()
    home = user.data_folder(folder)
    sockets = user.socket_folder(home)
    cluster = Cluster(
        f"postgres://{SUPERUSER}@/postgres?host={quote(str(sockets))}",
        find_binaries(made_with=made_with(home)),
        folder,
    )
    if made_with(home) is None:
        initialise(user, cluster.binaries, home)
    if not answers(cluster.binaries, home, sockets):
        configure(user, home, sockets, durable=durable)
        forget_dead_server(home, sockets)
        launch(cluster.binaries, home, log=folder.with_name(f"{folder.name}.log"))
    cluster.prepare()
    return cluster


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    lock = _open(folder.with_name(f".{folder.name}.starting"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _claim(folder: Path) -> int:
    claim = _open(folder.with_name(f".{folder.name}.used"))
    fcntl.flock(claim, fcntl.LOCK_SH)
    return claim


def _is_the_last(claim: int) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["start", "stop"])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data")
    parser.add_argument("--not-durable", action="store_true", help="for tests only")
    chosen = parser.parse_args(words)
    try:
        if chosen.verb == "stop":
            stop(chosen.data)
        else:
            print(start(chosen.data, durable=not chosen.not_durable).superuser_url())
    except PostgresError as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
