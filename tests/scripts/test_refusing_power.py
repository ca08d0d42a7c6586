"""Web server and worker do not start with a role that could pass the row policies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

WORKER = "celery --quiet --app=zvh.celery worker --pool=solo"
WEB = "gunicorn --no-control-socket --bind=127.0.0.1:0 zvh.wsgi"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Cluster]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        folder = tmp_path_factory.mktemp("power") / "postgres"
        started = postgres.start(folder, durable=False)
        yield started
        started.stop()


@pytest.mark.parametrize("program", [WEB, WORKER], ids=["web", "worker"])
@pytest.mark.parametrize("role", [postgres.SUPERUSER, postgres.OWNER, postgres.BACKUP])
def test_a_role_with_power_is_refused(
    cluster: postgres.Cluster, tmp_path: Path, program: str, role: str
) -> None:
    command, *words = program.split()

    done = subprocess.run(
        [str(Path(sys.executable).with_name(command)), *words],
        env={
            **os.environ,
            "DATABASE_URL": cluster.url(role),
            "DATA_DIR": str(tmp_path),
            "BROKER_URL": "filesystem://",
            "CELERY_SKIP_CHECKS": "1",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode != 0
    assert "must be nobody special" in done.stdout + done.stderr
