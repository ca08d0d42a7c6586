"""Law 7: every job, twice in a row, twice at once, and with nothing in its message."""

import json
from base64 import b64decode
from contextlib import suppress
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections, transaction

from accounts.models import Outgoing
from cases.models import Case
from tests import life as lives
from tests.backstage import backstage
from tests.life import MARK, MONDAY
from zvh.celery import app
from zvh.guard import jobs
from zvh.guard.dossier import models_of_ours
from zvh.guard.models import JobRun

app.loader.import_default_modules()
OURS = [task for name, task in app.tasks.items() if not name.startswith("celery.")]


@pytest.fixture
def life(transactional_db, sign_in):
    """A case on its way to the weging, with mail waiting."""
    with time_machine.travel(MONDAY, tick=False):
        life = lives.cast(sign_in)
        lives.draft(life)
        lives.send(life)
        yield life


def state() -> dict[str, object]:
    """How many rows of each kind there are; when jobs ran is left out."""
    with backstage():
        return {
            model._meta.label: model._default_manager.count()
            for model in models_of_ours()
            if model is not JobRun
        }


@pytest.mark.safety("J1")
@pytest.mark.parametrize("name", sorted(jobs.REGISTRY))
def test_second_run_changes_nothing(life, mailoutbox, name):
    assert jobs.run(name)
    after, sent = state(), len(mailoutbox)

    assert jobs.run(name)

    assert state() == after
    assert len(mailoutbox) == sent


@pytest.mark.safety("J1", "J5")
@pytest.mark.parametrize("name", sorted(jobs.REGISTRY))
def test_job_that_runs_elsewhere_is_left_alone(life, mailoutbox, name):
    before = state()
    other = connections.create_connection("default")
    other.settings_dict = connection.settings_dict
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [jobs.key_of(name)])
        ran = jobs.run(name)
    other.close()

    assert not ran
    assert state() == before
    assert mailoutbox == []


@pytest.mark.safety("J2")
def test_messages_hold_names_of_jobs_only(life):
    bodies = [
        b64decode(json.loads(path.read_text())["body"]).decode()
        for path in Path(settings.DATA_DIR, "queue").rglob("*.msg")
    ]

    assert bodies
    for body in bodies:
        (arguments, named, _) = json.loads(body)
        assert named == {}
        assert set(arguments) <= set(jobs.REGISTRY)
        assert MARK not in body


@pytest.mark.safety("J2")
def test_every_task_takes_json_and_keeps_no_result():
    assert OURS
    for task in OURS:
        assert task.serializer == "json"
        assert task.ignore_result


@pytest.mark.safety("J3")
def test_nothing_is_queued_for_what_was_rolled_back(
    db, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks() as queued,
        suppress(ZeroDivisionError),
        transaction.atomic(),
    ):
        jobs.wake("mail")
        raise ZeroDivisionError

    assert queued == []


def test_queue_that_is_gone_fails_no_act(life, caplog):
    queue = Path(settings.DATA_DIR, "queue", "messages")
    gone = queue.rename(queue.with_name("gone"))
    try:
        lives.draft(life)
        lives.send(life)
    finally:
        gone.rename(queue)

    assert "on_commit" in caplog.text
    with backstage():
        assert Case.objects.get(pk=life.key).registered_at
        assert Outgoing.objects.filter(case_id=life.key, sent_at=None).exists()


def test_two_jobs_never_share_a_name():
    with pytest.raises(ValueError, match="a job 'mail' already"):
        jobs.job("mail")(lambda: 0)
