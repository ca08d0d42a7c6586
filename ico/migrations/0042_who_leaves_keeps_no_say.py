"""Whoever leaves a case has no say in it either (P-7)."""

from django.db import migrations

from ico import functions_involvement

AGAIN = functions_involvement.LEAVE.split("CREATE TRIGGER")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_a_say_without_access"),
        ("ico", "0041_what_was_sent_and_no_more"),
    ]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
