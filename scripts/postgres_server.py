"""One PostgreSQL server in one folder: make it, start it, ask it, stop it."""

import locale
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from postgres_binaries import Binaries, PostgresError, find_binaries
from postgres_roles import SUPERUSER
from postgres_user import ServerUser, server_user

CONFIG = "zvh.conf"
PATIENCE = 60  # seconds


def initialise(user: ServerUser, binaries: Binaries, home: Path) -> None:
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


def configure(user: ServerUser, home: Path, sockets: Path, *, durable: bool) -> None:
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


def forget_dead_server(home: Path, sockets: Path) -> None:
    # After a crash, or in a new container, some other process may bear the number in
    # these files, and PostgreSQL would refuse to start.
    (home / "postmaster.pid").unlink(missing_ok=True)
    for leftover in sockets.iterdir():
        leftover.unlink()


def launch(binaries: Binaries, home: Path, *, log: Path) -> None:
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


def answers(binaries: Binaries, home: Path, sockets: Path) -> bool:
    """Whether it runs; one that is just starting or stopping is waited for."""
    who = (f"--host={sockets}", f"--username={SUPERUSER}", "--dbname=postgres")
    ready = [binaries.path("pg_isready"), "--quiet", *who]
    until = time.monotonic() + PATIENCE
    while is_running(home):
        if subprocess.run(ready, check=False).returncode == 0:
            return True
        if time.monotonic() > until:
            raise PostgresError(f"PostgreSQL in {home} runs, but is silent.")
        time.sleep(0.1)
    return False


def stop(data_dir: Path | str) -> None:
    """Stop our server in this folder, if it runs."""
    home = Path(data_dir).resolve()
    if is_running(home):
        _control(find_binaries(made_with=made_with(home)), home, "stop", "--mode=fast")
        server_user().socket_folder(home).rmdir()


def is_running(home: Path) -> bool:
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


def made_with(home: Path) -> int | None:
    if not (home / CONFIG).exists():
        return None
    return int((home / "PG_VERSION").read_text())


def _character_type() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
