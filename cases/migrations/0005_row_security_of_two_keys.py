"""A piece for a table is read from the moment that its release says (I-5)."""

from django.db import migrations

from cases.grants import Access, Why
from cases.policies import (
    dossier_lock,
    given_by_own_party,
    holds,
    let_in_by,
    not_shielded,
)
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import NOW, Cascade, Policy

TABLE = "cases_contribution"
AT_THAT_TABLE = let_in_by(
    Access.ATTEND, Why.INVITATION, case="r.case_id", source="r.source_id"
)


def read_at_the_table(*, since: str = "true") -> Policy:
    """What was released for this very table; `since` says from when."""
    return Policy(
        "participants_of_the_meeting_read_what_was_released",
        "SELECT",
        using=f"{holds(Access.ATTEND, case=f'{TABLE}.case_id')}"
        f" AND {TABLE}.withdrawn_at IS NULL AND {TABLE}.contested_at IS NULL"
        f" AND {not_shielded(case=f'{TABLE}.case_id')}"
        " AND EXISTS (SELECT FROM cases_release AS r"
        f" WHERE r.contribution_id = {TABLE}.id AND r.case_id = {TABLE}.case_id"
        " AND r.use = 'ico'"
        f" AND {given_by_own_party('r.party_id')}"
        f" AND (r.until IS NULL OR r.until > {NOW}) AND {since} AND {AT_THAT_TABLE})",
    )


BEFORE, AFTER = read_at_the_table(), read_at_the_table(since=f"r.since <= {NOW}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_two_keys_and_whom_the_work_is_for")]
    operations = [
        migrations.RunSQL(BEFORE.drop(TABLE), BEFORE.create(TABLE)),
        migrations.RunSQL(AFTER.create(TABLE), AFTER.drop(TABLE)),
        Cascade("principal", "case"),
        dossier_lock(
            "principal",
            table="cases_principal",
            keep=Keep.SHELL,
            actor="by",
            fixed=("by", "party", "answering", "since"),
        ),
    ]
