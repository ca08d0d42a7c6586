"""What the database gives by itself, as for an answer, keeps no say (ADR 53)."""

from django.db import migrations

COLUMN = "ALTER TABLE cases_caseusergrant ALTER COLUMN keeps_say"


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_what_nobody_keeps_together")]
    operations = [
        migrations.RunSQL(f"{COLUMN} SET DEFAULT false", f"{COLUMN} DROP DEFAULT")
    ]
