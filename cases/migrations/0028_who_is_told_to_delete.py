"""Whoever was let in by a verstrekking hears what they must delete (V-1, V-2)."""

from django.db import migrations

from cases.grants import Why
from zvh.guard.rowsecurity import AddPolicies, Policy, purpose


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_a_table_may_wait")]
    operations = [
        AddPolicies(
            "caseusergrant",
            Policy(
                "approvals_see_who_was_sent_something",
                "SELECT",
                using=f"{purpose('approvals')} AND why = '{Why.DISCLOSURE}'",
            ),
        ),
    ]
