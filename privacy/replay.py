"""Do once more what the ledger says was done, in a database that has forgotten it.

It runs as the owner, in one transaction in which row security is not forced on the
owner; for everybody else nothing changes, and at its end all is as it was.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from cases.lifecycle import SHIELDED
from privacy.ledger import Line
from privacy.models import Removal, end_of_proof
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.rowsecurity import GONE
from zvh.lib.keys import new_id

ALWAYS = ("held_until", "is_restricted")
# What has to change along: a withdrawal says why, and an old password opens nothing.
ALONG = {
    "accounts_authorisation": (
        "withdrawn_reason = CASE WHEN r.withdrawn_at IS NULL OR"
        " t.withdrawn_reason <> '' THEN t.withdrawn_reason"
        " ELSE 'Stond al in het register bij het terugzetten' END"
    ),
    "accounts_user": (
        "password = CASE WHEN t.password_set_at IS NOT DISTINCT FROM r.password_set_at"
        " THEN t.password ELSE %(nobodys)s END"
    ),
}


class ReplayError(Exception):
    """What the ledger says and this version cannot do."""


@dataclass(frozen=True)
class Replayed:
    """How much had to be done once more."""

    removed: int
    ended: int


def replay(lines: Iterable[Line]) -> Replayed:
    """Remove what was removed and end what was ended; a second time does nothing."""
    known = list(lines)
    with transaction.atomic(), unforced():
        removed = _remove(known)
        ended = _end(known)
    _prove(removed)
    return Replayed(sum(sum(c.values()) for c in removed.values()), ended)


@contextmanager
def unforced() -> Iterator[None]:
    """What the owner does to every row, within a transaction of its own."""
    tables = [
        name
        for (name,) in _rows(
            "SELECT relname FROM pg_class WHERE relforcerowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
    ]
    _each("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", tables)
    yield
    # Keys are checked at the end, and a table cannot change while that is pending.
    _rows("SET CONSTRAINTS ALL IMMEDIATE")
    _each("ALTER TABLE {} FORCE ROW LEVEL SECURITY", tables)


Removed = dict[str | None, dict[str, int]]


def _remove(lines: list[Line]) -> Removed:
    gone = {key for line in lines if line.became is None for key in line.keys}
    _rows("CREATE TEMPORARY TABLE gone (key text PRIMARY KEY) ON COMMIT DROP")
    _rows("INSERT INTO gone SELECT jsonb_array_elements_text(%s)", json.dumps([*gone]))
    removed: Removed = defaultdict(dict)
    # By key, whatever a table is called by now: keys are unique over all of them.
    for table, case in _watched():
        for key, count in _removed_from(table, case):
            removed[key][table] = count
    return removed


def _removed_from(table: str, case: str) -> list[tuple[str | None, int]]:
    of_case = f"t.{_quoted(case)}::text" if case else "NULL::text"
    return _rows(
        f"WITH went AS (DELETE FROM {_quoted(table)} AS t USING gone"  # noqa: S608
        f" WHERE t.id::text = gone.key RETURNING {of_case} AS case_key)"
        " SELECT case_key, count(*) FROM went GROUP BY 1"
    )


def _watched() -> list[tuple[str, str]]:
    """Tables whose removals are written down, the case itself first."""
    return _rows(
        "SELECT c.relname, split_part(encode(tgargs, 'escape'), '\\000', 1)"
        " FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid WHERE tgname = %s"
        " ORDER BY c.relname <> 'cases_case', c.relname",
        GONE,
    )


def _end(lines: list[Line]) -> int:
    last: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for line in lines:
        for key in line.keys if line.became is not None else ():
            last[line.table, key].update(line.became or {})
    return sum(_became(table, key, became) for (table, key), became in last.items())


def _became(table: str, key: str, became: dict[str, Any]) -> int:
    columns = _columns_of(table)
    if not columns >= became.keys():
        raise ReplayError(
            f"The ledger speaks of {table} ({', '.join(sorted(became))}), which this"
            " version does not know: restore with the version that ran last."
        )
    if table == "cases_case" and not _shields(key, became):
        became = {name: became[name] for name in ALWAYS if name in became}
    return _changed(table, key, became) if became else 0


def _shields(key: str, became: dict[str, Any]) -> bool:
    """Only shielding and its undoing matter: other phases go with lost work."""
    now = [p for (p,) in _rows("SELECT phase FROM cases_case WHERE id::text = %s", key)]
    return bool(SHIELDED & {became.get("phase"), *now})


def _changed(table: str, key: str, became: dict[str, Any]) -> int:
    names = [_quoted(name) for name in became]
    sets = [f"{name} = r.{name}" for name in names]
    sets += [ALONG[table]] if table in ALONG else []
    before, after = (", ".join(f"{row}.{name}" for name in names) for row in "tr")
    found = _rows(
        f"UPDATE {_quoted(table)} AS t SET {', '.join(sets)}"  # noqa: S608
        f" FROM jsonb_populate_record(NULL::{_quoted(table)}, %(became)s) AS r"
        f" WHERE t.id::text = %(key)s AND ({before}) IS DISTINCT FROM ({after})"
        " RETURNING t.id",
        became=json.dumps(became),
        key=key,
        nobodys=make_password(token_urlsafe(32)) if table in ALONG else "",
    )
    return len(found)


def _columns_of(table: str) -> set[str]:
    found = _rows(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s",
        table,
    )
    return {name for (name,) in found}


def _prove(removed: Removed) -> None:
    batch, moment = new_id(), timezone.now()
    labels = {model._meta.db_table: model._meta.label for model in apps.get_models()}
    with acting_for(Purpose.RETENTION):
        for key, counts in removed.items():
            if key is not None:
                Removal.objects.create(
                    case_key=key,
                    recorded_at=moment,
                    remove_on=end_of_proof(),
                    rule=Removal.Rule.RESTORED,
                    batch=batch,
                    items=sum(counts.values()),
                    counts={labels.get(t, t): n for t, n in counts.items()},
                )


def _rows(sql: str, *params: str, **named: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, named or params or None)
        return list(cursor.fetchall()) if cursor.description else []


def _each(statement: str, tables: list[str]) -> None:
    for table in tables:
        _rows(statement.format(_quoted(table)))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
