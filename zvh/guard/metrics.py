"""What is counted and measured: numbers, under labels from closed lists.

Events are counted by the process in which they happen; gunicorn's workers add up
through files in METRICS_DIR. What is a state is read from the database when somebody
asks, by a function that a room registers with `read_when_asked`.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

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
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# What a request is called that no route answers: a file, or nothing we know.
STATIC, NO_ROUTE = "static", "none"
OUTCOMES = ("not_found", "forbidden")
KINDS = ("password", "code")
LOCKED = ("sign_in", "page")

disable_created_metrics()  # type: ignore[no-untyped-call]
COUNTED = CollectorRegistry()
REQUESTS = Histogram(
    "zvh_request_seconds",
    "How long pages took, by route, method and class of answer.",
    ["route", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
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
    return generate_latest(_counted()) + generate_latest(_States())


def start_counting() -> None:
    """Begin at nought: what ended processes counted is of no use after a restart."""
    for file in _files():
        file.unlink(missing_ok=True)


def _counted() -> Collector:
    if not settings.METRICS_DIR:
        return COUNTED
    return MultiProcessCollector(None, path=settings.METRICS_DIR)  # type: ignore[no-untyped-call]


def _files() -> Iterable[Path]:
    return Path(settings.METRICS_DIR).glob("*.db") if settings.METRICS_DIR else ()


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
