"""Who sees which moments are proposed, and who says when they can come."""

from django.db import migrations

from cases.policies import dossier_lock, others_change_only
from ico.policies_planning import (
    IS_ASKED,
    NOTHING_COUNTS,
    OWN_QUESTION,
    REMINDERS_COUNT_ONLY,
    TO_REMIND,
)
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Cascade, Policy


class Migration(migrations.Migration):
    dependencies = [("ico", "0008_moments")]
    operations = [
        Cascade("moment", "case", "meeting"),
        Cascade("availability", "case", "meeting", "invitation"),
        dossier_lock(
            "availability",
            Policy("people_see_when_they_are_asked", "SELECT", using=OWN_QUESTION),
            Policy(
                "people_say_themselves_when_they_can",
                "UPDATE",
                using=OWN_QUESTION,
                check=f"{OWN_QUESTION} AND typed_by_id = {USER}",
            ),
            Policy("reminders_see_who_says_nothing", "SELECT", using=TO_REMIND),
            Policy(
                "reminders_count_whom_they_told",
                "UPDATE",
                using=TO_REMIND,
                check=TO_REMIND,
            ),
            table="ico_availability",
            keep=Keep.WORK,
            fixed=("meeting", "invitation", "party", "user"),
        ),
        dossier_lock(
            "moment",
            Policy("who_is_asked_sees_the_moments", "SELECT", using=IS_ASKED),
            table="ico_moment",
            keep=Keep.WORK,
            withdrawable=True,
        ),
        others_change_only(
            "who_is_asked_changes_the_answer_only",
            *("answers", "answered_at", "typed_by_id", "spoken_by"),
            table="ico_availability",
        ),
        migrations.RunSQL(REMINDERS_COUNT_ONLY, NOTHING_COUNTS),
    ]
