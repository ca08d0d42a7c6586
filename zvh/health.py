"""Whether the house is well: its database, its queue, and its daily work."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client.core import GaugeMetricFamily, Metric

from zvh.celery import app
from zvh.guard.gate import public
from zvh.guard.jobs import REGISTRY, Job
from zvh.guard.metrics import read_when_asked
from zvh.guard.models import JobRun
from zvh.guard.origin import is_from_here

WELL, NOT_WELL = "ok", "not ok"
# A daily job may be this late before somebody should look (P8).
DAILY = timedelta(hours=26)
OFTEN = timedelta(minutes=10)
# Another role makes it, outside the queue, and writes down that it did.
BACKUP = "backup"


@public("Says to the machine's watchman that all is well, and nothing about anybody.")
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when somebody should look; what, is told inside."""
    told = report()
    shown = told if _is_at_home(request) else {"status": told["status"]}
    return JsonResponse(shown, status=200 if told["status"] == WELL else 503)


def report() -> dict[str, object]:
    """How it is with each part, for who watches."""
    try:
        jobs = _jobs(timezone.now())
        database = "ok"
    except DatabaseError:
        jobs, database = {}, "out of reach"
    queue = "ok" if _waiting_errands() is not None else "out of reach"
    late = [name for name, state in jobs.items() if state["state"] == "late"]
    well = database == queue == "ok" and not late
    return {
        "status": WELL if well else NOT_WELL,
        "database": database,
        "queue": queue,
        "jobs": jobs,
    }


@read_when_asked
def queue() -> Iterator[Metric]:
    """How much waits in the queue, and how long ago anything was taken up from it."""
    waiting = _waiting_errands()
    yield GaugeMetricFamily(
        "zvh_queue_up",
        "Whether the queue answers.",
        value=int(waiting is not None),
    )
    if waiting is not None:
        yield GaugeMetricFamily(
            "zvh_queue_messages", "Errands that wait in the queue.", value=waiting
        )
    started = [run.started_at for run in _runs().values() if run.started_at]
    if started:
        yield GaugeMetricFamily(
            "zvh_queue_age_seconds",
            "How long ago a worker last took up a job; there is one each minute.",
            value=(timezone.now() - max(started)).total_seconds(),
        )


@read_when_asked
def jobs() -> Iterator[Metric]:
    """What became of each job, as its last run left it."""
    runs = _runs()
    succeeded = {n: run for n, run in runs.items() if run.finished_at}
    yield _of_jobs(
        "zvh_job_last_success_timestamp_seconds",
        "When each job last succeeded.",
        {n: r.finished_at.timestamp() for n, r in succeeded.items() if r.finished_at},
    )
    yield _of_jobs(
        "zvh_job_last_duration_seconds",
        "How long the last run took, of jobs that are not running or failing now.",
        {n: took for n, r in succeeded.items() if (took := _took(r)) is not None},
    )
    yield _of_jobs(
        "zvh_job_done",
        "How many things the last successful run did.",
        {n: run.done for n, run in succeeded.items()},
    )
    yield _of_jobs(
        "zvh_job_failing",
        "Whether the last run of each job failed.",
        {n: int(run.failed_at is not None) for n, run in runs.items()},
    )


def _of_jobs(name: str, words: str, values: dict[str, float]) -> Metric:
    """A "job" is something of its own to Prometheus: what it collects from."""
    family = GaugeMetricFamily(name, words, labels=["task"])
    for job, value in values.items():
        family.add_metric([job], value)
    return family


def _took(run: JobRun) -> float | None:
    if run.started_at and run.finished_at and run.finished_at >= run.started_at:
        return (run.finished_at - run.started_at).total_seconds()
    return None


def _runs() -> dict[str, JobRun]:
    """Of the jobs there are: a name that a table still holds is no label."""
    found = JobRun.objects.in_bulk()
    return {name: found[name] for name in (*REGISTRY, BACKUP) if name in found}


def _is_at_home(request: HttpRequest) -> bool:
    """The demo has one port, and serves only this machine."""
    return bool(settings.DEMO) and is_from_here(request)


def _jobs(now: datetime) -> dict[str, dict[str, str | None]]:
    runs = _runs()
    return {name: _state(job, runs.get(name), now) for name, job in REGISTRY.items()}


def _state(job: Job, run: JobRun | None, now: datetime) -> dict[str, str | None]:
    finished = run.finished_at if run else None
    if finished is None:
        state = "failed" if run and run.failed_at else "waiting"
    else:
        # Without a moment of its own a job is due once a day, too.
        term = OFTEN + job.every if job.every else DAILY
        state = "late" if finished + term < now else "ok"
    return {"state": state, "finished_at": finished.isoformat() if finished else None}


def _waiting_errands() -> int | None:
    """How many; nothing when the queue is out of reach."""
    name = app.conf.task_default_queue
    with app.connection_for_write() as broker:
        try:
            broker.ensure_connection(max_retries=1, timeout=1)
            return int(broker.default_channel.queue_declare(name).message_count)
        except (OperationalError, OSError, *broker.connection_errors):
            return None
