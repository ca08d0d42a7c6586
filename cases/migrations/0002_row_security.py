"""Who may see and change which rows, said in the database itself."""

from django.db import migrations

from cases import functions
from cases.grants import Access, Why
from cases.policies import (
    FIXED,
    dossier_lock,
    given_by_own_party,
    holds,
    in_phase,
    let_in_by,
    not_shielded,
    others_change_only,
)
from zvh.guard.ledger import WriteDown
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import NOW, USER, Cascade, Lock, Policy, purpose

ANY = tuple(Access)
GIVES = (Access.ATTEND, Access.CONTRIBUTE, Access.ANSWER)
OWNER = "CURRENT_USER"
PERMISSION = """
    (SELECT p.id FROM auth_permission AS p
     JOIN django_content_type AS t ON t.id = p.content_type_id
     WHERE t.app_label = 'cases' AND p.codename = '{}')
"""
ON_GRANT = holds(Access.WORK, case="content_object_id")

LIBRARY = """
    REVOKE INSERT, UPDATE ON guardian_userobjectpermission FROM zvh_app;
    REVOKE INSERT, UPDATE ON guardian_groupobjectpermission FROM zvh_app;
    REVOKE INSERT, UPDATE, DELETE ON auth_permission, django_migrations FROM zvh_app;
    REVOKE UPDATE, DELETE ON auth_group, django_content_type FROM zvh_app;
"""
# A grant ends; it never changes hands, case or meaning.
ENDING = """
    REVOKE UPDATE ON cases_caseusergrant, cases_casegroupgrant FROM zvh_app;
    GRANT UPDATE (until) ON cases_caseusergrant, cases_casegroupgrant TO zvh_app;
"""
CHANGING = """
    GRANT UPDATE ON cases_caseusergrant, cases_casegroupgrant TO zvh_app;
"""
LIBRARY_AGAIN = """
    GRANT INSERT, UPDATE ON guardian_userobjectpermission TO zvh_app;
    GRANT INSERT, UPDATE ON guardian_groupobjectpermission TO zvh_app;
    GRANT INSERT, UPDATE, DELETE ON auth_permission, django_migrations TO zvh_app;
    GRANT UPDATE, DELETE ON auth_group, django_content_type TO zvh_app;
"""

OWN_GROUPS = (
    f"group_id IN (SELECT group_id FROM accounts_user_groups WHERE user_id = {USER})"
)
JOBS = purpose("agenda", "retention")
AGENDA = f"{purpose('agenda')} AND why = 'agenda'"
INQUIRIES = f"{purpose('inquiries')} AND why = 'inquiry'"

GRANTS = [
    Lock(
        "caseusergrant",
        Policy("people_see_their_own_grants", "SELECT", using=f"user_id = {USER}"),
        Policy(
            "the_bureau_sees_who_was_let_in",
            "SELECT",
            # Whose grant it is, is asked again first: that costs nothing.
            using=f"user_id = {USER} OR {ON_GRANT}",
        ),
        Policy("jobs_see_whom_they_let_in", "SELECT", using=JOBS),
        Policy("the_owner_answers_for_grants", "SELECT", using="true", to=OWNER),
        # A guest's answer changes what the invitation lets them do, by a trigger.
        Policy(
            "the_owner_gives_what_an_answer_asks",
            "INSERT",
            check=f"why = '{Why.INVITATION}'",
            to=OWNER,
        ),
        Policy(
            "the_owner_ends_what_an_answer_asks",
            "UPDATE",
            using=f"why = '{Why.INVITATION}'",
            check=f"why = '{Why.INVITATION}'",
            to=OWNER,
        ),
        Policy(
            "whoever_works_on_a_case_lets_others_in",
            "INSERT",
            check=f"given_by_id = {USER} AND {ON_GRANT}",
        ),
        Policy(
            "whoever_starts_a_case_lets_themselves_in",
            "INSERT",
            check=f"given_by_id = {USER} AND user_id = {USER}"
            " AND zvh_is_nobodys(content_object_id)"
            f" AND permission_id = {PERMISSION.format(Access.REGISTER)}",
        ),
        Policy(
            "the_agenda_lets_participants_weigh",
            "INSERT",
            check=f"{AGENDA} AND until IS NOT NULL"
            f" AND permission_id = {PERMISSION.format(Access.WEIGH)}",
        ),
        Policy(
            "whoever_works_on_a_case_ends_access",
            "UPDATE",
            using=ON_GRANT,
            check=ON_GRANT,
        ),
        Policy(
            "the_agenda_ends_what_it_gave",
            "UPDATE",
            using=AGENDA,
            check=f"{AGENDA} AND until IS NOT NULL",
        ),
        Policy("inquiries_see_whom_they_let_in", "SELECT", using=INQUIRIES),
        Policy(
            "an_uitvraag_lets_its_new_contacts_in",
            "INSERT",
            check=f"{INQUIRIES} AND until IS NULL"
            f" AND permission_id = {PERMISSION.format(Access.ANSWER)}",
        ),
        Policy(
            "an_uitvraag_that_closes_ends_what_it_gave",
            "UPDATE",
            using=INQUIRIES,
            check=f"{INQUIRIES} AND until <= {NOW} + interval '1 minute'",
        ),
    ),
    Lock(
        "casegroupgrant",
        Policy("members_see_their_groups_grants", "SELECT", using=OWN_GROUPS),
        Policy("the_owner_answers_for_grants", "SELECT", using="true", to=OWNER),
        Policy(
            "whoever_sends_a_case_lets_the_bureau_in",
            "INSERT",
            check=f"given_by_id = {USER}"
            f" AND {holds(Access.REGISTER, Access.WORK, case='content_object_id')}"
            f" AND permission_id = {PERMISSION.format(Access.WORK)}"
            " AND group_id = (SELECT id FROM auth_group WHERE name = 'bureau')"
            " AND NOT zvh_is_restricted(content_object_id)",
        ),
        Policy(
            "whoever_works_on_a_case_closes_it_to_a_group",
            "UPDATE",
            using=ON_GRANT,
            check=f"{ON_GRANT} AND until IS NOT NULL",
        ),
    ),
]

