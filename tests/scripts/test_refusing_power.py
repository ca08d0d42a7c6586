"""Web server and worker do not start with what would let people through."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

ROOT = Path(__file__).resolve().parents[2]
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
    done = start(program, cluster.url(role), tmp_path)

    assert done.returncode != 0
    assert "must be nobody special" in done.stdout + done.stderr


@pytest.mark.parametrize("program", [WEB, WORKER], ids=["web", "worker"])
@pytest.mark.parametrize("cache", ["locmemcache://", "dummycache://"])
def test_a_cache_of_each_process_is_refused(
    cluster: postgres.Cluster, tmp_path: Path, program: str, cache: str
) -> None:
    """Else every process lets somebody try as many passwords again."""
    done = start(program, cluster.url(postgres.APP), tmp_path, CACHE_URL=cache)

    assert done.returncode != 0
    assert "a cache that all processes share" in done.stdout + done.stderr


@pytest.mark.parametrize("cache", [None, "locmemcache://"])
def test_looking_before_deploying_finds_it(cache: str | None) -> None:
    words = ["scripts/bare", "env", *(f"CACHE_URL={cache}",) * bool(cache)]
    if cache is None:
        words += ["--unset=CACHE_URL"]
    done = subprocess.run(
        [*words, "python", "manage.py", "check", "--deploy"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "CACHE_URL" in done.stderr


def start(
    program: str, url: str, folder: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    command, *words = program.split()
    return subprocess.run(
        [str(Path(sys.executable).with_name(command)), *words],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DATA_DIR": str(folder),
            "BROKER_URL": "filesystem://",
            "CELERY_SKIP_CHECKS": "1",
            **more,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
