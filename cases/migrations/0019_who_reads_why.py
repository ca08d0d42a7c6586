"""Why a setting was changed is read by who may see the settings (T-2)."""

from django.db import migrations

from accounts.models import Role
from cases.policies import has_role

READERS = has_role(*sorted({*Role.bureau(), Role.FG}))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_opening_what_was_restricted"),
        ("house", "0005_reasons_have_readers_and_an_end"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE POLICY who_sees_the_settings_reads_why ON house_changereason"
            f" FOR SELECT USING ({READERS})",
            "DROP POLICY who_sees_the_settings_reads_why ON house_changereason",
        )
    ]
