"""Going on with a closed dossier is recorded by the bureau, and read by it alone."""

from django.db import migrations

from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_a_dossier_is_continued")]
    operations = [
        Cascade("continuation", "case"),
        Cascade("continuationakkoord", "case", "continuation"),
        dossier_lock(
            "continuation",
            table="cases_continuation",
            keep=Keep.WORK,
            actor="by",
            changes=False,
        ),
        dossier_lock(
            "continuationakkoord",
            table="cases_continuationakkoord",
            keep=Keep.WORK,
            changes=False,
        ),
    ]
