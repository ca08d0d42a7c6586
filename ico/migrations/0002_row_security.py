"""Who sees what of a meeting and its plan; an established plan stays as it is."""

from django.db import migrations

from cases.policies import (
    dossier_lock,
    given_by_own_party,
    others_change_only,
)
from ico.policies import (
    FUNCTIONS,
    NO_FUNCTIONS,
    NO_REDACT,
    NO_SWAP,
    NO_TABLE,
    REDACT,
    SWAP,
    TABLE,
    attends,
    in_the_post,
    invited,
    leads,
    meeting_in_the_post,
    own_action,
    released_for_the_plan,
    to_remind,
)
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import PARTY, USER, Cascade, Policy, SetNull

OWNER = "CURRENT_USER"

OWN_INVITATION = (
    f"ico_invitation.user_id = {USER} AND ico_invitation.ended_at IS NULL"
    f" AND {invited(table='ico_invitation', meeting='meeting_id')}"
)

MEETINGS = [
    dossier_lock(
        "meeting",
        Policy(
            "participants_see_the_meeting_they_are_invited_to",
            "SELECT",
            using=invited(table="ico_meeting", meeting="id"),
        ),
        Policy("the_post_dates_its_letters", "SELECT", using=meeting_in_the_post()),
        table="ico_meeting",
        keep=Keep.WORK,
    ),
    dossier_lock(
        "invitation",
        Policy("people_see_their_own_invitation", "SELECT", using=OWN_INVITATION),
        Policy(
            "people_answer_their_own_invitation",
            "UPDATE",
            using=OWN_INVITATION,
            check=OWN_INVITATION,
        ),
        Policy("the_post_reads_whom_it_invites", "SELECT", using=in_the_post()),
        table="ico_invitation",
        keep=Keep.WORK,
    ),
    dossier_lock(
        "attendance",
        Policy(
            "participants_see_who_sits_at_their_table",
            "SELECT",
            using=f"{attends(table='ico_attendance', meeting='meeting_id')}"
            f" AND (ico_attendance.is_listed OR ico_attendance.user_id = {USER})",
        ),
        Policy("the_owner_answers_for_tables", "SELECT", using="true", to=OWNER),
        table="ico_attendance",
        keep=Keep.WORK,
        withdrawable=True,
    ),
    dossier_lock("minutessection", table="ico_minutessection", keep=Keep.WORK),
]

PLANS = [
    dossier_lock(
        "plan",
        Policy(
            "the_casusregisseur_reads_established_plans",
            "SELECT",
            using=f"state = 'established' AND {leads(case='ico_plan.case_id')}",
        ),
        table="ico_plan",
        keep=Keep.PLAN,
        actor="made_by",
        fixed=("made_by", "made_at"),
    ),
    dossier_lock(
        "planline",
        Policy(
            "the_casusregisseur_reads_the_plan_as_released",
            "SELECT",
            using=f"{leads(case='ico_planline.case_id')}"
            " AND EXISTS (SELECT FROM ico_plan AS p WHERE p.id = ico_planline.plan_id"
            " AND p.state = 'established' AND (ico_planline.section <> 'picture'"
            " OR ico_planline.owner_id IS NOT NULL OR zvh_sat_at(p.meeting_id)))"
            " AND (ico_planline.section <> 'picture'"
            " OR ico_planline.owner_id IS NULL"
            f" OR {given_by_own_party('ico_planline.owner_id')}"
            " OR ico_planline.redacted_at IS NOT NULL"
            f" OR {released_for_the_plan(table='ico_planline', party=PARTY)})",
        ),
        Policy("the_owner_finds_what_is_withdrawn", "SELECT", using="true", to=OWNER),
        Policy(
            "the_owner_redacts_what_is_withdrawn",
            "UPDATE",
            using="source_id IS NOT NULL",
            check="redacted_at IS NOT NULL AND text = '' AND conditions = ''",
            to=OWNER,
        ),
        table="ico_planline",
        keep=Keep.PLAN,
        withdrawable=True,
    ),
    dossier_lock(
        "closingcriterion",
        table="ico_closingcriterion",
        keep=Keep.PLAN,
        withdrawable=True,
    ),
]

