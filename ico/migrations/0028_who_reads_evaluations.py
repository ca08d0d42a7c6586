"""What was learnt after a calamity is the bureau's; its codes are facts."""

from django.db import migrations

from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade


class Migration(migrations.Migration):
    dependencies = [("ico", "0027_how_a_case_ends")]
    operations = [
        Cascade("evaluation", "case"),
        dossier_lock(
            "evaluation",
            table="ico_evaluation",
            keep=Keep.PLAN,
            actor="by",
            changes=False,
        ),
    ]
