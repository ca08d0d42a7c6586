"""Who receives an extract reads of their Partij what is in it, and no more (P-4)."""

from django.db import migrations

from cases.grants import Access
from cases.policies import given_by_own_party, holds, not_shielded
from ico.functions_sent import CREATE, DROP
from zvh.guard.rowsecurity import ChangePolicies, Policy

CASE = "ico_action.case_id"
# It was there under two names.
TWICE = "receivers_read_what_their_own_partij_agreed"


def received(
    more: str = "", *, name: str = "receivers_read_what_their_own_party_does"
) -> Policy:
    return Policy(
        name,
        "SELECT",
        using=f"{given_by_own_party('owner_id')} AND closed_off_at IS NULL"
        f" AND {holds(Access.RECEIVE, case=CASE)}"
        f" AND {not_shielded(case=CASE)}{more}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0040_released_at_a_table"),
        ("privacy", "0007_ways_to_a_receiver"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        ChangePolicies(
            "action",
            (received(), received(f" AND zvh_was_sent(ico_action.id, {CASE})")),
        ),
        migrations.RunSQL(
            f"DROP POLICY {TWICE} ON ico_action",
            received(name=TWICE).create("ico_action"),
        ),
    ]
