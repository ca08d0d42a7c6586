"""What a giver contests is read by the bureau and by that giver, whatever was said."""

from django.db import migrations, models

from cases.grants import Access
from cases.policies import holds, not_shielded
from zvh.guard.rowsecurity import ChangePolicies, Policy

TABLE = "cases_contribution"
READERS = {
    "triage": ("participants_of_the_weging_read_what_was_released", Access.WEIGH),
    "ico": ("participants_of_the_meeting_read_what_was_released", Access.ATTEND),
    "plan": (
        "the_casusregisseur_reads_what_was_released_for_the_plan",
        Access.COORDINATE,
    ),
}


def read(use: str, *, also: str = "") -> Policy:
    """What others released to them for this use; first what is seldom so."""
    name, access = READERS[use]
    return Policy(
        name,
        "SELECT",
        using=f"zvh_was_released({TABLE}.id, {TABLE}.case_id, '{use}')"
        f" AND {holds(access, case=f'{TABLE}.case_id')}"
        f" AND {TABLE}.withdrawn_at IS NULL{also}"
        f" AND {not_shielded(case=f'{TABLE}.case_id')}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_lists_ask_once")]
    operations = [
        migrations.AddField(
            model_name="contribution",
            name="contested_at",
            field=models.DateTimeField(null=True, verbose_name="betwist op"),
        ),
        ChangePolicies(
            "contribution",
            *(
                (read(use), read(use, also=f" AND {TABLE}.contested_at IS NULL"))
                for use in READERS
            ),
        ),
    ]
