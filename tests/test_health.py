"""The watchman's question: is the house well?"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from zvh.guard import jobs
from zvh.guard.models import JobRun


@pytest.fixture
def ran(db):
    now = timezone.now()
    JobRun.objects.bulk_create(
        [JobRun(name=name, started_at=now, finished_at=now) for name in jobs.REGISTRY]
    )


def test_well(client, ran):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json()["database"] == "ok"
    assert response.json()["jobs"]["retention"]["state"] == "ok"


@pytest.mark.safety("P8")
def test_retention_that_did_not_run_for_26_hours_alarms(client, ran):
    with time_machine.travel(timezone.now() + timedelta(hours=26, minutes=1)):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["jobs"]["retention"]["state"] == "late"


def test_a_job_that_never_ran_yet_is_waiting(client, db):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json()["jobs"]["retention"]["state"] == "waiting"


@pytest.mark.parametrize(
    "from_elsewhere",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}],
)
@pytest.mark.parametrize(
    ("hours", "told"),
    [(0, (200, {"status": "ok"})), (27, (503, {"status": "not ok"}))],
)
def test_elsewhere_only_whether_it_is_well_is_told(
    client, ran, from_elsewhere, hours, told
):
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        response = client.get("/healthz", **from_elsewhere)

    assert (response.status_code, response.json()) == told
