"""What is to be cleaned is sought among the cases that one was let into (ADR 40)."""

from django.db import migrations

from cases.functions_of_lists import CLEANED


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_what_nobody_keeps_together")]
    operations = [migrations.RunSQL(CLEANED, migrations.RunSQL.noop)]
