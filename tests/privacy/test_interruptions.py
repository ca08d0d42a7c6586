"""The daily run is killed, doubled and late, and the result is the same."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection

from cases.lifecycle import Phase
from cases.models import Case, Registration
from privacy import retention
from privacy.models import Removal
from tests.backstage import backstage
from tests.conftest import ROOT
from tests.stories import in_phase
from zvh.guard import jobs
from zvh.guard.models import JobRun

TERM = date(2026, 2, 14)
KILLED = """
import os, django
django.setup()
from datetime import datetime
from privacy import retention
retention.AT_ONCE = 2
run = retention.removals(datetime.fromisoformat("2026-02-14T06:00:00+01:00"))
next(run)
os._exit(9)
"""


@pytest.fixture
def scaled_down(transactional_db, bram, anna):
    with time_machine.travel(datetime.fromisoformat("2026-01-15T08:00:00+00:00")):
        return [
            in_phase(Phase.AFSCHALING, partner=bram, anna=anna).pk for _ in range(3)
        ]


def left():
    with backstage():
        return Registration.objects.count()


def proofs():
    with backstage():
        return sorted(Removal.objects.values_list("case_key", "rule"))


@pytest.mark.eis("S-6")
@pytest.mark.safety("P7")
def test_killed_run_is_finished_by_the_next(scaled_down):
    environment = {
        **os.environ,
        "DATABASE_URL": _own_address(),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, cwd=ROOT, check=False
    )

    assert done.returncode == 9
    assert left() == 1

    with time_machine.travel(datetime.fromisoformat("2026-02-14T07:00:00+00:00")):
        retention.run()

    assert left() == 0
    assert proofs() == sorted((key, "work") for key in scaled_down)


@pytest.mark.eis("S-6")
@pytest.mark.safety("J1", "J5")
def test_two_runs_at_once_remove_everything_once(scaled_down):
    moment = datetime.fromisoformat("2026-02-14T06:00:00+01:00")

    def run() -> int:
        try:
            return sum(due.items for due in retention.removals(moment))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: run(), range(2)))

    assert left() == 0
    assert proofs() == sorted((key, "work") for key in scaled_down)
    with backstage():
        assert sum(counts) == sum(Removal.objects.values_list("items", flat=True))


@pytest.mark.safety("J4", "P8")
def test_three_days_of_downtime_cost_nothing(scaled_down):
    with time_machine.travel(datetime.fromisoformat("2026-02-13T06:00:00+00:00")):
        jobs.tick()
    assert left() == 3

    with time_machine.travel(datetime.fromisoformat("2026-02-16T11:00:00+00:00")):
        ran = jobs.tick()

    assert "retention" in ran
    assert left() == 0
    with backstage():
        assert set(Removal.objects.values_list("due_on", flat=True)) == {TERM}
    assert JobRun.objects.get(name="retention").finished_at is not None
    with backstage():
        assert Case.objects.count() == 3


def _own_address() -> str:
    from tests.conftest import CLUSTER

    return CLUSTER.url("zvh_app", connection.settings_dict["NAME"])
