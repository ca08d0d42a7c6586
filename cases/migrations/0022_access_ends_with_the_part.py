"""Whoever leaves a case is let out by the database itself, of everything there."""

from django.db import migrations

from zvh.guard.rowsecurity import NOW, Add, Policy


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_what_is_disclosed")]
    operations = [
        Add(
            "caseusergrant",
            Policy(
                "the_owner_ends_what_somebody_leaves",
                "UPDATE",
                using="true",
                check=f"until <= {NOW} + interval '1 minute'",
                to="CURRENT_USER",
            ),
        )
    ]
