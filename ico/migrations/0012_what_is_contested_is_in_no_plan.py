"""What a giver contests is read in a plan by nobody else either (I-6)."""

from django.db import migrations

from ico import functions

# A policy asks the function, so that it is replaced and not made anew.
AGAIN = functions.LINE_IS_RELEASED.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0011_who_sees_outsiders_and_follow_ups"),
        ("cases", "0008_what_is_contested_is_read_by_nobody"),
    ]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
