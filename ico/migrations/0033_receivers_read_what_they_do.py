"""Who receives an extract reads what it says that their Partij does (F-3, P-5)."""

from django.db import migrations

from cases.grants import Access
from cases.policies import given_by_own_party, holds, not_shielded
from zvh.guard.rowsecurity import AddPolicies, Policy

ACTION = "ico_action"
CASE = f"{ACTION}.case_id"


class Migration(migrations.Migration):
    dependencies = [("ico", "0032_the_joint_decision_comes_first")]
    operations = [
        AddPolicies(
            "action",
            Policy(
                "receivers_read_what_their_own_party_does",
                "SELECT",
                using=f"{given_by_own_party('owner_id')} AND closed_off_at IS NULL"
                f" AND {holds(Access.RECEIVE, case=CASE)}"
                f" AND {not_shielded(case=CASE)}",
            ),
        )
    ]
