"""What is counted and measured: numbers, under labels from closed lists.

Events are counted by the process in which they happen; gunicorn's workers add up
through files in METRICS_DIR. What is a state is read from the database when somebody
asks, by a function that a room registers with `read_when_asked`.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

if settings.METRICS_DIR:
    # The library looks for it while it is imported.
    Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = settings.METRICS_DIR

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# What a request is called that no route answers: a file, or nothing we know.
STATIC, NO_ROUTE = "static", "none"
OUTCOMES = ("not_found", "forbidden")
KINDS = ("password", "code")
LOCKED = ("sign_in", "page")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# Where the number of a process stands in a name of a file.
GONE = "gone"

disable_created_metrics()  # type: ignore[no-untyped-call]
COUNTED = CollectorRegistry()
REQUESTS = Histogram(
    "zvh_request_seconds",
    "How long pages took, by route, method and class of answer.",
    ["route", "method", "status"],
    buckets=SECONDS,
    registry=COUNTED,
)
REFUSALS = Counter(
    "zvh_refusals",
    "How often the gate let somebody not in: no such record for them, or no right.",
    ["outcome"],
    registry=COUNTED,
)
CONFLICTS = Counter(
    "zvh_conflicts",
    "How often somebody saved what another had changed meanwhile.",
    registry=COUNTED,
)
SIGN_IN_FAILURES = Counter(
    "zvh_sign_in_failures",
    "How often a password or a code was wrong.",
    ["kind"],
    registry=COUNTED,
)
LOCKOUTS = Counter(
    "zvh_lockouts",
    "How often somebody had to wait after too many attempts.",
    ["kind"],
    registry=COUNTED,
)

Reader = Callable[[], Iterable[Metric]]
READERS: list[Reader] = []


def read_when_asked(reader: Reader) -> Reader:
    """Register what reads states from the database; it stays an ordinary function."""
    READERS.append(reader)
    return reader


def page() -> bytes:
    """All numbers, in the text format of Prometheus."""
    return _counted() + generate_latest(_States())


def start_counting() -> None:
    """Begin at nought: what ended processes counted is of no use after a restart."""
    for file in _files():
        file.unlink(missing_ok=True)


def take_over(pid: int) -> None:
    """Keep what a worker that ended had counted, in one file for all of them."""
    with _alone():
        for file in _files(f"*_{pid}.db"):
            _add(file, file.with_name(file.name.replace(str(pid), GONE)))
            file.unlink()


def _add(ended: Path, gone: Path) -> None:
    read: Any = MmapedDict.read_all_values_from_file
    kept: Any = MmapedDict(str(gone))  # type: ignore[no-untyped-call]
    for key, value, _, _ in read(ended):
        kept.write_value(key, kept.read_value(key)[0] + value, 0)
    kept.close()


def _counted() -> bytes:
    if not settings.METRICS_DIR:
        return generate_latest(COUNTED)
    with _alone():
        workers = MultiProcessCollector(None, path=settings.METRICS_DIR)  # type: ignore[no-untyped-call]
        return generate_latest(workers)


def _files(pattern: str = "*.db") -> list[Path]:
    return [*Path(settings.METRICS_DIR).glob(pattern)] if settings.METRICS_DIR else []


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody reads while a file is taken over: it would count twice, or not at all."""
    if not settings.METRICS_DIR:
        yield
        return
    with Path(settings.METRICS_DIR, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _States(Collector):
    """A database that is gone hides its states, and says so."""

    def collect(self) -> Iterator[Metric]:
        found, up = _read()
        yield from found
        yield GaugeMetricFamily(
            "zvh_database_up", "Whether the database answers.", value=up
        )


def _read() -> tuple[list[Metric], int]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [metric for reader in READERS for metric in reader()], 1
    except DatabaseError:
        return [], 0