REGISTERS = holds(Access.REGISTER, case="cases_case.id")
WORKS = holds(Access.WORK, case="cases_case.id")

CASE = Lock(
    "case",
    Policy(
        "people_see_cases_they_were_let_into",
        "SELECT",
        using=holds(*ANY, case="cases_case.id"),
    ),
    Policy(
        "whoever_was_let_in_first_starts_the_case",
        "INSERT",
        check=f"registered_by_id = {USER} AND {given_by_own_party('registered_for_id')}"
        f" AND phase = 'registration' AND {REGISTERS}",
    ),
    Policy("the_bureau_moves_its_cases", "UPDATE", using=WORKS, check=WORKS),
    Policy(
        "senders_change_what_they_have_not_sent",
        "UPDATE",
        using=f"phase = 'registration' AND {REGISTERS}",
        # The function still reads the row as it was before this change.
        check=f"phase IN ('registration', 'intake') AND {REGISTERS}"
        " AND is_restricted = zvh_is_restricted(cases_case.id)",
    ),
    Policy("the_owner_answers_for_terms", "SELECT", using="true", to=OWNER),
    # A case holds no content: its moments and terms are what these jobs work from.
    Policy(
        "jobs_see_phases_and_terms",
        "SELECT",
        using=purpose("retention", "agenda", "reminders", "mail"),
    ),
    Policy("retention_cleans_cases", "UPDATE", using=purpose("retention")),
    Policy(
        "retention_removes_cases_past_their_last_term",
        "DELETE",
        using=f"{purpose('retention')} AND advice_until <= ({NOW}"
        " AT TIME ZONE 'Europe/Amsterdam')::date AND (held_until IS NULL"
        f" OR held_until < ({NOW} AT TIME ZONE 'Europe/Amsterdam')::date)",
    ),
    fixed=("id", "registered_by", "registered_for"),
    case="id",
)

MOVING = ("phase", "phase_since", "last_activity_at", "subject")
TERMS = ("work_until", "plan_until", "shell_until", "advice_until")
WITHOUT_WORK = [
    others_change_only(
        "senders_change_little_of_a_draft",
        *(*MOVING, *TERMS, "number", "registered_at"),
        table="cases_case",
        case="id",
        when="OLD.registered_at IS NULL",
    ),
    others_change_only(
        "senders_change_less_of_what_they_sent",
        *MOVING,
        table="cases_case",
        case="id",
        when="OLD.registered_at IS NOT NULL",
    ),
    others_change_only(
        "senders_change_that_they_answered",
        "answered_at",
        table="cases_completionrequest",
    ),
    others_change_only("givers_end_a_release_only", "until", table="cases_release"),
]


def own(table: str) -> tuple[Policy, ...]:
    """What senders may do with rows that their Partij gave."""
    mine = (
        f"{given_by_own_party(f'{table}.given_by_id')}"
        f" AND {holds(Access.REGISTER, case=f'{table}.case_id')}"
    )
    unsent = f"{mine} AND {in_phase('registration', case=f'{table}.case_id')}"
    seen = f"{mine} AND {not_shielded(case=f'{table}.case_id')}"
    return (
        Policy("senders_read_what_they_gave", "SELECT", using=seen),
        Policy("senders_add_until_they_send", "INSERT", check=unsent),
        Policy("senders_change_until_they_send", "UPDATE", using=unsent, check=unsent),
    )


