"""Whether a betrokkene was told, and comes, is for the bureau alone (O-5, O-6)."""

from django.db import migrations

from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade, SetNull


class Migration(migrations.Migration):
    dependencies = [("ico", "0018_notices")]
    operations = [
        Cascade("notice", "case", "person"),
        SetNull("notice", "meeting"),
        Cascade("coming", "case", "meeting", "person"),
        *(
            dossier_lock(
                model,
                table=f"ico_{model}",
                keep=Keep.WORK,
                withdrawable=True,
                actor="recorded_by",
                fixed=("person", "meeting", "recorded_by"),
            )
            for model in ("notice", "coming")
        ),
    ]
