"""What runs as the owner of the tables can be led astray by nobody who calls it."""

import re

import pytest

from tests.walks import rows

pytestmark = [pytest.mark.safety("X6", "X7"), pytest.mark.django_db]

OURS = """
    SELECT p.oid::regprocedure::text, o.rolname, p.prosrc,
        coalesce(p.proconfig::text, ''), p.prorettype = 'trigger'::regtype,
        has_function_privilege('zvh_backup', p.oid, 'EXECUTE')
    FROM pg_proc AS p JOIN pg_roles AS o ON o.oid = p.proowner
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.prosecdef
"""
# A table or function after one of these is found along the search path, unless its
# schema stands before it.
NAMED = re.compile(
    r"\b(?:FROM|JOIN|UPDATE|INSERT INTO|DELETE FROM)\s+(?!public\.|pg_catalog\.)"
    r"([a-z_]+\b)(?!\s*\()",
)
CALLED = re.compile(r"(?<![.\w])(zvh_\w+)\s*\(")
COMMENT = re.compile(r"--[^\n]*")
# Not a table: what a row was given as, or a set made on the spot.
WORDS = {"unnest", "gone", "given", "distinct"}


def owners():
    found = rows(OURS)
    assert len(found) > 20
    return found


def test_they_are_owned_by_who_owns_the_tables_and_by_no_superuser():
    assert {owner for _, owner, *_ in owners()} == {"zvh_owner"}
    ((powers,),) = rows("SELECT rolsuper FROM pg_roles WHERE rolname = 'zvh_owner'")
    assert powers is False


def test_every_name_in_them_carries_its_schema_or_they_have_a_path_of_their_own():
    astray = {}
    for name, _, source, settings, *_ in owners():
        said = COMMENT.sub("", str(source))
        if "search_path=" not in str(settings):
            loose = {it for it in NAMED.findall(said) if it.lower() not in WORDS}
            astray[name] = loose | set(CALLED.findall(said))

    assert {name: found for name, found in astray.items() if found} == {}


def test_a_path_of_their_own_ends_with_what_is_temporary():
    """Else PostgreSQL looks there first, whatever the path says."""
    for name, _, _, settings, *_ in owners():
        if "search_path=" in str(settings):
            assert re.search(r"search_path=[\w, ]+, pg_temp\"", str(settings)), name


def test_the_app_puts_nothing_in_front_of_what_they_name():
    made = "has_schema_privilege('zvh_app', oid, 'CREATE')"
    assert rows(f"SELECT nspname FROM pg_namespace WHERE {made}") == []  # noqa: S608
    for power in ("CREATE", "TEMP"):
        asked = "SELECT has_database_privilege('zvh_app', current_database(), %s)"
        assert rows(asked, power) == [(False,)]
