"""What one act costs: how often it asks the database, and the processor's time for it.

Time is processor time, which other work on the machine does not lengthen: that of our
thread as the operating system counts it, the database's as the kernel counts it for
the one process that serves our connection. Where the kernel does not tell, statements
are timed from outside.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.db import connection, transaction

# Of a transaction, not of the page.
AROUND = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")
WRITING = ("INSERT", "UPDATE", "DELETE")

Statement = tuple[str, Any]


@dataclass(frozen=True)
class Cost:
    """One run: statements, seconds in the database's process, seconds in ours.

    And how long somebody waited for it, with whatever else was going on.
    """

    queries: int
    server: float
    web: float
    waited: float = 0.0

    @property
    def whole(self) -> float:
        return self.server + self.web


@dataclass
class Series:
    """Several runs of the same, and of its limit in between."""

    costs: list[Cost] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        return {
            "runs": len(self.costs),
            "queries": spread([cost.queries for cost in self.costs]),
            "server": spread([cost.server for cost in self.costs]),
            "web": spread([cost.web for cost in self.costs]),
            "whole": spread([cost.whole for cost in self.costs]),
            "limit": spread(self.limits) if self.limits else None,
            "slow": nearly_all([cost.whole for cost in self.costs]),
            "slow_server": nearly_all([cost.server for cost in self.costs]),
            "waited": nearly_all([cost.waited for cost in self.costs]),
        }


def spread(values: list[float]) -> list[float]:
    """The lower quartile, the middle one and the upper one."""
    if len(values) == 1:
        return values * 3
    low, _, high = quantiles(values, n=4, method="inclusive")
    return [low, median(values), high]


def nearly_all(values: list[float]) -> float:
    """What nineteen of twenty stay within."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=20, method="inclusive")[-1]


def cost(act: Callable[[], Any]) -> Cost:
    """Do it, and tell what it took."""
    with listening() as heard:
        started, server = time.perf_counter(), server_time(pid())
        web = time.thread_time()
        act()
        web = time.thread_time() - web
        waited = time.perf_counter() - started
        spent = server_time(pid()) - server
    counted = [sql for sql, _, _ in heard if not sql.startswith(AROUND)]
    asked = sum(seconds for _, _, seconds in heard)
    return Cost(len(counted), spent or asked, web, waited)


def statements_of(act: Callable[[], Any]) -> list[Statement]:
    """What it writes, to be written again without it; nothing of it stays."""
    with listening() as heard, undone():
        act()
    return [(sql, given) for sql, given, _ in heard if sql.startswith(WRITING)]


@contextmanager
def undone() -> Iterator[None]:
    """Everything in it happens, and is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def settled(done: Any) -> Any:
    """What waits for the end of a transaction is checked now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return done


@contextmanager
def listening() -> Iterator[list[tuple[str, Any, float]]]:
    """Each statement of ours, what went with it, and how long it took from outside."""
    heard: list[tuple[str, Any, float]] = []

    def hear(execute: Any, sql: Any, given: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, given, many, context)
        finally:
            heard.append((str(sql), given, time.perf_counter() - started))

    with connection.execute_wrapper(hear):
        yield heard


def pid() -> int:
    """The database's process for our connection."""
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def server_time(process: int) -> float:
    """Seconds of processor time of that process; nought where nobody tells."""
    told = Path(f"/proc/{process}/schedstat")
    return int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0


def is_told() -> bool:
    """Whether the kernel tells what the database's processes take."""
    return Path(f"/proc/{pid()}/schedstat").exists()
