"""Keep the data of a demo house of this version: later versions are tried on them.

`make freeze`, once, at a release: its migrations never change again.
"""

import gzip
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests/upgrade"


def _invented(what: str) -> str:
    return f"for-the-data-of-a-release-{what}-".ljust(64, "x")


# The search keys among the data depend on it; nobody real is in them.
PEPPER = _invented("pepper")
# An older psql knows none of these, which newer dumps begin with.
UNKNOWN = re.compile(r"^(\\(un)?restrict|SET transaction_timeout).*\n", re.MULTILINE)


def main() -> int:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    target = KEPT / f"{version}.sql.gz"
    if target.exists():
        print(f"{target.name} is kept already: a version is released once.")
        return 1
    with tempfile.TemporaryDirectory(prefix="zvh-release-") as folder:
        cluster = postgres.start(Path(folder) / "postgres", durable=False)
        try:
            said = dump(cluster, postgres.DATABASE, version)
        finally:
            cluster.stop()
    target.write_bytes(gzip.compress(said.encode(), mtime=0))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")
    return 0


def dump(cluster: postgres.Cluster, database: str, version: str) -> str:
    """A new house with the demo's people and cases, as statements that remake it."""
    cluster.prepare(database)
    env = _environment()
    _manage("migrate", env | {"DATABASE_URL": cluster.url(postgres.OWNER, database)})
    _manage("seed_demo", env | {"DATABASE_URL": cluster.url(postgres.APP, database)})
    program = cluster.binaries.path("pg_dump")
    done = subprocess.run(
        [program, "--dbname", cluster.superuser_url(database)],
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(_head(version)) + UNKNOWN.sub("", done.stdout)


def migrations() -> dict[str, str]:
    """Our own migrations as they are in the folders now, each with its fingerprint."""
    found = [*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("zvh/*/migrations/0*.py")]
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(found)
    }


def _head(version: str) -> Iterator[str]:
    yield f"-- version {version}\n"
    yield f"-- made {datetime.now(UTC).isoformat(timespec='seconds')}\n"
    for name, fingerprint in migrations().items():
        yield f"-- migration {name} {fingerprint}\n"


def _manage(command: str, env: dict[str, str]) -> None:
    words = [sys.executable, str(ROOT / "manage.py"), command, "--verbosity=0"]
    subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    """As little as possible of this machine: the same house wherever it is made."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "zvh.settings",
        "SECRET_KEY": _invented("key"),
        "SEARCH_PEPPER": PEPPER,
        "DATA_DIR": str(ROOT / ".state/release"),
        "BROKER_URL": "filesystem://",
        "CACHE_URL": "locmemcache://",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "DEMO": "1",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": "http://127.0.0.1:8000",
    }


if __name__ == "__main__":
    sys.exit(main())
