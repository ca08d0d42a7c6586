"""A real gunicorn with two workers: who watches comes in by a port of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from postgres import APP

from tests.conftest import CLUSTER, ROOT

CANARY = "kanarie"
PATIENCE = 60  # seconds
LISTENING, BOOTED = "Listening at", "Booting worker"
Address = tuple[str, int] | str


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class House:
    """A server, and the two ways in."""

    process: subprocess.Popen[bytes]
    public: Address
    inner: tuple[str, int]
    metrics: Path
    log: Path

    def wait_for(self, words: str, times: int = 1) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.log.read_text().count(words) < times:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)


def say(where: Address, *words: str | bytes) -> tuple[int, str, str]:
    """Send these bytes, and take the answer apart: status, headers, body."""
    kind = socket.AF_UNIX if isinstance(where, str) else socket.AF_INET
    with socket.socket(kind) as line:
        line.settimeout(PATIENCE)
        line.connect(where)
        for each in words:
            line.sendall(each if isinstance(each, bytes) else each.encode())
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), head, body


def get(where: Address, path: str, *headers: str, host: str = "127.0.0.1"):
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return say(where, "\r\n".join([*lines, "", ""]))


@pytest.fixture
def open_house(
    transactional_db: None, tmp_path: Path
) -> Iterator[Callable[[str], House]]:
    opened = []

    def open_it(public: Address) -> House:
        inner, metrics = ("127.0.0.1", free_port()), tmp_path / "metrics"
        bind = f"unix:{public}" if isinstance(public, str) else "{}:{}".format(*public)
        log = tmp_path / f"{len(opened)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [
                    *[Path(sys.executable).with_name("gunicorn"), "--workers=2"],
                    "--config=python:zvh.gunicorn",
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DATABASE_URL": CLUSTER.url(APP, connection.settings_dict["NAME"]),
                    "CACHE_URL": f"filecache://{tmp_path}/cache",
                    "BIND": bind,
                    "INNER_BIND": "{}:{}".format(*inner),
                    "METRICS_DIR": str(metrics),
                },
                stderr=out,
            )
        house = House(process, public, inner, metrics, log)
        opened.append(house)
        house.wait_for(LISTENING)
        house.wait_for(BOOTED, times=2)
        return house

    yield open_it
    for house in opened:
        if house.process.poll() is None:
            house.stop()


@pytest.fixture
def house(open_house: Callable[[Address], House]) -> House:
    return open_house(("127.0.0.1", free_port()))


def counted(house: House) -> float:
    """How often the page to sign in was shown, as the inner port tells it."""
    _, _, body = get(house.inner, "/metrics")
    labels = 'method="GET",route="account_login",status="2xx"'
    asked = f"zvh_request_seconds_count{{{labels}}} "
    found = [line for line in body.splitlines() if line.startswith(asked)]
    return sum(float(line.removeprefix(asked)) for line in found)


@pytest.mark.eis("X-4")
def test_workers_add_up(house: House) -> None:
    asked = 0
    while len(list(house.metrics.glob("histogram_*.db"))) < 2 or asked < 10:
        assert get(house.public, "/inloggen/")[0] == 200
        asked += 1
        assert asked < 1000, "one worker did all the work"

    assert counted(house) == asked


def test_what_a_worker_counted_that_ended_still_counts(house: House) -> None:
    for _ in range(5):
        get(house.public, "/inloggen/")
    counting = {path.name for path in house.metrics.glob("histogram_*")}
    for name in counting:
        os.kill(
            int(name.removeprefix("histogram_").removesuffix(".db")), signal.SIGTERM
        )
    house.wait_for(BOOTED, times=2 + len(counting))

    assert counted(house) == 5
    assert not counting & {path.name for path in house.metrics.glob("*.db")}


def test_what_was_counted_before_a_start_is_forgotten(
    open_house: Callable[[Address], House], tmp_path: Path
) -> None:
    first = open_house(("127.0.0.1", free_port()))
    get(first.public, "/inloggen/")
    assert counted(first) == 1
    first.stop()

    assert counted(open_house(("127.0.0.1", free_port()))) == 0


def without_chance(head: str) -> list[str]:
    """The headers, without what differs from one answer to the next."""
    by_chance = ("Date", "X-Request-ID", "Content-Security-Policy")
    return [line for line in head.splitlines() if not line.startswith(by_chance)]


@pytest.mark.safety("H2")
@pytest.mark.parametrize("through", ["port", "socket"])
def test_nothing_a_client_says_opens_the_inner_port(
    open_house: Callable[[Address], House], tmp_path: Path, through: str
) -> None:
    outside = ("127.0.0.1", free_port()) if through == "port" else str(tmp_path / "s")
    house = open_house(outside)
    port = house.inner[1]
    aside = f"127.0.0.1:{port}"
    like_nothing = get(house.public, "/nothing")
    tries = [
        get(house.public, "/metrics"),
        get(house.public, "/metrics", host=aside),
        get(house.public, f"http://{aside}/metrics", host=aside),
        get(house.public, "/metrics", f"X-Forwarded-Port: {port}"),
        get(house.public, "/metrics", f"X-Forwarded-Host: {aside}"),
        get(house.public, "/metrics", f"Forwarded: host={aside};for=127.0.0.1"),
        get(house.public, "/metrics", f"Server-Port: {port}", "Script-Name: "),
    ]

    for status, head, body in tries:
        assert status == 404
        assert without_chance(head) == without_chance(like_nothing[1])
        assert body == like_nothing[2]
    told = get(house.public, "/healthz", "X-Forwarded-For: 127.0.0.1", host=aside)
    assert json.loads(told[2]) == {"status": "ok"}


def test_the_inner_port_shows_the_house_to_nobody(house: House) -> None:
    status, head, body = get(house.inner, "/healthz", host="anything.example")

    assert status == 200
    assert set(json.loads(body)) == {"status", "database", "queue", "jobs"}
    assert "Cache-Control: no-store" in head
    for path in ("/inloggen/", "/", "/static/", "/metrics/", "/healthz?x=1/../../"):
        assert get(house.inner, path)[0] == (200 if "?" in path else 404)


@pytest.mark.safety("L7", "L10")
def test_the_server_says_nothing_of_what_was_asked(house: House) -> None:
    typed = f"{CANARY}@zvh.example"
    body = f"login={typed}&password={CANARY}"
    get(house.public, f"/{CANARY}?naam={CANARY}", f"User-Agent: {CANARY}")
    get(house.public, "/inloggen/", f"Cookie: zvh={CANARY}", host=f"{CANARY}.example")
    get(house.inner, f"/{CANARY}")
    say(
        house.public,
        f"POST /inloggen/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}",
    )
    say(house.public, f"{CANARY}\r\n\r\n")
    say(house.public, f"GET /{CANARY} HTTP/9.9\r\n\r\n")
    say(house.public, f"GET / HTTP/1.1\r\n{CANARY} x: {CANARY}\r\n\r\n")
    say(house.public, f"GET /\x7f{CANARY} HTTP/1.1\r\nHost: {CANARY}\x00\r\n\r\n")
    house.stop()

    told = [json.loads(line) for line in house.log.read_text().splitlines()]
    assert CANARY not in house.log.read_text().lower()
    requests = [each for each in told if each["logger"] == "zvh.request"]
    assert [each["status"] for each in requests][:3] == [404, 400, 403]
    assert {each["logger"] for each in told} >= {"gunicorn.error", "zvh.request"}
