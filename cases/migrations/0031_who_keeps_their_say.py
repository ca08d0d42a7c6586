"""In a restricted case nobody answers or reads by an act of before; it waits (P-2)."""

from django.db import migrations

from cases import functions


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_what_is_over_stays_over")]
    operations = [
        migrations.RunSQL(
            f"CREATE OR REPLACE {functions.HOLDS}", migrations.RunSQL.noop
        )
    ]
