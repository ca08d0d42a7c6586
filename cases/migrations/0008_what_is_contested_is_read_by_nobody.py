"""What a giver contests is read by the bureau and by that giver, whatever was said."""

from django.db import migrations, models

from cases.grants import Access, Why
from cases.policies import given_by_own_party, holds, let_in_by, not_shielded
from zvh.guard.rowsecurity import NOW, Policy

TABLE = "cases_contribution"
AT_THAT_TABLE = let_in_by(
    Access.ATTEND, Why.INVITATION, case="r.case_id", source="r.source_id"
)


def released(use: str, access: Access, *, by: str = "true", also: str = "") -> str:
    return (
        f"{holds(access, case=f'{TABLE}.case_id')} AND {TABLE}.withdrawn_at IS NULL"
        f"{also}"
        f" AND {not_shielded(case=f'{TABLE}.case_id')}"
        " AND EXISTS (SELECT FROM cases_release AS r"
        f" WHERE r.contribution_id = {TABLE}.id AND r.case_id = {TABLE}.case_id"
        f" AND r.use = '{use}'"
        f" AND {given_by_own_party('r.party_id')}"
        f" AND (r.until IS NULL OR r.until > {NOW}) AND {by})"
    )


def readers(also: str = "") -> list[Policy]:
    """Those who read what others released to them."""
    return [
        Policy(
            "participants_of_the_weging_read_what_was_released",
            "SELECT",
            using=released("triage", Access.WEIGH, also=also),
        ),
        Policy(
            "participants_of_the_meeting_read_what_was_released",
            "SELECT",
            using=released("ico", Access.ATTEND, by=AT_THAT_TABLE, also=also),
        ),
        Policy(
            "the_casusregisseur_reads_what_was_released_for_the_plan",
            "SELECT",
            using=released("plan", Access.COORDINATE, also=also),
        ),
    ]


def again(before: Policy, after: Policy) -> migrations.RunSQL:
    return migrations.RunSQL(
        [before.drop(TABLE), after.create(TABLE)],
        [after.drop(TABLE), before.create(TABLE)],
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_lists_ask_once")]
    operations = [
        migrations.AddField(
            model_name="contribution",
            name="contested_at",
            field=models.DateTimeField(null=True, verbose_name="betwist op"),
        ),
        *(
            again(before, after)
            for before, after in zip(
                readers(),
                readers(f" AND {TABLE}.contested_at IS NULL"),
                strict=True,
            )
        ),
    ]
