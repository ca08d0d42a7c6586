"""Whether the database guards itself as the code says that it does."""

from collections.abc import Iterable, Iterator

from django.db import connection, models

from cases.models import Case, CaseGroupGrant, CaseUserGrant
from zvh.guard.dossier import dossier_models, evidence_models
from zvh.guard.rowsecurity import GONE

OURS = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')"
UNLOCKED = """
    SELECT relname FROM pg_class AS c
    WHERE relname = ANY (%s) AND relnamespace = 'public'::regnamespace
    AND NOT (relrowsecurity AND relforcerowsecurity
             AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))
"""
MISSING = """
    SELECT name FROM unnest(%s) AS name
    WHERE to_regclass('public.' || quote_ident(name)) IS NULL
"""
FORGETTING = """
    SELECT relname FROM pg_class AS c
    WHERE relname = ANY (%s) AND relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgname = %s)
"""
UNCHECKED = "SELECT conname FROM pg_constraint WHERE NOT convalidated"
ASLEEP = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'"
FOREIGN = f"""
    SELECT relname FROM pg_class WHERE {OURS}
    AND pg_get_userbyid(relowner) <> current_user
    UNION ALL SELECT proname FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    AND pg_get_userbyid(proowner) <> current_user
"""  # noqa: S608
POWERFUL = """
    SELECT rolname FROM pg_roles
    WHERE rolname = 'zvh_app' AND (rolsuper OR rolbypassrls OR rolcreaterole)
"""
LOOSE = """
    SELECT name || ' ' || right_ FROM (VALUES
        ('guard_accessrecord', 'UPDATE'), ('guard_accessrecord', 'DELETE'),
        ('guard_logentry', 'UPDATE'), ('guard_logentry', 'DELETE'),
        ('guard_ledgerline', 'INSERT')) AS held (name, right_)
    WHERE has_table_privilege('zvh_app', 'public.' || name, right_)
"""


def faults() -> list[str]:
    """What is not as it should be, in sentences; nothing when all is well."""
    return [*_faults()]


def _faults() -> Iterator[str]:
    dossier = _tables([*dossier_models(), Case])
    grants = _tables([CaseUserGrant, CaseGroupGrant])
    guarded = [*dossier, *grants, *_tables(evidence_models())]
    yield from _said("{} is missing", MISSING, guarded)
    yield from _said("{} is not locked", UNLOCKED, guarded)
    yield from _said("{} forgets what is removed", FORGETTING, dossier, GONE)
    yield from _said("{} was never checked", UNCHECKED)
    yield from _said("{} is switched off", ASLEEP)
    yield from _said("{} is not the owner's", FOREIGN)
    yield from _said("{} has more power than it may", POWERFUL)
    yield from _said("the app may: {}", LOOSE)


def _tables(kinds: Iterable[type[models.Model]]) -> list[str]:
    return [model._meta.db_table for model in kinds]


def _said(sentence: str, sql: str, *params: object) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)  # type: ignore[arg-type]
        for (name,) in cursor.fetchall():
            yield sentence.format(name)
