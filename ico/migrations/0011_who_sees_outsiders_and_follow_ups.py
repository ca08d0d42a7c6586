"""What is recorded of outsiders and of a next meeting is for the bureau only."""

from django.db import migrations

from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade


class Migration(migrations.Migration):
    dependencies = [("ico", "0010_outsiders_and_follow_ups")]
    operations = [
        Cascade("outsider", "case", "meeting"),
        Cascade("followup", "case", "meeting"),
        dossier_lock(
            "outsider",
            table="ico_outsider",
            keep=Keep.WORK,
            withdrawable=True,
            actor="recorded_by",
            fixed=("meeting", "admitted_by", "admitted_on", "recorded_by"),
        ),
        dossier_lock(
            "followup",
            table="ico_followup",
            keep=Keep.WORK,
            fixed=("meeting", "decided_by", "decided_with", "decided_on"),
        ),
    ]
