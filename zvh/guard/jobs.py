"""Work that must happen is state: a job takes everything due and not yet done.

    @job("mail", every=timedelta(minutes=1))
    def send_outgoing() -> int: ...

A job is a plain function that returns how many things it did. The beat ticks
each minute; a tick runs what is due. A lost tick costs a minute, a double one
nothing: the same job never runs twice at once, and finds nothing the second time.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from time import perf_counter
from zlib import crc32

from django.db import connection, transaction
from django.utils import timezone

from zvh.guard import logs
from zvh.guard.models import JobRun

log = logging.getLogger("zvh.jobs")


@dataclass(frozen=True)
class Job:
    """A registered function, due every so often or once a day at a local time."""

    name: str
    run: Callable[[], int]
    every: timedelta | None = None
    daily_at: time | None = None

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether it should have started since it last did."""
        if last is None:
            return True
        if self.every:
            return last + self.every <= now
        return last < self._latest(now)

    def _latest(self, now: datetime) -> datetime:
        local = timezone.localtime(now)
        moment = timezone.make_aware(
            datetime.combine(local.date(), self.daily_at or time.min)
        )
        if moment <= now:
            return moment
        return timezone.make_aware(
            datetime.combine(
                local.date() - timedelta(days=1), self.daily_at or time.min
            )
        )


REGISTRY: dict[str, Job] = {}


def job(
    name: str, *, every: timedelta | None = None, daily_at: time | None = None
) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register a function as a scheduled job; it stays an ordinary function.

    Raises `ValueError` for a name that another job has: one of them would never run.
    """

    def decorate(run: Callable[[], int]) -> Callable[[], int]:
        if name in REGISTRY:
            raise ValueError(f"there is a job '{name}' already")
        REGISTRY[name] = Job(name, run, every, daily_at)
        return run

    return decorate


def tick() -> list[str]:
    """Run every job that is due, and say which ran."""
    now = timezone.now()
    last = dict(JobRun.objects.values_list("name", "started_at"))
    due = [job for job in REGISTRY.values() if job.is_due(last.get(job.name), now)]
    return [job.name for job in due if run(job.name)]


def run(name: str) -> bool:
    """Run one job now, unless it is running elsewhere; tell whether it succeeded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key_of(name)])
        if not cursor.fetchone()[0]:
            return False
    try:
        with logs.about(job=name):
            return _run(REGISTRY[name])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key_of(name)])


def wake(name: str) -> None:
    """After this transaction, run a job soon; a broker that is down costs a tick."""
    from zvh.guard.tasks import run_job

    def send() -> None:
        run_job.apply_async(args=[name], retry=False)

    transaction.on_commit(send, robust=True)


def _run(job: Job) -> bool:
    JobRun.objects.update_or_create(
        name=job.name, defaults={"started_at": timezone.now()}
    )
    began = perf_counter()
    try:
        done = job.run()
    except Exception as error:
        logs.event(log, "job failed", level=logging.ERROR, raised=True)
        JobRun.objects.filter(name=job.name).update(
            failed_at=timezone.now(), failure=type(error).__name__
        )
        return False
    JobRun.objects.filter(name=job.name).update(
        finished_at=timezone.now(), failed_at=None, failure="", done=done
    )
    logs.event(log, "job done", done=done, seconds=round(perf_counter() - began, 3))
    return True


def key_of(name: str) -> int:
    """The number of the lock that a job holds while it runs."""
    return crc32(f"zvh.job.{name}".encode())
