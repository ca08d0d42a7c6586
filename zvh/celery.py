"""The queue wakes the jobs; what must be done stands in the database, not here."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")

TICK = "zvh.guard.tasks.tick"


def embedded_queue(folder: Path) -> dict[str, object]:
    """A queue in a folder, for an installation that has no broker of its own."""
    messages, exchanges = folder / "messages", folder / "exchanges"
    for each in (messages, exchanges):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(exchanges),
        "polling_interval": 0.2,
    }


app = Celery("zvh")
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_transport_options=(
        embedded_queue(settings.DATA_DIR / "queue")
        if settings.BROKER_URL.startswith("filesystem:")
        else {}
    ),
    broker_connection_retry_on_startup=True,
    timezone=settings.TIME_ZONE,
    accept_content=["json"],
    task_serializer="json",
    result_serializer="json",
    task_ignore_result=True,
    # Nobody steers the worker from outside, and it tells nobody what it does.
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    # A tick that waited longer than the next one comes has nothing to add.
    beat_schedule={
        "tick": {"task": TICK, "schedule": 60.0, "options": {"expires": 60}}
    },
)
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_alone(**_: object) -> None:
    """Celery's own lines would show what a task was given; ours are set up already."""


@worker_init.connect
@beat_init.connect
def refuse_to_start(**_: object) -> None:
    """Neither worker nor beat starts with what the web server does not start with."""
    from zvh.starting import look_before_working

    look_before_working()


@worker_ready.connect
def catch_up(**_: object) -> None:
    """What fell due while nobody worked is done at once, not at the next tick."""
    app.send_task(TICK, retry=False)
