"""Do each measure and its limit by turns, until the middle of them can be trusted."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bench.measures_clock import Cost, Series, cost, is_told, settled, undone
from bench.measures_limits import Limit
from bench.measures_pages import Measure

WARM, FEWEST, SECONDS = 3, 3, 12


def series(measure: Measure, limit: Limit, runs: int) -> Series:
    """By turns, so that whatever happens to the machine happens to both."""
    if measure.at_once > 1:
        return together(measure, limit, runs)
    found, n, until = Series(), 0, time.monotonic() + SECONDS
    most = min(runs, measure.most)
    for warming in range(min(WARM, most)):
        if not warming or time.monotonic() < until:
            _once(measure, warming)
    while n < most and (n < FEWEST or time.monotonic() < until):
        found.costs.append(_once(measure, n))
        if measure.limit is not None:
            found.limits.append(limit.time(partial(measure.limit, n)))
        n += 1
    return found


def together(measure: Measure, limit: Limit, runs: int) -> Series:
    """Everybody at the same time, again and again; the limit when they are done."""
    count, most = measure.at_once, min(runs, measure.most)

    def of_one(nth: int) -> list[Cost]:
        time.sleep(measure.every * nth / count)
        costs = []
        try:
            for turn in range(nth, (WARM + most) * count, count):
                costs.append(_once(measure, turn))
                time.sleep(measure.every)
        finally:
            connection.close()
        return costs[WARM:]

    with ThreadPoolExecutor(count) as crowd:
        costs = [one for several in crowd.map(of_one, range(count)) for one in several]
    found = Series(costs)
    if measure.limit is not None:
        found.limits = [limit.time(partial(measure.limit, n)) for n in range(most)]
    return found


def _once(measure: Measure, n: int) -> Cost:
    if not measure.is_undone:
        return cost(lambda: measure.act(n))
    with undone():
        if measure.before is not None:
            measure.before()
        return cost(lambda: settled(measure.act(n)))


def told(
    measures: Iterable[Measure], limit: Limit, *, runs: int, say: Callable[[str], Any]
) -> list[dict[str, Any]]:
    """What came of each, as it goes in the file of this size."""
    lines = []
    for measure in measures:
        summary = series(measure, limit, runs).summary()
        line = {"what": measure.what, "who": measure.who, "aim": str(measure.aim)}
        lines.append(line | summary)
        say(_said(lines[-1]))
    return lines


def machine(cases: int, limit: Limit) -> dict[str, Any]:
    """On what all this was measured."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    looks = limit.rows(
        "SELECT reltuples::bigint FROM pg_class WHERE relname = 'guard_accessrecord'"
    )
    size = limit.rows("SELECT pg_size_pretty(pg_database_size(current_database()))")
    return {
        "cases": cases,
        "looks": round(looks[0][0], -3),
        "size": size[0][0],
        "processor": _processor(),
        "cores": os.cpu_count(),
        "postgresql": version.split()[0],
        "python": platform.python_version(),
        "load": load(),
        "kernel_tells": is_told(),
    }


def load() -> float:
    return round(os.getloadavg()[0], 1)


def file_of(cases: int) -> Path:
    return Path(settings.DATA_DIR) / f"measured-{cases}.json"


def keep(cases: int, found: dict[str, Any]) -> None:
    file_of(cases).write_text(json.dumps(found, indent=1, default=str))


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    named = (line.partition(":")[2] for line in lines if line.startswith("model name"))
    return next(named, platform.processor()).strip()


def _said(line: dict[str, Any]) -> str:
    limit = f", by hand {line['limit'][1] * 1e3:.2f}" if line["limit"] else ""
    return (
        f"{line['who']:>18} · {line['what']:<28} {line['queries'][1]:4.0f} queries,"
        f" database {line['server'][1] * 1e3:.2f} ms{limit},"
        f" web {line['web'][1] * 1e3:.1f} ms"
    )
