"""The list and the moment of a meeting hold for whoever writes rows by hand, too."""

from django.db import migrations

from cases.grants import Access
from cases.policies import holds
from ico.functions_table import ADMITS, FOLLOWS, OFF_THE_LIST, ON_THE_LIST, STAYS
from zvh.guard.rowsecurity import USER, ChangePolicies, Policy

ADDS = "the_bureau_adds_to_its_cases"
WORKS = holds(Access.WORK, case="ico_outsider.case_id")
OWN = f"{WORKS} AND recorded_by_id = {USER}"


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0030_reminders_see_what_is_due"),
        ("cases", "0027_a_table_may_wait"),
    ]
    operations = [
        migrations.RunSQL(FOLLOWS, STAYS),
        migrations.RunSQL(OFF_THE_LIST, ON_THE_LIST),
        ChangePolicies(
            "outsider",
            (
                Policy(ADDS, "INSERT", check=OWN),
                Policy(ADDS, "INSERT", check=f"{OWN} AND {ADMITS}"),
            ),
        ),
    ]
