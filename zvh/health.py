"""Whether the house is well: its database, its queue, and its daily work."""

from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError

from zvh.celery import app
from zvh.guard.gate import public
from zvh.guard.jobs import REGISTRY, Job
from zvh.guard.models import JobRun
from zvh.guard.origin import is_from_here

# A daily job may be this late before somebody should look (P8).
DAILY = timedelta(hours=26)
OFTEN = timedelta(minutes=10)


@public("Says to the machine's watchman that all is well, and nothing about anybody.")
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when somebody should look; asked here, also at what."""
    try:
        jobs = _jobs(timezone.now())
        database = "ok"
    except DatabaseError:
        jobs, database = {}, "out of reach"
    queue = _queue()
    late = [name for name, state in jobs.items() if state["state"] == "late"]
    well = database == queue == "ok" and not late
    told: dict[str, object] = {"status": "ok" if well else "not ok"}
    if is_from_here(request):
        told |= {"database": database, "queue": queue, "jobs": jobs}
    return JsonResponse(told, status=200 if well else 503)


def _jobs(now: datetime) -> dict[str, dict[str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    runs = JobRun.objects.in_bulk()
    return {name: _state(job, runs.get(name), now) for name, job in REGISTRY.items()}


def _state(job: Job, run: JobRun | None, now: datetime) -> dict[str, str | None]:
    finished = run.finished_at if run else None
    if finished is None:
        state = "failed" if run and run.failed_at else "waiting"
    else:
        term = DAILY if job.daily_at else OFTEN + (job.every or timedelta())
        state = "late" if finished + term < now else "ok"
    return {"state": state, "finished_at": finished.isoformat() if finished else None}


def _queue() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except OperationalError:
        return "out of reach"
    return "ok"
