"""Who is called to account answers; the bureau asks higher up, and sees it all."""

from django.db import migrations

from cases.policies import dossier_lock, others_change_only
from ico.functions_monitor import MONITOR, MOVES, NO_MONITOR, STANDS_STILL
from ico.functions_monitoring import TO_DO
from ico.policies import leads
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Cascade, Policy, SetNull, purpose

OWNER = "CURRENT_USER"
LED = leads(case="ico_calltoaccount.case_id")
DOES = "zvh_does(action_id)"
ANSWERS = f"{DOES} AND answered_by_id = {USER}"
ASKED = purpose("reminders")
REPORT = ("state", "report", "reported_at", "reported_by_id")
NAME = "owners_change_their_report_only"


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0025_calls_and_escalations"),
        ("cases", "0023_what_is_done_moves_the_case"),
    ]
    operations = [
        Cascade("calltoaccount", "case", "action"),
        Cascade("escalation", "case"),
        SetNull("escalation", "action"),
        dossier_lock(
            "calltoaccount",
            Policy("whoever_does_it_reads_the_question", "SELECT", using=DOES),
            Policy("whoever_does_it_answers", "UPDATE", using=DOES, check=ANSWERS),
            Policy("the_casusregisseur_reads_calls", "SELECT", using=LED),
            Policy(
                "the_casusregisseur_calls", "INSERT", check=f"by_id = {USER} AND {LED}"
            ),
            Policy("the_casusregisseur_notes_answers", "UPDATE", using=LED, check=LED),
            Policy("the_owner_counts_calls", "SELECT", using="true", to=OWNER),
            table="ico_calltoaccount",
            keep=Keep.WORK,
            actor="by",
            fixed=("action", "way", "by", "at"),
        ),
        others_change_only(
            "calls_are_answered_and_no_more",
            *("answer", "answered_at", "answered_by_id"),
            table="ico_calltoaccount",
        ),
        dossier_lock(
            "escalation",
            Policy("reminders_see_escalations", "SELECT", using=ASKED),
            Policy("reminders_count_escalations", "UPDATE", using=ASKED, check=ASKED),
            Policy("the_owner_counts_escalations", "SELECT", using="true", to=OWNER),
            table="ico_escalation",
            keep=Keep.WORK,
            actor="asked_by",
            fixed=("level", "party", "asked_by", "asked_at"),
        ),
        migrations.RunSQL(
            f"DROP TRIGGER {NAME} ON ico_action",
            migrations.RunSQL.noop,
        ),
        others_change_only(NAME, *REPORT, "effect", "effect_at", table="ico_action"),
        migrations.RunSQL(TO_DO, migrations.RunSQL.noop),
        migrations.RunSQL(MONITOR, NO_MONITOR),
        migrations.RunSQL(MOVES, STANDS_STILL),
    ]