def weighed(table: str) -> Policy:
    """What was registered is read by who weighs it: sending it is asking for that."""
    return Policy(
        "participants_of_the_weging_read_the_registration",
        "SELECT",
        using=f"{holds(Access.WEIGH, case=f'{table}.case_id')}"
        f" AND {not_shielded(case=f'{table}.case_id')}",
    )


def registered(model: str, keep: Keep) -> Lock:
    table = f"cases_{model}"
    return dossier_lock(
        model, *own(table), weighed(table), table=table, keep=keep, withdrawable=True
    )


def released(use: str, access: Access, *, by: str = "true") -> str:
    table = "cases_contribution"
    return (
        f"{holds(access, case=f'{table}.case_id')} AND {table}.withdrawn_at IS NULL"
        f" AND {not_shielded(case=f'{table}.case_id')}"
        " AND EXISTS (SELECT FROM cases_release AS r"
        f" WHERE r.contribution_id = {table}.id AND r.case_id = {table}.case_id"
        f" AND r.use = '{use}'"
        f" AND {given_by_own_party('r.party_id')}"
        f" AND (r.until IS NULL OR r.until > {NOW}) AND {by})"
    )


# Whoever of the giver says so: a colleague may have agreed, or the bureau for them.
OWN_RELEASE = (
    f"{holds(*ANY, case='cases_release.case_id')}"
    " AND EXISTS (SELECT FROM cases_contribution AS c"
    " WHERE c.id = cases_release.contribution_id"
    f" AND {given_by_own_party('c.given_by_id')})"
)
AT_THAT_TABLE = let_in_by(
    Access.ATTEND, Why.INVITATION, case="r.case_id", source="r.source_id"
)

CONTRIBUTIONS = [
    dossier_lock(
        "contribution",
        Policy(
            "givers_read_their_own_contributions",
            "SELECT",
            using=f"{given_by_own_party()} AND {holds(*GIVES, case='case_id')}",
        ),
        Policy(
            "givers_add_their_own_contributions",
            "INSERT",
            check=f"{given_by_own_party()} AND typed_by_id = {USER}"
            f" AND {holds(*GIVES, case='case_id')}",
        ),
        Policy(
            "givers_correct_their_own_contributions",
            "UPDATE",
            using=f"{given_by_own_party()} AND {holds(*GIVES, case='case_id')}",
            check=f"{given_by_own_party()} AND {holds(*GIVES, case='case_id')}",
        ),
        Policy(
            "participants_of_the_weging_read_what_was_released",
            "SELECT",
            using=released("triage", Access.WEIGH),
        ),
        Policy(
            "participants_of_the_meeting_read_what_was_released",
            "SELECT",
            using=released("ico", Access.ATTEND, by=AT_THAT_TABLE),
        ),
        Policy(
            "the_casusregisseur_reads_what_was_released_for_the_plan",
            "SELECT",
            using=released("plan", Access.COORDINATE),
        ),
        table="cases_contribution",
        keep=Keep.WORK,
        withdrawable=True,
        actor="typed_by",
        fixed=("typed_by",),
    ),
    dossier_lock(
        "release",
        Policy(
            "parties_see_what_was_released_to_them",
            "SELECT",
            using=f"{given_by_own_party('party_id')} AND {holds(*ANY, case='case_id')}",
        ),
        Policy(
            "people_see_what_they_released",
            "SELECT",
            using=f"agreed_by_id = {USER} AND {holds(*ANY, case='case_id')}",
        ),
        Policy(
            "givers_release_their_own_contributions",
            "INSERT",
            check=f"agreed_by_id = {USER}"
            f" AND {holds(*GIVES, case='cases_release.case_id')}"
            " AND EXISTS (SELECT FROM cases_contribution AS c"
            " WHERE c.id = cases_release.contribution_id"
            " AND c.case_id = cases_release.case_id AND c.withdrawn_at IS NULL"
            f" AND {given_by_own_party('c.given_by_id')})",
        ),
        Policy(
            "givers_end_what_they_released",
            "UPDATE",
            using=f"until IS NULL AND {OWN_RELEASE}",
            check=f"until IS NOT NULL AND {OWN_RELEASE}",
        ),
        table="cases_release",
        keep=Keep.WORK,
    ),
]

