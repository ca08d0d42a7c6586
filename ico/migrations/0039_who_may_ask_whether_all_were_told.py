"""Whether everybody was told is answered to who is in that case, and to nobody else."""

from django.db import migrations

from ico.functions_table import WAITS

AGAIN = WAITS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("ico", "0038_nobody_passes_over_the_decision")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
