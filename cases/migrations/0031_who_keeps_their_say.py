"""What a grant opens; what a restricted case leaves, `0032` says."""

from django.db import migrations

from cases import functions


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_what_is_over_stays_over")]
    operations = [
        migrations.RunSQL(
            f"CREATE OR REPLACE {functions.HOLDS}", migrations.RunSQL.noop
        )
    ]
