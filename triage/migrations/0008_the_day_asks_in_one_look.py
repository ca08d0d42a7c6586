"""What was decided and waits is found by a look a case, and the weging is counted."""

from django.db import migrations

from triage import functions
from zvh.guard.rowsecurity import AddPolicies, owner_answers


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0007_who_keeps_the_weging"),
        ("cases", "0036_what_is_cleaned_begins_at_few"),
    ]
    operations = [
        AddPolicies("agendaitem", owner_answers("agenda")),
        migrations.RunSQL(functions.CREATE, migrations.RunSQL.noop),
        migrations.RunSQL(functions.TO_WEIGH, functions.WEIGHS_NOTHING),
    ]
