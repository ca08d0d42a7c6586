"""Who proposes, who decides whom a case concerns, and who contests what was told."""

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
from zvh.guard.rowsecurity import NOW, PARTY, USER, Cascade, Policy, purpose

OPEN = f"closed_at IS NULL AND answer_before > {NOW}"
ASKED = let_in_by(
    Access.ANSWER,
    Why.INQUIRY,
    case="triage_inquiry.case_id",
    source="triage_inquiry.id",
)
IS_CONTACT = (
    "EXISTS (SELECT FROM accounts_contact AS who"
    f" WHERE who.user_id = {USER} AND who.party_id = {PARTY})"
)
# What the bureau typed for a Partij stays contestable while that Partij may see it.
TOLD_FOR_THEM = f"party_id = {PARTY} AND answer = 'known' AND {IS_CONTACT} AND {ASKED}"
CONTESTS = Policy(
    "partijen_contest_what_was_written_for_them",
    "UPDATE",
    using=TOLD_FOR_THEM,
    check=f"party_id = {PARTY} AND answer = 'known' AND contested_by_id = {USER}"
    " AND contested_at IS NOT NULL AND NOT is_for_triage",
)
LEAVES = Policy(
    "the_agenda_sees_which_advice_is_to_leave",
    "SELECT",
    using=f"{purpose('agenda')} AND sent_at IS NULL AND sends_at <= {NOW}",
)
CONTEST = ("contested_at", "contested_by_id", "contest", "is_for_triage")
ANSWER = ("answer", "answered_at", "answered_by_id", "secrecy_ground", "spoken_by")


def added(policy: Policy, table: str) -> migrations.RunSQL:
    return migrations.RunSQL(policy.create(table), policy.drop(table))


def taken_away(operation: migrations.RunSQL) -> migrations.RunSQL:
    return migrations.RunSQL(operation.reverse_sql, operation.sql)


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0004_meetings_in_calendars_and_what_was_proposed"),
        ("cases", "0002_row_security"),
    ]
    operations = [
        Cascade("involvementdecision", "case"),
        Cascade("proposal", "case"),
        dossier_lock(
            "involvementdecision",
            table="triage_involvementdecision",
            keep=Keep.WORK,
            actor="by",
            changes=False,
        ),
        dossier_lock(
            "proposal",
            Policy(
                "participants_of_the_weging_read_it",
                "SELECT",
                using=f"{holds(Access.WEIGH, case='triage_proposal.case_id')}"
                f" AND {not_shielded(case='triage_proposal.case_id')}",
            ),
            table="triage_proposal",
            keep=Keep.WORK,
            actor="by",
        ),
        added(CONTESTS, "triage_inquiry"),
        added(LEAVES, "triage_advice"),
        taken_away(
            others_change_only(
                "who_was_asked_changes_the_answer_only",
                *("answer", "answered_at", "answered_by_id", "secrecy_ground"),
                *("is_for_triage", "spoken_by"),
                table="triage_inquiry",
            )
        ),
        others_change_only(
            "who_was_asked_changes_the_answer_only",
            *(*ANSWER, *CONTEST),
            table="triage_inquiry",
            when=f"OLD.closed_at IS NULL AND OLD.answer_before > {NOW}",
        ),
        others_change_only(
            "who_was_asked_contests_only_once_it_closed",
            *CONTEST,
            table="triage_inquiry",
            when=f"(OLD.closed_at IS NULL AND OLD.answer_before > {NOW}) IS NOT TRUE",
        ),
    ]