OTHERS = [
    dossier_lock(
        "completionrequest",
        Policy(
            "senders_read_what_is_asked_of_them",
            "SELECT",
            using=holds(Access.REGISTER, case="case_id"),
        ),
        Policy(
            "senders_answer_what_is_asked_of_them",
            "UPDATE",
            using=holds(Access.REGISTER, case="case_id"),
            check=holds(Access.REGISTER, case="case_id"),
        ),
        table="cases_completionrequest",
        keep=Keep.WORK,
        actor="asked_by",
        fixed=("asked_by",),
    ),
    dossier_lock(
        "phasechange",
        Policy(
            "senders_follow_the_phase",
            "SELECT",
            using=holds(Access.REGISTER, case="case_id"),
        ),
        Policy(
            "senders_record_that_they_sent",
            "INSERT",
            check=f"by_id = {USER} AND before = 'registration' AND after = 'intake'"
            f" AND {holds(Access.REGISTER, case='case_id')}",
        ),
        Policy("retention_records_the_cleaning", "INSERT", check=purpose("retention")),
        table="cases_phasechange",
        keep=Keep.SHELL,
        actor="by",
        changes=False,
    ),
    dossier_lock(
        "searchkey",
        Policy(
            "senders_make_keys_of_whom_they_register",
            "INSERT",
            check=holds(Access.REGISTER, case="case_id"),
        ),
        # After completing a registration, nobody is found under the old names.
        Policy(
            "senders_find_the_keys_they_replace",
            "SELECT",
            using=f"{holds(Access.REGISTER, case='case_id')}"
            f" AND {in_phase('registration', case='case_id')}",
        ),
        Policy(
            "senders_replace_keys_until_they_send",
            "UPDATE",
            using=f"{holds(Access.REGISTER, case='case_id')}"
            f" AND {in_phase('registration', case='case_id')}",
            check=holds(Access.REGISTER, case="case_id"),
        ),
        table="cases_searchkey",
        keep=Keep.SHELL,
        withdrawable=True,
    ),
    dossier_lock(
        "shieldedopening",
        table="cases_shieldedopening",
        keep=Keep.SHELL,
        actor="by",
        changes=False,
    ),
    dossier_lock(
        "handover",
        table="cases_handover",
        keep=Keep.WORK,
        actor="by",
        fixed=("by", "at", "from_user", "to_user", "duties"),
    ),
    Lock(
        "parkedform",
        Policy("people_find_what_they_typed", "SELECT", using=f"user_id = {USER}"),
        Policy(
            "people_keep_what_they_typed",
            "INSERT",
            check=f"user_id = {USER} AND {holds(*ANY, case='case_id')}",
        ),
        Policy(
            "people_take_back_what_they_typed",
            "UPDATE",
            using=f"user_id = {USER}",
            check=f"user_id = {USER}",
        ),
        Policy(
            "retention_sees_what_is_due",
            "SELECT",
            using=f"{purpose('retention')} AND (withdrawn_at IS NOT NULL OR parked_at"
            f" <= {NOW} - interval '1 day')",
        ),
        Policy(
            "retention_removes_what_is_due",
            "DELETE",
            using=f"{purpose('retention')} AND (withdrawn_at IS NOT NULL OR parked_at"
            f" <= {NOW} - interval '1 day')",
        ),
        fixed=(*FIXED, "user"),
    ),
]

CASCADES = [
    *(
        Cascade(model, "case")
        for model in (
            *("person", "persondetails", "registration", "domainproblem"),
            *("involvedparty", "attachment", "completionrequest", "contribution"),
            *("release", "phasechange", "searchkey", "parkedform"),
            *("shieldedopening", "handover"),
        )
    ),
    Cascade("caseusergrant", "content_object"),
    Cascade("casegroupgrant", "content_object"),
    Cascade("persondetails", "person"),
    Cascade("searchkey", "person"),
    Cascade("release", "contribution"),
]

# What shields a case, or ends what somebody may see of it, must outlive the restoring
# of an old backup.
SHIELDING = (
    *("phase", "phase_since", "number", "registered_at", "scaled_down_on"),
    *("cleaned_on", *TERMS, "held_until", "is_restricted"),
)
ENDS = [
    WriteDown("cases_case", *SHIELDING, case="id"),
    WriteDown("cases_caseusergrant", "until", case="content_object_id"),
    WriteDown("cases_casegroupgrant", "until", case="content_object_id"),
    WriteDown("cases_release", "until", case="case_id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        (
            "guardian",
            "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more",
        ),
        ("accounts", "0002_row_security"),
        ("guard", "0002_logs_are_insert_only"),
    ]
    operations = [
        migrations.RunSQL(functions.CREATE, functions.DROP),
        migrations.RunSQL(LIBRARY, LIBRARY_AGAIN),
        migrations.RunSQL(ENDING, CHANGING),
        *CASCADES,
        *GRANTS,
        CASE,
        registered("person", Keep.SHELL),
        registered("persondetails", Keep.WORK),
        registered("registration", Keep.WORK),
        registered("domainproblem", Keep.WORK),
        registered("involvedparty", Keep.WORK),
        registered("attachment", Keep.WORK),
        *CONTRIBUTIONS,
        *OTHERS,
        *WITHOUT_WORK,
        *ENDS,
    ]
