"""How fast the house is, at several sizes, beside the limit of this machine.

`make bench`, or `make bench BENCH_CASES=1000`. The invented houses stay in .data/bench
for the next time; the outcome is written in docs/bench.md.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import postgres

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / (os.environ.get("DATA") or ".data/bench")
DOCUMENT = ROOT / (os.environ.get("BENCH_DOC") or "docs/bench.md")
SIZES, SEED = "10000,100000", "1"
LOOKS, MOST_LOOKS = 100, 10_000_000  # access records per case, and in all
RUNS = os.environ.get("BENCH_RUNS") or "40"
# What decides whether a house that was kept is still what would be generated now.
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "bench/*.py")
STATIC = ("static/**/*", "zvh/assets.py", "package-lock.json")
MEASURES = "measures_"  # modules of the bench that write no rows
MARK = "zvh bench"
DUTCH = ZoneInfo("Europe/Amsterdam")
# They guard nothing: everybody in these houses was invented, and they are the same
# for every house, so that search keys that were kept are found again.
SECRETS = {
    "SECRET_KEY": "bench-only-0123456789-abcdefghijklmnopqrstuvwxyz-zyxwvutsrq",
    "SEARCH_PEPPER": "bench-only-abcdefghijklmnopqrstuvwxyz-0123456789-pepper",
}


class RefusedError(Exception):
    """Why nothing is measured, for the person at the keyboard."""


def main() -> int:
    try:
        sizes = _sizes(os.environ.get("BENCH_CASES") or SIZES)
        cluster = _cluster()
        try:
            run(cluster, sizes)
        finally:
            cluster.release()
    except KeyboardInterrupt:
        say("Stopped. What was generated stays for the next time.")
        return 130
    except (RefusedError, postgres.PostgresError) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def run(cluster: postgres.Cluster, sizes: list[int]) -> None:
    """Make or find each house, measure in it, and write down what came of it all."""
    env = _environment()
    _collect_static(env)
    for cases in sizes:
        day = _house(cluster, cases, env)
        say(f"Measuring among {cases} cases")
        here = _at(cluster, cases, postgres.APP, env)
        limit = {"BENCH_LIMIT_URL": cluster.superuser_url(_name(cases))}
        words = [f"--cases={cases}", f"--on={day}", f"--runs={RUNS}"]
        _manage("measure", *words, env=here | limit)
    last = _at(cluster, sizes[-1], postgres.APP, env)
    _manage("write_bench", f"--to={DOCUMENT}", env=last)
    say(f"Written: {DOCUMENT}")


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def _sizes(text: str) -> list[int]:
    words = text.replace(",", " ").split()
    if not words or not all(word.isdecimal() and int(word) for word in words):
        raise RefusedError(f"BENCH_CASES={text} are no numbers of cases.")
    return [int(word) for word in words]


def _cluster() -> postgres.Cluster:
    if os.environ.get("DATABASE_URL"):
        raise RefusedError("The bench brings its own database: unset DATABASE_URL.")
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    return postgres.start(DATA / "postgres")


def _house(cluster: postgres.Cluster, cases: int, env: Mapping[str, str]) -> str:
    """The database of this size, generated unless it was kept; its day of today."""
    wanted, name = f"{MARK} {_fingerprint(SOURCES)}", _name(cases)
    told = cluster.sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = '{name}'",
        "postgres",
    )
    if told.startswith(f"{wanted} on "):
        say(f"{cases} cases: kept from an earlier run")
        return told.rpartition(" ")[2]
    today = datetime.now(DUTCH).date().isoformat()
    say(f"{cases} cases: tables")
    cluster.sql(f'DROP DATABASE IF EXISTS "{name}"', "postgres")
    cluster.prepare(name)
    _manage("migrate", "-v0", env=_at(cluster, cases, postgres.OWNER, env))
    _comment(cluster, name, MARK)
    say(f"{cases} cases: people, cases and who looked at them")
    started = time.monotonic()
    looks = min(LOOKS, MOST_LOOKS // cases)
    words = [f"--cases={cases}", f"--seed={SEED}", f"--on={today}", f"--looks={looks}"]
    _manage("generate", *words, env=_at(cluster, cases, None, env))
    say(f"{cases} cases: generated in {time.monotonic() - started:.0f} s")
    _comment(cluster, name, f"{wanted} on {today}")
    return today


def _name(cases: int) -> str:
    return f"bench_{cases}"


def _comment(cluster: postgres.Cluster, name: str, text: str) -> None:
    cluster.sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'", "postgres")


def _at(
    cluster: postgres.Cluster, cases: int, role: str | None, env: Mapping[str, str]
) -> dict[str, str]:
    return {**env, "DATABASE_URL": cluster.url(role, _name(cases))}


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        **SECRETS,
        "DJANGO_SETTINGS_MODULE": "zvh.settings",
        "BENCH": "1",
        "DEMO": "0",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": "http://127.0.0.1:8000",
        "DATA_DIR": str(DATA),
        "STATIC_ROOT": str(DATA / "static"),
        "BROKER_URL": "filesystem://",
        "CACHE_URL": "locmemcache://",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PYTHONUNBUFFERED": "1",
    }


def _collect_static(env: Mapping[str, str]) -> None:
    done, wanted = DATA / "static.done", _fingerprint(STATIC)
    if done.exists() and done.read_text() == wanted:
        return
    say("Style sheets and fonts")
    nowhere = {**env, "DATABASE_URL": "postgres://nobody@/none?host=/nowhere"}
    _manage("collectstatic", "--noinput", "--clear", "--verbosity=0", env=nowhere)
    done.write_text(wanted)


def _manage(*words: str, env: Mapping[str, str]) -> None:
    command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), *words]
    if subprocess.run(command, env=env, check=False).returncode:
        raise RefusedError(f"manage.py {words[0]} failed.")


def _fingerprint(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    for path in sorted(path for path in found if path.is_file()):
        if path.suffix != ".pyc" and not path.name.startswith(MEASURES):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
