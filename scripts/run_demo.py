"""A whole house on this machine, for trying out: `make demo`, `make retention`."""

import fcntl
import hashlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import postgres
from supervisor import (
    AskedToStopError,
    ProgramDiedError,
    StopSignals,
    Supervisor,
)

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds until the first page
PROFILES = sorted(path.stem for path in (ROOT / "house/profiles").glob("*.toml"))
# What decides whether the database and the static files are still as they should be.
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "demo/**/*", "house/**/*")
STATIC = ("static/**/*", "zvh/assets.py", "package-lock.json")
SECRETS = ("SECRET_KEY", "SEARCH_PEPPER")


class RefusedError(Exception):
    """Why this demo cannot start, for the person at the keyboard."""


@dataclass(frozen=True)
class Demo:
    """What was asked for on the command line."""

    port: int
    data: Path
    profile: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def main() -> int:
    try:
        signals = StopSignals()
        demo = _asked_for(os.environ)
        if words := sys.argv[1:]:
            manage(demo, words)
            return 0
        with _alone_in(demo.data):
            run(demo, signals)
    except AskedToStopError:
        say("Stopped. The data stay for the next time.")
        return 0
    except (RefusedError, ProgramDiedError, postgres.PostgresError) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def run(demo: Demo, signals: StopSignals) -> None:
    """Start everything, stay until one ends or somebody says stop, stop everything."""
    _refuse_port_in_use(demo)
    supervisor = Supervisor()
    cluster: postgres.Cluster | None = None
    try:
        say("Starting PostgreSQL")
        with signals.held():
            cluster = postgres.start(demo.data / "postgres")
        env = _environment(demo, cluster)
        _collect_static(demo, env)
        _fill_database(demo, cluster, env)
        with signals.held():
            _start_programs(demo, supervisor, env)
        _wait_until_healthy(demo, supervisor)
        say(f"Ready: open {demo.address} (Ctrl-C stops everything)")
        supervisor.watch()
    finally:
        supervisor.stop_all()
        if cluster:
            cluster.stop()


def manage(demo: Demo, words: list[str]) -> None:
    """One command of `manage.py` in this house, whether or not the demo is running."""
    if not (demo.data / "static.done").exists():
        raise RefusedError(f"There is no demo in {demo.data} yet: run `make demo`.")
    cluster = postgres.start(demo.data / "postgres")
    try:
        profile, _, sources = _mark(cluster).partition(" ")
        if sources != _fingerprint(SOURCES):
            raise RefusedError(
                f"The demo in {demo.data} is of another version: run `make demo` first."
            )
        # The house goes on with the words and terms that it was made with.
        made = replace(demo, profile=profile)
        _manage(*words, env=_environment(made, cluster))
    finally:
        cluster.release()


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def _asked_for(env: Mapping[str, str]) -> Demo:
    if env.get("DATABASE_URL"):
        raise RefusedError("The demo brings its own database: unset DATABASE_URL.")
    port = env.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise RefusedError(f"PORT={port} is not a port number.")
    profile = env.get("PROFILE") or "landelijk"
    if profile not in PROFILES:
        raise RefusedError(f"PROFILE is one of: {', '.join(PROFILES)}.")
    data = ROOT / (env.get("DATA") or ".data/demo")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Demo(int(port), data.resolve(), profile)


@contextmanager
def _alone_in(data: Path) -> Iterator[None]:
    with (data / ".running").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(
                f"A demo with the data in {data} is already running: "
                "stop it, or choose another folder with DATA=."
            ) from None
        yield


def _refuse_port_in_use(demo: Demo) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", demo.port))
        except OSError as failure:
            raise RefusedError(
                f"Port {demo.port} cannot be used ({failure.strerror}): "
                "choose another one with PORT=."
            ) from None


