"""What is to be cleaned is sought among the cases that one was let into (ADR 40)."""

from django.db import migrations

from cases.functions_of_lists import CLEANED


class Migration(migrations.Migration):
    dependencies = [("cases", "0035_a_grant_keeps_no_say_by_itself")]
    operations = [migrations.RunSQL(CLEANED, migrations.RunSQL.noop)]
