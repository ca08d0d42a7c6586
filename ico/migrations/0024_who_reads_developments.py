"""Whoever is in a plan tells the others how it goes, and leaves it in one act."""

from django.db import migrations

from cases.policies import dossier_lock, given_by_own_party
from ico.functions_involvement import (
    IN_THE_PLAN,
    INVOLVED,
    LEAVE,
    NOBODY_READS,
    NOT_IN_THE_PLAN,
    NOT_INVOLVED,
    READS,
    STAY,
)
from ico.functions_monitoring import TO_DO
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Add, Cascade, Policy, owner_answers, purpose

OWNER = "CURRENT_USER"
SPEAKS = f"by_id = {USER} AND {given_by_own_party('party_id')}"
UNTOLD = f"{purpose('reminders')} AND told_at IS NULL"
TELLING = purpose("reminders")
READS_IT = "zvh_reads_development(ico_development.id, case_id, by_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0023_developments_and_departures"),
        ("cases", "0022_access_ends_with_the_part"),
        ("accounts", "0005_whoever_has_no_part_left"),
    ]
    operations = [
        Cascade("development", "case"),
        Cascade("developmentreader", "case", "development"),
        Cascade("departure", "case"),
        migrations.RunSQL(IN_THE_PLAN, NOT_IN_THE_PLAN),
        migrations.RunSQL(READS, NOBODY_READS),
        dossier_lock(
            "development",
            Policy(
                "whoever_is_in_the_plan_tells",
                "INSERT",
                check=f"{SPEAKS} AND zvh_is_in_the_plan(case_id)",
            ),
            Policy("people_of_the_plan_read_what_is_for_them", "SELECT", READS_IT),
            # Told or not: who hides a row by a change of it may not make that change.
            Policy("letters_see_what_was_told", "SELECT", using=TELLING),
            Policy("letters_note_that_they_told", "UPDATE", UNTOLD, TELLING),
            owner_answers("developments"),
            table="ico_development",
            keep=Keep.WORK,
            actor="by",
            fixed=("by", "party", "at", "audience", "reference"),
        ),
        dossier_lock(
            "developmentreader",
            Policy(
                "whoever_tells_chooses_who_reads",
                "INSERT",
                check="zvh_told_development(development_id)",
            ),
            Policy(
                "people_of_the_plan_see_for_whom_it_is",
                "SELECT",
                using="EXISTS (SELECT FROM ico_development AS d"
                " WHERE d.id = ico_developmentreader.development_id)",
            ),
            owner_answers("readers"),
            table="ico_developmentreader",
            keep=Keep.WORK,
            changes=False,
        ),
        dossier_lock(
            "departure",
            Policy(
                "whoever_is_in_the_plan_leaves_it",
                "INSERT",
                check=f"user_id = {USER} AND {given_by_own_party('party_id')}"
                " AND settled_at IS NULL AND zvh_is_in_the_plan(case_id)",
            ),
            Policy(
                "who_asks_to_hand_over_sees_that",
                "SELECT",
                using=f"user_id = {USER} AND kind = 'hands_over'"
                " AND zvh_is_in_the_plan(case_id)",
            ),
            owner_answers("departures"),
            table="ico_departure",
            keep=Keep.WORK,
            fixed=("kind", "user", "party", "at", "led"),
        ),
        Add(
            "action",
            Policy(
                "the_owner_lets_people_go",
                "UPDATE",
                using="closed_off_at IS NULL",
                check="responsible_user_id IS NULL OR closed_off_at IS NOT NULL",
                to=OWNER,
            ),
        ),
        migrations.RunSQL(LEAVE, STAY),
        migrations.RunSQL(INVOLVED, NOT_INVOLVED),
        migrations.RunSQL(TO_DO, migrations.RunSQL.noop),
    ]
