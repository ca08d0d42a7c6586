"""The work list asks once which advices are unsent and which support may end."""

from django.db import migrations, models

from triage import functions
from zvh.guard.rowsecurity import AddPolicies, owner_answers


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0005_row_security_of_what_was_added"),
        ("cases", "0016_support_by_its_start"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="advice",
            index=models.Index(
                condition=models.Q(("sent_at", None)),
                fields=["case"],
                name="advices_not_sent_yet",
            ),
        ),
        AddPolicies("advice", owner_answers("advices")),
        AddPolicies("supportnote", owner_answers("support")),
        migrations.RunSQL(functions.CREATE, functions.DROP),
    ]
