"""Until it is decided whether a betrokkene is told, the table reads nothing (O-5)."""

from django.db import migrations, models

from ico.functions_table import NOBODY_WAITS, WAITS
from zvh.guard.rowsecurity import AddPolicies, owner_answers


class Migration(migrations.Migration):
    dependencies = [("ico", "0031_lists_and_moments_by_hand")]
    operations = [
        migrations.AddField(
            model_name="meeting",
            name="informs_first",
            field=models.BooleanField(default=True, verbose_name="eerst informeren"),
        ),
        migrations.AddField(
            model_name="notice",
            name="is_joint",
            field=models.BooleanField(default=False, verbose_name="samen besloten"),
        ),
        AddPolicies("notice", owner_answers("notices")),
        migrations.RunSQL(WAITS, NOBODY_WAITS),
    ]
