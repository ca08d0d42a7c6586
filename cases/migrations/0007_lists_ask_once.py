"""Lists and search ask functions of the owner's once a page; a policy asks one too."""

from django.db import migrations

from cases import functions_of_lists, functions_of_releases, functions_of_search
from cases.grants import Access, Why
from cases.policies import given_by_own_party, holds, let_in_by, not_shielded
from zvh.guard.rowsecurity import (
    NOW,
    AddPolicies,
    ChangePolicies,
    Policy,
    owner_answers,
)

TABLE = "cases_contribution"
NAMES = {
    "triage": (
        "participants_of_the_weging_read_what_was_released",
        Access.WEIGH,
        "true",
    ),
    "ico": (
        "participants_of_the_meeting_read_what_was_released",
        Access.ATTEND,
        let_in_by(
            Access.ATTEND, Why.INVITATION, case="r.case_id", source="r.source_id"
        ),
    ),
    "plan": (
        "the_casusregisseur_reads_what_was_released_for_the_plan",
        Access.COORDINATE,
        "true",
    ),
}


def in_line(use: str) -> Policy:
    name, access, by = NAMES[use]
    return Policy(
        name,
        "SELECT",
        using=f"{_open_to(access)}"
        " AND EXISTS (SELECT FROM cases_release AS r"
        f" WHERE r.contribution_id = {TABLE}.id AND r.case_id = {TABLE}.case_id"
        f" AND r.use = '{use}'"
        f" AND {given_by_own_party('r.party_id')}"
        f" AND (r.until IS NULL OR r.until > {NOW}) AND {by})",
    )


def asked(use: str) -> Policy:
    name, access, _ = NAMES[use]
    released = f"zvh_was_released({TABLE}.id, {TABLE}.case_id, '{use}')"
    # First what is seldom so: the bureau comes past this with every row.
    return Policy(name, "SELECT", using=f"{released} AND {_open_to(access)}")


def _open_to(access: Access) -> str:
    return (
        f"{holds(access, case=f'{TABLE}.case_id')} AND {TABLE}.withdrawn_at IS NULL"
        f" AND {not_shielded(case=f'{TABLE}.case_id')}"
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_kept_views_and_exports")]
    operations = [
        migrations.RunSQL(functions_of_lists.CREATE, functions_of_lists.DROP),
        AddPolicies("searchkey", owner_answers("search")),
        migrations.RunSQL(functions_of_search.CREATE, functions_of_search.DROP),
        AddPolicies("release", owner_answers("releases")),
        migrations.RunSQL(functions_of_releases.CREATE, functions_of_releases.DROP),
        ChangePolicies("contribution", *((in_line(use), asked(use)) for use in NAMES)),
    ]
