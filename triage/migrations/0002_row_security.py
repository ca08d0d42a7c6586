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
from zvh.guard.ledger import WriteDown
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, USER, Cascade, Policy, purpose

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


IS_CONTACT = (
    "EXISTS (SELECT FROM accounts_contact AS who"
    f" WHERE who.user_id = {USER} AND who.party_id = {PARTY})"
)
# Closed at its moment, also before any job has tidied up.
OPEN = f"closed_at IS NULL AND answer_before > {NOW}"
OWN_INQUIRY = (
    f"party_id = {PARTY} AND {IS_CONTACT} AND (answer = 'known' OR {OPEN})"
    f" AND {asked('triage_inquiry', 'triage_inquiry.id')}"
)
WAITING = purpose("inquiries")
NOT_CLOSED = f"closed_at IS NULL OR closed_at >= {NOW} - interval '1 minute'"
# Closing takes away the names at a Partij that did not know them, no others.
UNKNOWN = (
    f"{WAITING} AND EXISTS (SELECT FROM triage_inquiry AS i"
    " WHERE i.id = triage_inquirysubject.inquiry_id AND i.answer <> 'known'"
    f" AND i.answer_before <= {NOW})"
)

# What waits for answers counts and closes; it writes nothing that anybody said.
WAITING_CHANGES = f"""
    CREATE FUNCTION zvh_waiting_changes_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE theirs pg_catalog.text[] := TG_ARGV[0:];
    BEGIN
        IF {WAITING} AND to_jsonb(NEW) - theirs <> to_jsonb(OLD) - theirs THEN
            RAISE EXCEPTION 'a job counts and closes only'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER a_job_counts_and_closes_only
        BEFORE UPDATE ON triage_inquiry FOR EACH ROW
        EXECUTE FUNCTION zvh_waiting_changes_only('reminders', 'closed_at', 'version');
    CREATE TRIGGER a_job_takes_away_only
        BEFORE UPDATE ON triage_inquirysubject FOR EACH ROW
        EXECUTE FUNCTION zvh_waiting_changes_only('withdrawn_at', 'version');
"""
NOTHING_CHANGES = """
    DROP TRIGGER a_job_takes_away_only ON triage_inquirysubject;
    DROP TRIGGER a_job_counts_and_closes_only ON triage_inquiry;
    DROP FUNCTION zvh_waiting_changes_only();
"""

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
            using=f"{OWN_INQUIRY} AND {OPEN}",
            check=f"{OPEN} AND party_id = {PARTY} AND answered_by_id = {USER}",
        ),
        Policy(
            "participants_of_the_weging_read_answers_given_for_it",
            "SELECT",
            using=f"is_for_triage AND {holds(Access.WEIGH, case='case_id')}"
            f" AND {not_shielded(case='case_id')}",
        ),
        Policy(
            "reminders_see_who_was_asked",
            "SELECT",
            using=f"{WAITING} AND ({NOT_CLOSED})",
        ),
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
            using="withdrawn_at IS NULL"
            f" AND {asked('triage_inquirysubject', 'inquiry_id')}"
            " AND EXISTS (SELECT FROM triage_inquiry AS i"
            " WHERE i.id = triage_inquirysubject.inquiry_id"
            f" AND i.party_id = {PARTY})",
        ),
        Policy("closing_sees_what_it_takes_away", "SELECT", using=UNKNOWN),
        Policy("closing_takes_it_away", "UPDATE", using=UNKNOWN, check=UNKNOWN),
        table="triage_inquirysubject",
        keep=Keep.WORK,
        withdrawable=True,
        fixed=("inquiry", "described", "birth_date", "position"),
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
            *("is_for_triage", "spoken_by"),
            table="triage_inquiry",
        ),
        migrations.RunSQL(WAITING_CHANGES, NOTHING_CHANGES),
        WriteDown("triage_inquiry", "is_for_triage", "closed_at"),
    ]
