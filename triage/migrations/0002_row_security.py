"""Who may see and change what is weighed, said in the database itself."""

from django.db import migrations

from cases.grants import Access
from cases.policies import dossier_lock, holds, others_change_only
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade, Policy, purpose

# The job that makes the agenda moves what is open; it reads nothing of what was said.
AGENDA = f"{purpose('agenda')} AND state = 'open'"
REGISTERS = holds(Access.REGISTER, case="case_id")
SENT = f"sent_at IS NOT NULL AND {REGISTERS}"


def weighed(table: str) -> Policy:
    """What the weging is about is read by who weighs."""
    return Policy(
        "participants_of_the_weging_read_it",
        "SELECT",
        using=holds(Access.WEIGH, case=f"{table}.case_id"),
    )


LOCKS = [
    dossier_lock(
        "purposedecision",
        table="triage_purposedecision",
        keep=Keep.WORK,
        actor="by",
        fixed=("by", "at"),
    ),
    dossier_lock(
        "agendaitem",
        weighed("triage_agendaitem"),
        Policy("the_agenda_sees_what_waits", "SELECT", using=AGENDA),
        Policy("the_agenda_orders_what_waits", "UPDATE", using=AGENDA, check=AGENDA),
        table="triage_agendaitem",
        keep=Keep.WORK,
    ),
    dossier_lock(
        "triagedecision",
        weighed("triage_triagedecision"),
        table="triage_triagedecision",
        keep=Keep.PLAN,
        actor="by",
        fixed=("by", "at"),
    ),
    dossier_lock(
        "relevantparty",
        weighed("triage_relevantparty"),
        table="triage_relevantparty",
        keep=Keep.PLAN,
    ),
    dossier_lock(
        "advice",
        Policy("senders_read_the_advice_once_sent", "SELECT", using=SENT),
        Policy(
            "senders_note_that_they_took_the_advice",
            "UPDATE",
            using=SENT,
            check=SENT,
        ),
        table="triage_advice",
        keep=Keep.ADVICE,
        withdrawable=True,
        actor="written_by",
    ),
    dossier_lock(
        "supportnote",
        table="triage_supportnote",
        keep=Keep.PLAN,
        actor="by",
        fixed=("by", "at"),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0001_initial"),
        ("cases", "0002_row_security"),
    ]
    operations = [
        *(
            Cascade(model, "case")
            for model in (
                *("purposedecision", "agendaitem", "triagedecision"),
                *("relevantparty", "advice", "supportnote"),
            )
        ),
        Cascade("relevantparty", "decision"),
        *LOCKS,
        others_change_only(
            "senders_change_that_they_took_the_advice",
            "downloaded_at",
            table="triage_advice",
        ),
    ]
