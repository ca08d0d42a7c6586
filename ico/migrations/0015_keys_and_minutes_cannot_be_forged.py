"""Two keys, an answer and the minutes hold for whoever writes rows by hand, too."""

from django.db import migrations

from cases.grants import Access
from cases.policies import holds
from ico.policies_table import (
    ANSWERS_CHANGE,
    ANSWERS_STAND,
    ONE_KEY,
    TWO_KEYS,
    WRITTEN_AS_IT_WAS,
    WRITTEN_AT_WILL,
)
from zvh.guard.rowsecurity import USER, ChangePolicies, Policy

ADDS = "the_bureau_adds_to_its_cases"
WORKS = holds(Access.WORK, case="ico_minutestext.case_id")
# What stood there is kept under the name of whoever wrote it.
IN_OWN_NAME = f"{WORKS} AND (kind = 'before' OR written_by_id = {USER})"


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0014_outsiders_with_a_page"),
        ("cases", "0018_opening_what_was_restricted"),
    ]
    operations = [
        migrations.RunSQL(TWO_KEYS, ONE_KEY),
        migrations.RunSQL(ANSWERS_STAND, ANSWERS_CHANGE),
        migrations.RunSQL(WRITTEN_AS_IT_WAS, WRITTEN_AT_WILL),
        ChangePolicies(
            "minutestext",
            (
                Policy(ADDS, "INSERT", check=WORKS),
                Policy(ADDS, "INSERT", check=IN_OWN_NAME),
            ),
        ),
    ]
