"""Who is of no Partij is invited too, through a secure page (P-5)."""

import django.db.models.deletion
from django.db import migrations, models

from zvh.guard.rowsecurity import Cascade


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0013_secure_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="outsider",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="invitations",
                to="ico.outsider",
                verbose_name="incidentele derde",
            ),
        ),
        Cascade("invitation", "outsider"),
    ]
