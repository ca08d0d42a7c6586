"""A house of docker-compose.yml, with its own commands, on this machine."""

import ctypes
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from postgres_binaries import find_binaries
from postgres_server import configure, initialise, is_running, launch, stop
from postgres_user import server_user
from pyrage import x25519
from supervisor import SET_DEATH_SIGNAL

from tests.production import compose
from tests.production.browser import HOST, Browser
from tests.production.post import PostOffice

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PATIENCE = 60  # seconds
SUPERUSER = "zvh_super"
# One may come in without a password, as on the socket inside the container of db.
DOORS = f"local all {SUPERUSER} trust\nlocal all all scram-sha-256\n"
TWICE = {"web": 2, "worker": 2, "beat": 1}


@dataclass
class Program:
    """One container: a service's command, in a process group of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def must_live(self) -> None:
        assert self.is_alive, self.log.read_text()[-2000:]

    def kill(self) -> None:
        """All of it, without a chance to finish anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class House:
    """Everything that docker-compose.yml starts, and the world around it."""

    folder: Path
    post: PostOffice
    ports: dict[str, int] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    sockets: Path = Path()

    def __post_init__(self) -> None:
        values = compose.example() | {
            "ZVH_HOST": HOST,
            "DEFAULT_FROM_EMAIL": f"zvh@{HOST}",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.post.port),
            "EMAIL_USE_TLS": "false",
            "BACKUP_RECIPIENT": str(x25519.Identity.generate().to_public()),
        }
        for name in ("backups", "ledger"):
            (self.folder / "var" / name).mkdir(mode=0o700, parents=True)
        self.services = compose.services(values)
        for name in ("redis", *_instances("web"), *(f"inner-{n}" for n in (1, 2))):
            self.ports[name] = _free_port(self.ports.values())

    @property
    def database(self) -> Path:
        return self.folder / "postgres"

    # The parts of others

    def start_database(self) -> None:
        user, binaries = server_user(), find_binaries()
        home = user.data_folder(self.database)
        if not (home / "PG_VERSION").exists():
            initialise(user, binaries, home)
            (home / "pg_hba.conf").write_text(DOORS)
        self.sockets = user.socket_folder(home)
        configure(user, home, self.sockets, durable=False)
        launch(binaries, home, log=self.folder / "postgres.log")

    def stop_database(self) -> None:
        stop(self.database)

    def start_redis(self) -> None:
        words = self.service_words("redis", "redis")
        words += ["--port", str(self.ports["redis"]), "--bind", "127.0.0.1"]
        self._start("redis", words, {})
        _until(lambda: _listens(self.ports["redis"]), "Redis listens")

    def make_secrets(self) -> None:
        """By the operator's own script; then the hosts in them are those of here."""
        secrets = self.folder / "secrets"
        _run([str(ROOT / "deploy/make-secrets"), str(secrets)], dict(os.environ))
        for path in secrets.iterdir():
            told = path.read_text()
            path.chmod(0o600)
            path.write_text(_replaced(told, self._hosts()))

    # The services of ours

    def run(self, service: str) -> str:
        """A one-shot service, until it is done."""
        return _run(self.service_words(service, service), self.env(service))

    def manage(self, *words: str, service: str = "web") -> str:
        """`docker compose run --rm web python manage.py ...`"""
        return _run([str(BIN / "python"), "manage.py", *words], self.env(service))

    def start(self, name: str) -> None:
        service = name.split("-")[0]
        self._start(name, self.service_words(service, name), self.env(service, name))

    def wait_until_ready(self) -> None:
        for name in _instances("web"):
            _until(lambda n=name: self._answers(n), f"{name} answers")
        for name in (*_instances("worker"), "beat-1"):
            _until(lambda n=name: self._shows_life(n), f"{name} shows life")

    def kill(self, name: str) -> None:
        self.programs.pop(name).kill()
        if name in self.ports:
            # Its children hold the door a moment longer than itself.
            _until(lambda: not _listens(self.ports[name]), f"{name} is gone")
        (self.tmp(name) / "alive").unlink(missing_ok=True)

    def start_anew(self, service: str) -> None:
        for name in _instances(service):
            self.kill(name)
        self.mend()

    def mend(self) -> None:
        """Start what does not run."""
        self.post.open.set()
        if not is_running(self.database.resolve()):
            self.start_database()
        if not self._runs("redis"):
            self.start_redis()
        for service in TWICE:
            for name in _instances(service):
                if not self._runs(name):
                    self.start(name)
        self.wait_until_ready()

    def _answers(self, name: str) -> bool:
        self.programs[name].must_live()
        return _listens(self.ports[name])

    def _shows_life(self, name: str) -> bool:
        self.programs[name].must_live()
        return (self.tmp(name) / "alive").exists()

    def _runs(self, name: str) -> bool:
        return name in self.programs and self.programs[name].is_alive

    def stop_all(self) -> None:
        for name in list(self.programs):
            self.kill(name)
        self.stop_database()

    # How it looks from outside

    def browser(self, address: str = "192.0.2.7", session: str = "") -> Browser:
        ports = [self.ports[name] for name in _instances("web")]
        return Browser(ports, address, session)

    def ask(self, question: str) -> list[Any]:
        """Look behind the scenes."""
        connection = psycopg2.connect(
            host=str(self.sockets), user=SUPERUSER, dbname="zvh"
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchall()
        finally:
            connection.close()

    def lets_in(self, address: str) -> bool:
        """Whether the database opens for this role and password."""
        try:
            psycopg2.connect(address).close()
        except psycopg2.OperationalError:
            return False
        return True

    def redis(self, *words: str) -> str:
        password = (self.folder / "secrets/redis_password").read_text().strip()
        told = {**os.environ, "REDISCLI_AUTH": password}
        return _run(["redis-cli", "-p", str(self.ports["redis"]), *words], told)

    def healthz(self, number: int = 1) -> dict[str, Any]:
        """What whoever watches is told, at the inner port."""
        port = self.ports[f"inner-{number}"]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/healthz")
        told: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return told

    def logs(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))

    # From compose to here

    def tmp(self, name: str) -> Path:
        folder = self.folder / "tmp" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def service_words(self, service: str, name: str) -> list[str]:
        program, *words = self.services[service]["command"]
        found = BIN / program
        return [
            str(found) if found.exists() else program,
            *(self._here(word, name) for word in words),
        ]

    def env(self, service: str, name: str = "") -> dict[str, str]:
        told = self.services[service]["environment"]
        return {
            "PATH": os.environ["PATH"],
            "STATIC_ROOT": str(self.folder / "static"),
            **{key: self._here(str(v), name or service) for key, v in told.items()},
        }

    def _here(self, text: str, name: str = "") -> str:
        number = name.partition("-")[2] or "1"
        paths = {
            "/run/secrets/": f"{self.folder}/secrets/",
            "/var/lib/zvh": str(self.folder / "var"),
            "/tmp": str(self.tmp(name or "none")),  # noqa: S108 the container's own
            "0.0.0.0:8000": f"127.0.0.1:{self.ports[f'web-{number}']}",
            "0.0.0.0:9000": f"127.0.0.1:{self.ports[f'inner-{number}']}",
        }
        return _replaced(text, paths)

    def _hosts(self) -> dict[str, str]:
        return {
            "@redis:6379": f"@127.0.0.1:{self.ports['redis']}",
            "@db/zvh": f"@/zvh?host={self.sockets}",
            "@db/postgres": f"@/postgres?host={self.sockets}",
        }

    def _start(self, name: str, words: list[str], env: dict[str, str]) -> None:
        log = self.folder / f"{name}.log"
        with log.open("ab") as out:
            process = subprocess.Popen(
                words,
                env={"PATH": os.environ["PATH"], **env},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Whoever interrupts the tests leaves nothing behind.
                preexec_fn=_die_with_parent,
            )
        self.programs[name] = Program(process, log)


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    """From nothing to all of its services, in the order of docker-compose.yml."""
    post = PostOffice()
    house = House(folder, post)
    try:
        house.start_database()
        house.make_secrets()
        house.start_redis()
        house.run("roles")
        house.run("migrate")
        house.manage("collectstatic", "--noinput", "--verbosity=0")
        house.mend()
        yield house
    finally:
        house.stop_all()
        post.shutdown()
        post.server_close()


def _replaced(text: str, words: dict[str, str]) -> str:
    """All at once, or what was put in would be sought through again."""
    return re.sub("|".join(map(re.escape, words)), lambda it: words[it[0]], text)


def until(happened: Callable[[], object], what: str) -> None:
    _until(happened, what)


def _until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"not within {PATIENCE} seconds: {what}"
        time.sleep(0.05)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _instances(service: str) -> list[str]:
    return [f"{service}-{number}" for number in range(1, TWICE[service] + 1)]


def _run(words: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(
        words, env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def _free_port(taken: Collection[int]) -> int:
    """One below those that the machine lends to whoever connects somewhere."""
    while True:
        port = random.randint(20_000, 32_000)  # noqa: S311 nobody need not guess it
        if port not in taken and not _listens(port):
            return port


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
