"""Who does something signals about it; who watches over the agreements settles that."""

from django.db import migrations

from cases.policies import dossier_lock, others_change_only
from ico.functions_monitoring import DOES, NOT_DOES, NOTHING_TO_DO, TO_DO_ONCE
from ico.policies import leads, to_remind
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Cascade, ChangePolicies, Policy, purpose

OWNER = "CURRENT_USER"
OWN = f"by_id = {USER} AND zvh_does(action_id)"
LED = leads(case="ico_signal.case_id")
WAITS = f"{purpose('reminders')} AND settled_at IS NULL"


def reminded(name: str, command: str, days: int) -> Policy:
    check = to_remind(days) if command == "UPDATE" else ""
    return Policy(name, command, using=to_remind(days), check=check)


# Three working days ahead are more days where there is a weekend with holidays.
FURTHER = [
    (reminded(name, command, 3), reminded(name, command, 10))
    for name, command in (
        ("reminders_see_what_is_due", "SELECT"),
        ("reminders_note_whom_they_told", "UPDATE"),
    )
]


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0021_signals_about_agreements"),
        ("cases", "0014_whoever_types_is_out_once_it_is_sent"),
    ]
    operations = [
        migrations.RunSQL(DOES, NOT_DOES),
        Cascade("signal", "case", "action"),
        Cascade("reportfile", "case", "action"),
        dossier_lock(
            "signal",
            Policy("whoever_does_it_signals", "INSERT", check=OWN),
            Policy("whoever_signals_reads_that", "SELECT", using=OWN),
            Policy("the_casusregisseur_reads_signals", "SELECT", using=LED),
            Policy(
                "the_casusregisseur_signals",
                "INSERT",
                check=f"by_id = {USER} AND {LED}",
            ),
            Policy("the_casusregisseur_settles", "UPDATE", using=LED, check=LED),
            Policy("reminders_see_what_nobody_settled", "SELECT", using=WAITS),
            Policy("reminders_note_that_they_told", "UPDATE", using=WAITS, check=WAITS),
            Policy("the_owner_counts_signals", "SELECT", using="true", to=OWNER),
            table="ico_signal",
            keep=Keep.WORK,
            actor="by",
            fixed=("action", "kind", "by", "at"),
        ),
        others_change_only(
            "signals_are_settled_and_no_more",
            *("told_at", "passed_on_at", "settled_at", "settled_by_id", "outcome"),
            table="ico_signal",
        ),
        dossier_lock(
            "reportfile",
            Policy("whoever_does_it_adds_a_file", "INSERT", check=OWN),
            Policy(
                "whoever_does_it_reads_its_files",
                "SELECT",
                using="zvh_does(action_id)",
            ),
            Policy(
                "the_casusregisseur_reads_files_of_agreements",
                "SELECT",
                using=leads(case="ico_reportfile.case_id"),
            ),
            table="ico_reportfile",
            keep=Keep.WORK,
            actor="by",
            changes=False,
        ),
        ChangePolicies("action", *FURTHER),
        migrations.RunSQL(TO_DO_ONCE, NOTHING_TO_DO),
    ]