AGREED = [
    dossier_lock(
        "action",
        Policy("people_see_their_own_actions", "SELECT", using=own_action()),
        Policy(
            "people_report_on_their_own_actions",
            "UPDATE",
            using=own_action(),
            check=f"{own_action()} AND reported_by_id = {USER} AND state <> 'dropped'",
        ),
        Policy(
            "the_casusregisseur_sees_all_actions",
            "SELECT",
            using=leads(case="ico_action.case_id"),
        ),
        Policy("reminders_see_what_is_due", "SELECT", using=to_remind(3)),
        Policy(
            "reminders_note_whom_they_told",
            "UPDATE",
            using=to_remind(3),
            check=to_remind(3),
        ),
        table="ico_action",
        keep=Keep.PLAN,
    ),
    dossier_lock(
        "afschaling",
        table="ico_afschaling",
        keep=Keep.PLAN,
        actor="decided_by",
        fixed=("decided_by", "decided_at"),
    ),
    dossier_lock("criteriontest", table="ico_criteriontest", keep=Keep.PLAN),
]

# Who answers or reports changes that, and no more.
ANSWERS = [
    others_change_only(
        "guests_change_their_answer_only",
        *("answer", "answered_at", "replacement_id"),
        table="ico_invitation",
    ),
    others_change_only(
        "owners_change_their_report_only",
        *("state", "report", "reported_at", "reported_by_id"),
        table="ico_action",
    ),
]

# Only an UPDATE is refused: a DELETE trigger would keep retention out. That a key is
# emptied because its target went, is no change of what was established.
FROZEN = """
    CREATE FUNCTION zvh_plan_stays_as_established() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF to_jsonb(NEW) - 'meeting_id' <> to_jsonb(OLD) - 'meeting_id'
           OR NEW.meeting_id IS NOT NULL THEN
            RAISE EXCEPTION 'an established plan does not change'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER established_plans_do_not_change
        BEFORE UPDATE ON ico_plan FOR EACH ROW
        WHEN (OLD.state = 'established')
        EXECUTE FUNCTION zvh_plan_stays_as_established();

    CREATE FUNCTION zvh_line_stays_as_established() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE redacted text[] := ARRAY['text', 'conditions', 'redacted_at'];
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.source_id IS NULL
           AND to_jsonb(NEW) - 'source_id' = to_jsonb(OLD) - 'source_id' THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.redacted_at IS NULL AND NEW.text = ''
           AND NEW.conditions = '' AND NEW.redacted_at IS NOT NULL
           AND to_jsonb(NEW) - redacted = to_jsonb(OLD) - redacted THEN
            RETURN NEW;
        END IF;
        IF NOT EXISTS (SELECT FROM ico_plan WHERE id = NEW.plan_id AND state = 'draft')
           OR TG_OP = 'UPDATE' AND NOT EXISTS (
               SELECT FROM ico_plan WHERE id = OLD.plan_id AND state = 'draft') THEN
            RAISE EXCEPTION 'an established plan does not change'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER lines_of_established_plans_do_not_change
        BEFORE INSERT OR UPDATE ON ico_planline FOR EACH ROW
        EXECUTE FUNCTION zvh_line_stays_as_established();
"""
THAWED = """
    DROP TRIGGER lines_of_established_plans_do_not_change ON ico_planline;
    DROP FUNCTION zvh_line_stays_as_established();
    DROP TRIGGER established_plans_do_not_change ON ico_plan;
    DROP FUNCTION zvh_plan_stays_as_established();
"""

CASCADES = [
    *(
        Cascade(model, "case")
        for model in (
            *("meeting", "invitation", "attendance", "minutessection"),
            *("plan", "planline", "closingcriterion"),
            *("action", "afschaling", "criteriontest"),
        )
    ),
    Cascade("invitation", "meeting"),
    Cascade("attendance", "meeting"),
    Cascade("minutessection", "meeting"),
    Cascade("planline", "plan"),
    Cascade("criteriontest", "afschaling", "line"),
    SetNull("plan", "meeting"),
    SetNull("planline", "source"),
    SetNull("action", "meeting", "plan"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0001_initial"),
        ("cases", "0002_row_security"),
        ("accounts", "0002_row_security"),
    ]
    operations = [
        *CASCADES,
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TABLE, NO_TABLE),
        *MEETINGS,
        *PLANS,
        *AGREED,
        migrations.RunSQL(FROZEN, THAWED),
        *ANSWERS,
        migrations.RunSQL(SWAP, NO_SWAP),
        migrations.RunSQL(REDACT, NO_REDACT),
    ]
