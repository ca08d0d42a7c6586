"""Put a backup back, do once more what was removed since, and only then open the door.

Until the last step nobody but the owner can connect. Whatever stops it halfway leaves
a database that is closed and says so; restoring again begins anew.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from privacy import archive, ledger, replay, retention, soundness
from privacy.backup import moment_of
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.models import LedgerLine

UNFINISHED = "zvh: restoring was not finished"
# A line of the ledger is kept for a year, so what is older cannot be made up for.
REACH = timedelta(days=365)
CLIENTS = ("zvh_app", "zvh_backup")
Say = Callable[[str], object]


class RestoreError(Exception):
    """Why nothing was opened, in one sentence for the operator."""


@dataclass(frozen=True)
class Order:
    """What somebody asked for: which file, and what may be given up for it."""

    path: Path
    key: str
    replace: bool = False
    without_ledger: bool = False


def restore(order: Order, say: Say) -> None:
    """All of it, in this order; says each step before it is taken."""
    began = timezone.now()
    made = _made_at(order.path, began)
    say(f"1. {order.path.name}, of {timezone.localtime(made):%d-%m-%Y %H:%M}.")
    key = archive.key_from(order.key)
    inside = archive.look_inside(order.path, key)
    _refuse_newer(inside.migrations)
    say("2. It opens with this key, and it is whole.")
    lines = _lines(order, inside, say)
    _refuse_wrong_database(order)
    _refuse_company()
    _close()
    _refuse_company()
    say("4. The database is closed: nobody but its owner can connect.")
    _empty()
    archive.pour(order.path, key)
    say(f"5. Everything is back: {_count('cases_case')} cases.")
    call_command("migrate", verbosity=0, interactive=False)
    say("6. The tables are those of this version.")
    _do_again(lines, say)
    _settle(say)
    if faults := soundness.faults():
        raise RestoreError(f"It stays closed: {'; '.join(faults)}.")
    say("10. Locks, rights and triggers are as they should be.")
    _open()
    say(f"11. Open, after {_lasted(timezone.now() - began)}.")
    say(f"What was done between {made:%d-%m %H:%M} UTC and now is lost.")


def _made_at(path: Path, now: datetime) -> datetime:
    made = moment_of(path)
    if made is None:
        raise RestoreError("The name of a backup says when it was made: keep it.")
    if made < now - REACH:
        raise RestoreError(
            "It is older than a year, and the ledger reaches no further."
        )
    return made


def _refuse_newer(applied: frozenset[tuple[str, str]]) -> None:
    known = MigrationLoader(None).disk_migrations or {}
    if unknown := sorted(f"{app}.{name}" for app, name in applied - known.keys()):
        raise RestoreError(
            f"It was made by a version that this one does not know: {unknown[0]}."
        )


def _lines(order: Order, inside: archive.Contents, say: Say) -> list[ledger.Line]:
    lines = ledger.read()
    known = {line.key for line in lines}
    missing = len(inside.ledger_keys - known)
    if missing and not order.without_ledger:
        raise RestoreError(
            f"The ledger in {ledger.folder()} lacks {missing} lines that the backup"
            " knows: it is damaged, or not of this house. Put the right one there."
        )
    last = lines[-1].at[:16] if lines else "never"
    say(f"3. The ledger has {len(lines)} lines, the last of {last}.")
    return lines


def _refuse_wrong_database(order: Order) -> None:
    owner, name, told = _one(
        "SELECT pg_get_userbyid(datdba), datname, shobj_description(oid, 'pg_database')"
        " FROM pg_database WHERE datname = current_database()"
    )
    if _one("SELECT current_user") != (owner,):
        raise RestoreError(f"DATABASE_URL names {owner}, who owns {name}.")
    tables = _one(
        "SELECT count(*) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    if tables != (0,) and told != UNFINISHED and not order.replace:
        raise RestoreError(f"{name} is not empty. With --replace all in it goes.")


def _refuse_company() -> None:
    (others,) = _one(
        "SELECT string_agg(DISTINCT usename, ', ') FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    if others:
        raise RestoreError(
            f"Still connected: {others}. Stop web, worker, beat and backup first."
        )


def _close() -> None:
    clients = ", ".join(CLIENTS)
    _do(f"REVOKE CONNECT ON DATABASE {_database()} FROM PUBLIC, {clients}")
    _do(f"COMMENT ON DATABASE {_database()} IS '{UNFINISHED}'")


def _empty() -> None:
    _do("DROP SCHEMA public CASCADE")
    _do("CREATE SCHEMA public")
    _do(f"GRANT USAGE ON SCHEMA public TO {', '.join(CLIENTS)}")


def _do_again(lines: list[ledger.Line], say: Say) -> None:
    with acting_for(Purpose.RETENTION):
        noted = [ledger.line_of(row) for row in LedgerLine.objects.all()]
    # What the backup noted and never told the ledger counts as well.
    all_of_them = {line.key: line for line in (*noted, *lines)}.values()
    ordered = sorted(all_of_them, key=lambda line: line.number)
    done = replay.replay(ordered)
    _skip_to("guard_ledger", (line.number for line in ordered))
    _skip_to("cases_number", _numbers_given(ordered))
    say(
        f"7. Removed once more: {done.removed} rows with what hangs on them."
        f" Ended once more: {done.ended} accesses, accounts or terms."
    )


def _skip_to(sequence: str, given: Iterable[int]) -> None:
    """What was given out once is not given out again."""
    _do(
        "SELECT setval(%s, greatest(nextval(%s), %s))",
        *(sequence, sequence, max(given, default=0) + 1),
    )


def _numbers_given(lines: Iterable[ledger.Line]) -> Iterator[int]:
    for line in lines:
        number = (line.became or {}).get("number")
        if line.table == "cases_case" and number:
            yield int(number.rpartition("-")[2])


def _settle(say: Say) -> None:
    _do("DELETE FROM django_session")
    _do("DELETE FROM accounts_usersession")
    say("8. Nobody is signed in any more.")
    removed = retention.run()
    say(f"9. Past its term by now, and removed: {removed} rows.")
    _do("ANALYZE")


def _open() -> None:
    _do(f"COMMENT ON DATABASE {_database()} IS NULL")
    _do(f"GRANT CONNECT ON DATABASE {_database()} TO {', '.join(CLIENTS)}")


def _lasted(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return f"{minutes} min {seconds} s"


def _count(table: str) -> int:
    (count,) = _one(f'SELECT count(*) FROM "{table}"')  # noqa: S608
    return int(count)


def _database() -> str:
    return connection.ops.quote_name(connection.settings_dict["NAME"])


def _do(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


def _one(sql: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())
