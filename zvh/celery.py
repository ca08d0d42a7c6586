"""The queue wakes the jobs; what must be done stands in the database, not here."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import (
    after_task_publish,
    beat_init,
    setup_logging,
    worker_init,
    worker_ready,
)
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")

TICK = "zvh.guard.tasks.tick"
ROUND = 15  # seconds


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


# A queue that does not answer costs a click two seconds, and nobody their work. An
# errand that a killed worker had not begun comes back within five minutes.
SHARED_QUEUE = {
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "visibility_timeout": 300,
    # Without these a click waits six seconds for a queue that is not there.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}

app = Celery("zvh")
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_transport_options=(
        embedded_queue(settings.DATA_DIR / "queue")
        if settings.BROKER_URL.startswith("filesystem:")
        else SHARED_QUEUE
    ),
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # Taken off the queue as it begins: the next tick finds what was not finished,
    # and an errand that kills its worker must not be handed to the next one.
    task_acks_late=False,
    # No errand waits behind a long job while another worker is idle.
    worker_prefetch_multiplier=1,
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
def catch_up(sender: Any, **_: object) -> None:
    """What fell due while nobody worked is done at once, not at the next tick."""
    app.send_task(TICK, retry=False)
    _show_life()
    sender.timer.call_repeatedly(ROUND, _show_life)


@beat_init.connect
def tell_of_each_tick(**_: object) -> None:
    """A beat that reaches the queue no more shows it by silence."""
    _show_life()
    after_task_publish.connect(_show_life)


def _show_life(**_: object) -> None:
    if settings.SIGN_OF_LIFE:
        Path(settings.SIGN_OF_LIFE).touch()
