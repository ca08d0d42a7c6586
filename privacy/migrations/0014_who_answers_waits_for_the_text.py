"""A yes that is given while the text changes is for the text that was read (V-2)."""

from django.db import migrations

from privacy import functions


class Migration(migrations.Migration):
    dependencies = [("privacy", "0013_proof_is_of_its_moment")]
    operations = [
        migrations.RunSQL(functions.DROP + functions.CREATE, migrations.RunSQL.noop)
    ]
