"""The stage: a PostgreSQL of our own, the app's role, and the cast."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import django  # noqa: E402
import postgres  # noqa: E402 - the launcher lives among the scripts

STATE = ROOT / ".state"
CLUSTER = postgres.start(STATE / "test-postgres", durable=False)

# Each run, and each worker of a run, has a folder and a database of its own.
STAGE = os.environ.get("ZVH_TEST_DB", "zvh")
DATA = STATE / f"data-{STAGE}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
shutil.rmtree(DATA, ignore_errors=True)
STATIC = STATE / "test-static"
STATIC.mkdir(parents=True, exist_ok=True)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")
os.environ |= {
    "DATABASE_URL": CLUSTER.superuser_url("zvh"),
    "SECRET_KEY": "only-for-tests-" + "wxyz" * 12,
    "SEARCH_PEPPER": "only-for-tests-" + "abcd" * 12,
    "CACHE_URL": "locmemcache://",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "BASE_URL": "https://zvh.example",
    "HTTPS": "false",
    "CONTENT_CODEC": "tests.codec.MixingCodec",
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "STATIC_ROOT": str(STATIC),
    "DATA_DIR": str(DATA),
    "BROKER_URL": "filesystem://",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}

django.setup()

pytest_plugins = [
    *("tests.coverage_of_requirements", "tests.pace"),
    *("tests.stage", "tests.cast"),
]


def pytest_unconfigure() -> None:
    CLUSTER.release()