def _environment(demo: Demo, cluster: postgres.Cluster) -> dict[str, str]:
    return {
        **os.environ,
        **_secrets(demo.data / "secrets"),
        "DJANGO_SETTINGS_MODULE": "zvh.settings",
        "DATABASE_URL": cluster.url(postgres.APP),
        "DATA_DIR": str(demo.data),
        "STATIC_ROOT": str(demo.data / "static"),
        "BROKER_URL": "filesystem://",
        "CACHE_URL": "locmemcache://",
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "TEXT_MESSAGE_ADDRESS": "{number}@sms.example",
        "DEMO": "1",
        "PROFILE": demo.profile,
        "HTTPS": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": demo.address,
        "LOG_FORMAT": "text",
        "BIND": f"127.0.0.1:{demo.port}",
        "PYTHONUNBUFFERED": "1",
    }


def _secrets(path: Path) -> dict[str, str]:
    """Made once; the search keys in the database depend on them."""
    if not path.exists():
        fresh = "".join(f"{name}={secrets.token_urlsafe(48)}\n" for name in SECRETS)
        half = path.with_suffix(".new")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write(fresh)
        half.rename(path)
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def _collect_static(demo: Demo, env: Mapping[str, str]) -> None:
    done = demo.data / "static.done"
    wanted = _fingerprint(STATIC)
    if done.exists() and done.read_text() == wanted:
        return
    say("Packing style sheets and fonts")
    _manage("collectstatic", "--noinput", "--clear", "--verbosity=0", env=env)
    done.write_text(wanted)


def _fill_database(
    demo: Demo, cluster: postgres.Cluster, env: Mapping[str, str]
) -> None:
    # The mark stands in the database itself: it goes wherever the data go.
    wanted = f"{demo.profile} {_fingerprint(SOURCES)}"
    if _mark(cluster) == wanted:
        return
    say("Making the tables")
    owner = {**env, "DATABASE_URL": cluster.url(postgres.OWNER)}
    _manage("migrate", "--verbosity=0", env=owner)
    say("Bringing in people, Partijen and cases to play with")
    _manage("seed_demo", env=env)
    cluster.sql(f"COMMENT ON DATABASE {postgres.DATABASE} IS '{wanted}'")


def _mark(cluster: postgres.Cluster) -> str:
    """The profile and the sources that the tables and the people in them came from."""
    told = "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
    return cluster.sql(f"{told} WHERE datname = '{postgres.DATABASE}'")


def _start_programs(demo: Demo, supervisor: Supervisor, env: Mapping[str, str]) -> None:
    say("Starting the web server and the worker")
    bin_dir = Path(sys.executable).parent
    web = "--config=python:zvh.gunicorn --workers=1 --threads=8"
    worker = "--beat --pool=solo --loglevel=WARNING --without-gossip --without-mingle"
    supervisor.start(
        "The web server",
        [str(bin_dir / "gunicorn"), *web.split()],
        env,
        demo.data / "web.log",
    )
    supervisor.start(
        "The worker",
        [
            *[str(bin_dir / "celery"), "--quiet", "--app=zvh.celery", "worker"],
            *worker.split(),
            f"--schedule={demo.data / 'beat'}",
        ],
        env,
        demo.data / "worker.log",
    )


def _wait_until_healthy(demo: Demo, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _is_healthy(demo):
        supervisor.check()
        if time.monotonic() > deadline:
            raise RefusedError(
                f"{demo.address}/healthz does not turn healthy; "
                f"see web.log and worker.log in {demo.data}."
            )
        time.sleep(0.2)


def _is_healthy(demo: Demo) -> bool:
    # Our own machine is not reached through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{demo.address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _manage(*words: str, env: Mapping[str, str]) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    # A group of its own, or Ctrl-C would end it with a page full of traceback.
    done = subprocess.run(command, env=env, check=False, start_new_session=True)
    if done.returncode:
        raise RefusedError(f"manage.py {words[0]} failed.")


def _fingerprint(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    for path in sorted(path for path in found if path.is_file()):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
