"""The watchman's question: is the house well?"""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.inside import ask
from zvh.guard import jobs
from zvh.guard.models import JobRun


@pytest.fixture
def ran(db):
    now = timezone.now()
    JobRun.objects.bulk_create(
        [JobRun(name=name, started_at=now, finished_at=now) for name in jobs.REGISTRY]
    )


def test_well(ran):
    status, body = ask("/healthz")

    assert status == 200
    assert json.loads(body)["database"] == "ok"
    assert json.loads(body)["queue"] == "ok"
    assert json.loads(body)["jobs"]["retention"]["state"] == "ok"


@pytest.mark.safety("P8")
def test_retention_that_did_not_run_for_26_hours_alarms(ran):
    with time_machine.travel(timezone.now() + timedelta(hours=26, minutes=1)):
        status, body = ask("/healthz")

    assert status == 503
    assert json.loads(body)["jobs"]["retention"]["state"] == "late"


@pytest.mark.safety("P8")
def test_a_job_that_is_due_once_a_day_is_not_late_after_an_hour(ran):
    once_a_day = [name for name, job in jobs.REGISTRY.items() if job.every is None]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        _, body = ask("/healthz")

    assert {"retention", "returned_registrations"} <= set(once_a_day)
    states = json.loads(body)["jobs"]
    assert {states[name]["state"] for name in once_a_day} == {"ok"}


def test_a_job_that_never_ran_yet_is_waiting(db):
    status, body = ask("/healthz")

    assert status == 200
    assert json.loads(body)["jobs"]["retention"]["state"] == "waiting"


@pytest.mark.parametrize(
    "from_where",
    [
        {},
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"SERVER_PORT": "9100", "HTTP_HOST": "127.0.0.1:9100"},
    ],
)
@pytest.mark.parametrize(
    ("hours", "told"),
    [(0, (200, {"status": "ok"})), (27, (503, {"status": "not ok"}))],
)
def test_outside_only_whether_it_is_well_is_told(client, ran, from_where, hours, told):
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        response = client.get("/healthz", **from_where)

    assert (response.status_code, response.json()) == told


@pytest.mark.parametrize(
    ("from_where", "parts"),
    [
        ({}, {"status", "database", "queue", "jobs"}),
        ({"REMOTE_ADDR": "192.0.2.7"}, {"status"}),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"status"}),
    ],
)
def test_in_a_demo_who_sits_at_the_machine_is_told_all(
    client, ran, settings, from_where, parts
):
    settings.DEMO = True

    assert set(client.get("/healthz", **from_where).json()) == parts
