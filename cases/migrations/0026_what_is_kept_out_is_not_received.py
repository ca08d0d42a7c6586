"""What is not for the plan is in no extract, nor in one that was sent (O-14)."""

from django.db import migrations

from cases.grants import Access
from cases.policies import holds, not_shielded
from zvh.guard.rowsecurity import ChangePolicies, Policy

PIECE = "cases_contribution"


def received(more: str = "") -> Policy:
    return Policy(
        "receivers_read_what_was_disclosed_to_them",
        "SELECT",
        using=f"zvh_was_released({PIECE}.id, {PIECE}.case_id, 'disclosure')"
        f" AND {holds(Access.RECEIVE, case=f'{PIECE}.case_id')}"
        f" AND {PIECE}.withdrawn_at IS NULL"
        f" AND {PIECE}.contested_at IS NULL{more}"
        f" AND {not_shielded(case=f'{PIECE}.case_id')}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_who_continues_a_dossier")]
    operations = [
        ChangePolicies(
            "contribution",
            (received(), received(f" AND NOT {PIECE}.not_for_plan")),
        ),
    ]
