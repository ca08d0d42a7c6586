"""Who does something and has a secure page hears of nothing else in the plan (P-5)."""

from django.db import migrations

from ico.functions_involvement import IN_THE_PLAN, READS

AGAIN = (IN_THE_PLAN + READS).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("ico", "0035_who_is_to_be_told")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
