"""What is released to a table is not read while that table has to decide first."""

from django.db import migrations

from cases.functions_of_releases import AGAIN, NO_TABLE_WAITS, NO_TABLES
from zvh.guard.rowsecurity import AddPolicies, owner_answers


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_what_is_kept_out_is_not_received")]
    operations = [
        migrations.RunSQL(NO_TABLE_WAITS, NO_TABLES),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        AddPolicies("person", owner_answers("people")),
        AddPolicies("registration", owner_answers("registrations")),
    ]
