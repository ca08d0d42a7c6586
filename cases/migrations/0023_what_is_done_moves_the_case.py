"""A report or a development moves its case, also when its writer does not see it."""

from django.db import migrations

from zvh.guard.rowsecurity import Add, Policy


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_access_ends_with_the_part")]
    operations = [
        Add(
            "case",
            Policy(
                "the_owner_notes_that_a_case_moves",
                "UPDATE",
                using="true",
                check="true",
                to="CURRENT_USER",
            ),
        )
    ]
