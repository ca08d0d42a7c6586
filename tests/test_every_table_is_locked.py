"""Law 3, and the third belt: the database guards every dossier table by itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Case, CaseGroupGrant, CaseUserGrant
from tests.walks import ROOT, rows, sources
from zvh.guard import checks
from zvh.guard.dossier import dossier_models, evidence_models

GUARDED = [*dossier_models(), Case, CaseUserGrant, CaseGroupGrant, *evidence_models()]
LOGS = ("guard_accessrecord", "guard_logentry", "guard_fact")


@pytest.mark.safety("X6")
@pytest.mark.parametrize("model", GUARDED, ids=str)
def test_row_security_is_forced(model, db):
    found = rows(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE oid = %s::regclass",
        model._meta.db_table,
    )

    assert found == [(True, True)]


@pytest.mark.safety("X6")
@pytest.mark.parametrize("model", GUARDED, ids=str)
def test_policies_are_sentences_for_one_command(model, db):
    found = rows(
        "SELECT polname, polcmd, pg_get_expr(polqual, polrelid) FROM pg_policy"
        " WHERE polrelid = %s::regclass",
        model._meta.db_table,
    )

    assert found
    for name, command, _ in found:
        assert command != "*", f"{name} is for all commands"
        assert name.count("_") >= 2, f"{name} is no sentence"


@pytest.mark.parametrize("model", dossier_models(), ids=str)
def test_only_retention_deletes(model, db):
    found = rows(
        "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy"
        " WHERE polrelid = %s::regclass AND polcmd = 'd'",
        model._meta.db_table,
    )

    assert found, "nothing could ever be removed"
    assert all("'retention'" in str(condition) for (condition,) in found)


@pytest.mark.safety("X6")
@pytest.mark.parametrize("model", dossier_models(), ids=str)
def test_rows_stay_in_their_case_and_keep_their_age(model, db):
    ((when,),) = rows(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass"
        " AND tgname = 'what_a_row_was_added_with_stays' AND tgenabled = 'O'",
        model._meta.db_table,
    )
    columns = {field.column for field in model._meta.fields}

    for column in columns & {"case_id", "first_processed_at", "given_by_id"}:
        assert f"old.{column}" in when
        assert f"new.{column}" in when


@pytest.mark.safety("X7")
@pytest.mark.parametrize("model", GUARDED, ids=str)
def test_nobody_announced_sees_no_rows(model, db):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608

        assert cursor.fetchone() == (0,)


@pytest.mark.safety("X6")
def test_the_app_is_nobody_special(db):
    assert (
        rows(
            "SELECT 1 FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner"
            " WHERE r.rolname = 'zvh_app'"
        )
        == []
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("zvh_app",)


@pytest.mark.safety("X6")
def test_a_privileged_role_is_refused(db):
    """The tests log in as a superuser before they put on the app's role."""
    faults = checks.powers()

    assert any("is a superuser" in fault for fault in faults)
    with pytest.raises(Exception, match="nobody special"):
        checks.refuse_privileged_role()


@pytest.mark.safety("L4")
@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_logs_cannot_be_changed(table, verb, db):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


@pytest.mark.safety("L4")
def test_the_term_of_the_logs_cannot_be_shortened(db, bram):
    from zvh.guard.announce import acting_as

    with pytest.raises(DatabaseError, match="five years"), acting_as(bram):
        connection.cursor().execute("SELECT zvh_forget_access_records(CURRENT_DATE)")


def test_migrations_of_dossiers_have_one_clock():
    """Law 8: policies compare with the announced moment, not the server's own."""
    loose = (
        "now()",
        "CURRENT_DATE",
        "CURRENT_TIMESTAMP",
        "db_default",
        "clock_timestamp",
    )
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sources(suffix=".py")
        if "migrations" in path.parts
        for word in loose
        if word in path.read_text()
    ]

    assert found == []


def test_the_library_s_own_tables_stay_empty(db):
    for table in ("guardian_userobjectpermission", "guardian_groupobjectpermission"):
        held = rows(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = 'zvh_app' AND table_name = %s",
            table,
        )
        assert {"INSERT", "UPDATE"}.isdisjoint({str(row[0]) for row in held})
