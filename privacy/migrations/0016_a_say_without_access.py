"""A say outlives the access that a restricted case ended (V-1, V-2, P-2)."""

from django.db import migrations

from privacy import functions_of_say


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_a_say_without_access"),
        ("privacy", "0015_who_keeps_their_say"),
    ]
    operations = [migrations.RunSQL(functions_of_say.AGAIN, migrations.RunSQL.noop)]
