"""Who may see and change what is weighed, said in the database itself."""

from django.db import migrations

from cases.grants import Access, Why
from cases.policies import (
    dossier_lock,
    holds,
    let_in_by,
    not_shielded,
    others_change_only,
)
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, Cascade, Policy, purpose

# The job that makes the agenda moves what is open; it reads nothing of what was said.
AGENDA = f"{purpose('agenda')} AND state = 'open'"
REGISTERS = holds(Access.REGISTER, case="case_id")
# Who registered may always read the row of their case, so it can be asked in line.
SENT = (
    f"sent_at IS NOT NULL AND {REGISTERS} AND EXISTS (SELECT FROM cases_case AS c"
    " WHERE c.id = triage_advice.case_id"
    f" AND (c.advice_until IS NULL OR c.advice_until > {TODAY}))"
)


def weighed(table: str) -> Policy:
    """What the weging is about is read by who weighs."""
    return Policy(
        "participants_of_the_weging_read_it",
        "SELECT",
        using=f"{holds(Access.WEIGH, case=f'{table}.case_id')}"
        f" AND {not_shielded(case=f'{table}.case_id')}",
    )


def asked(table: str, inquiry: str) -> str:
    """The person asking was asked by this very uitvraag, and may still answer."""
    return let_in_by(
        Access.ANSWER, Why.INQUIRY, case=f"{table}.case_id", source=inquiry
    )


OWN_INQUIRY = f"party_id = {PARTY} AND {asked('triage_inquiry', 'triage_inquiry.id')}"
WAITING = purpose("inquiries")
# Closing takes away the names at a Partij that did not know them, no others.
UNKNOWN = (
    f"{WAITING} AND EXISTS (SELECT FROM triage_inquiry AS i"
    " WHERE i.id = triage_inquirysubject.inquiry_id AND i.answer <> 'known'"
    f" AND i.answer_before <= {NOW})"
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
    dossier_lock(
        "inquiry",
        Policy("partijen_see_what_they_are_asked", "SELECT", using=OWN_INQUIRY),
        Policy(
            "partijen_answer_until_it_closes",
            "UPDATE",
            using=f"{OWN_INQUIRY} AND closed_at IS NULL",
            check=f"{OWN_INQUIRY} AND closed_at IS NULL",
        ),
        Policy(
            "participants_of_the_weging_read_answers_given_for_it",
            "SELECT",
            using=f"is_for_triage AND {holds(Access.WEIGH, case='case_id')}"
            f" AND {not_shielded(case='case_id')}",
        ),
        Policy("reminders_see_who_was_asked", "SELECT", using=WAITING),
        Policy(
            "reminders_count_and_close",
            "UPDATE",
            using=f"{WAITING} AND closed_at IS NULL",
            check=WAITING,
        ),
        table="triage_inquiry",
        keep=Keep.WORK,
        actor="asked_by",
        fixed=("asked_by", "party", "sent_at"),
    ),
    dossier_lock(
        "inquirysubject",
        Policy(
            "who_was_asked_reads_about_whom",
            "SELECT",
            using=f"withdrawn_at IS NULL AND"
            f" {asked('triage_inquirysubject', 'inquiry_id')}",
        ),
        Policy("closing_sees_what_it_takes_away", "SELECT", using=UNKNOWN),
        Policy("closing_takes_it_away", "UPDATE", using=UNKNOWN, check=UNKNOWN),
        table="triage_inquirysubject",
        keep=Keep.WORK,
        withdrawable=True,
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
                *("inquiry", "inquirysubject"),
            )
        ),
        Cascade("relevantparty", "decision"),
        Cascade("inquirysubject", "inquiry"),
        *LOCKS,
        others_change_only(
            "senders_change_that_they_took_the_advice",
            "downloaded_at",
            table="triage_advice",
        ),
        others_change_only(
            "who_was_asked_changes_the_answer_only",
            *("answer", "answered_at", "answered_by_id", "secrecy_ground"),
            "is_for_triage",
            table="triage_inquiry",
        ),
    ]
