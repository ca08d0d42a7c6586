"""Whoever has a secure page takes part in what it is about (P-5, ADR 47)."""

from django.db import migrations

from ico.policies import FUNCTIONS

AGAIN = FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0012_what_is_contested_is_in_no_plan"),
        ("cases", "0015_secure_pages"),
    ]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
