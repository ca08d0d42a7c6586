"""Our own PostgreSQL on a private socket, for the demo and the tests.

Python's standard library only: it also runs before anything is installed.
"""

import argparse
import fcntl
import hashlib
import locale
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from postgres_binaries import Binaries, PostgresError, find_binaries
from postgres_roles import APP, BACKUP, DATABASE, OWNER, SUPERUSER, roles_and_rights
from postgres_user import SOCKETS, ServerUser, server_user

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

CONFIG = "zvh.conf"
PATIENCE = 60  # seconds


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
        password = urlsplit(self.administrator).password
        self.sql(
            roles_and_rights(database, unquote(password) if password else None),
            "postgres",
        )

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


def stop(data_dir: Path | str) -> None:
    """Stop our server in this folder, if it runs."""
    home = Path(data_dir).resolve()
    if _is_running(home):
        _control(find_binaries(made_with=_made_with(home)), home, "stop", "--mode=fast")


def _start_ours(folder: Path, *, durable: bool) -> Cluster:
    user = server_user()
    home = user.data_folder(folder)
    sockets = _socket_folder(user, home)
    cluster = Cluster(
        f"postgres://{SUPERUSER}@/postgres?host={quote(str(sockets))}",
        find_binaries(made_with=_made_with(home)),
        folder,
    )
    if _made_with(home) is None:
        _initialise(user, cluster.binaries, home)
    if not _answers(cluster.binaries, home, sockets):
        _configure(user, home, sockets, durable=durable)
        _forget_dead_server(home, sockets)
        _launch(cluster.binaries, home, log=folder.with_name(f"{folder.name}.log"))
    cluster.prepare()
    return cluster


def _initialise(user: ServerUser, binaries: Binaries, home: Path) -> None:
    # A half-made folder of an interrupted first start is of no use to anybody.
    for leftover in home.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    user.run(
        binaries.path("initdb"),
        f"--pgdata={home}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--locale=C",
        f"--lc-ctype={_character_type()}",
        "--auth-local=trust",
        "--auth-host=reject",
    )
    with (home / "postgresql.conf").open("a") as settings:
        settings.write(f"\ninclude_if_exists '{CONFIG}'\n")


def _configure(user: ServerUser, home: Path, sockets: Path, *, durable: bool) -> None:
    safe = "on" if durable else "off"
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{sockets}'",
        "unix_socket_permissions": "0700",
        "logging_collector": "off",
        "log_statement": "none",
        # Statements carry what people typed: none of it may reach the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "fsync": safe,
        "full_page_writes": safe,
        "synchronous_commit": safe,
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "jit": "off",
    }
    path = home / CONFIG
    path.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    user.give(path)


def _forget_dead_server(home: Path, sockets: Path) -> None:
    # After a crash, or in a new container, some other process may bear the number in
    # these files, and PostgreSQL would refuse to start.
    (home / "postmaster.pid").unlink(missing_ok=True)
    for leftover in sockets.iterdir():
        leftover.unlink()


def _launch(binaries: Binaries, home: Path, *, log: Path) -> None:
    log.touch(mode=0o600)
    # The log is opened by us: the server's user may not reach the folder it is in.
    with log.open("a") as out:
        try:
            _control(binaries, home, "start", stdout=out.fileno())
        except PostgresError as failure:
            tail = "\n".join(log.read_text().splitlines()[-5:])
            raise PostgresError(f"PostgreSQL does not start:\n{tail}") from failure


def _control(
    binaries: Binaries, home: Path, *words: str, stdout: int | None = None
) -> None:
    waiting = (f"--pgdata={home}", "--wait", f"--timeout={PATIENCE}")
    server_user().run(binaries.path("pg_ctl"), *words, *waiting, stdout=stdout)


def _answers(binaries: Binaries, home: Path, sockets: Path) -> bool:
    """Whether it runs; one that is just starting or stopping is waited for."""
    who = (f"--host={sockets}", f"--username={SUPERUSER}", "--dbname=postgres")
    ready = [binaries.path("pg_isready"), "--quiet", *who]
    until = time.monotonic() + PATIENCE
    while _is_running(home):
        if subprocess.run(ready, check=False).returncode == 0:
            return True
        if time.monotonic() > until:
            raise PostgresError(f"PostgreSQL in {home} runs, but is silent.")
        time.sleep(0.1)
    return False


def _is_running(home: Path) -> bool:
    try:
        pid = int((home / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return False
    program, *words = _arguments(pid)
    return Path(program).name == "postgres" and str(home) in words


def _arguments(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return [""]


def _made_with(home: Path) -> int | None:
    if not (home / CONFIG).exists():
        return None
    return int((home / "PG_VERSION").read_text())


def _socket_folder(user: ServerUser, home: Path) -> Path:
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return user.own_folder(SOCKETS / f"zvh-{name}")


def _character_type() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


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
