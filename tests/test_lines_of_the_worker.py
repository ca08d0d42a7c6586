"""A real worker tells what it did in lines like everybody's, whatever it is asked."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from postgres import APP

from tests.conftest import CLUSTER, ROOT

PATIENCE = 60  # seconds
CANARY = "kanarie"
# Sends what is no job of ours, and what is no task at all.
HOSTILE = f"""
import django
django.setup()
from zvh.celery import app
app.send_task("zvh.guard.tasks.run_job", args=["{CANARY}"])
app.send_task("zvh.{CANARY}", args=["{CANARY}"], kwargs={{"{CANARY}": 1}})
app.send_task("zvh.guard.tasks.run_job", args=["sessions"])
"""


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    """Its log; a worker that is told to speak as much as it can."""
    env = {
        **os.environ,
        "DATABASE_URL": CLUSTER.url(APP, connection.settings_dict["NAME"]),
        "CACHE_URL": f"filecache://{tmp_path}/cache",
        "DATA_DIR": str(tmp_path),
        "LEDGER_DIR": str(tmp_path / "ledger"),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
    subprocess.run([sys.executable, "-c", HOSTILE], cwd=ROOT, env=env, check=True)
    log = tmp_path / "worker.log"
    celery = Path(sys.executable).with_name("celery")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *[celery, "--quiet", "--app=zvh.celery", "worker", "--pool=solo"],
                *["--loglevel=DEBUG", "--without-gossip", "--without-mingle"],
            ],
            cwd=ROOT,
            env=env,
            stdout=out,
            stderr=out,
        )
    yield log
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=PATIENCE)


def lines(log: Path) -> list[dict[str, object]]:
    """Each line but one that is still being written."""
    return [
        json.loads(line)
        for line in log.read_text().splitlines(keepends=True)
        if line.endswith("\n")
    ]


@pytest.mark.safety("L7", "J2")
def test_it_tells_jobs_and_no_arguments(worker: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while "sessions" not in {line.get("job") for line in lines(worker)}:
        assert time.monotonic() < deadline, worker.read_text()
        time.sleep(0.1)

    told = lines(worker)
    assert CANARY not in worker.read_text()
    assert {"job done"} <= {line["event"] for line in told}
    # What it could not do is told too, without what it was given.
    assert {"ERROR"} <= {line["level"] for line in told}
