"""Who receives an extract reads what their own Partij agreed to do (F-3)."""

from django.db import migrations

from cases.grants import Access
from cases.policies import holds, not_shielded
from zvh.guard.rowsecurity import PARTY, AddPolicies, Policy


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0019_row_security_of_notices"),
        ("cases", "0021_what_is_disclosed"),
    ]
    operations = [
        AddPolicies(
            "action",
            Policy(
                "receivers_read_what_their_own_partij_agreed",
                "SELECT",
                using=f"owner_id = {PARTY} AND closed_off_at IS NULL"
                f" AND {holds(Access.RECEIVE, case='ico_action.case_id')}"
                f" AND {not_shielded(case='ico_action.case_id')}",
            ),
        ),
    ]
