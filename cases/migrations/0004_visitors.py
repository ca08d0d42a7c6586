"""What a visitor may do with the one registration of theirs (A-11, ADR 41)."""

from django.db import migrations

import zvh.guard.content
from cases import functions
from cases.functions import FOLLOWS
from cases.grants import Access
from cases.policies import holds, in_phase, others_change_only
from zvh.guard.rowsecurity import USER, Add, Policy, Reword, purpose

ANY = tuple(Access)
CASE, REGISTER = "cases_case.id", Access.REGISTER
PERMISSION = f"""
    (SELECT p.id FROM auth_permission AS p
     JOIN django_content_type AS t ON t.id = p.content_type_id
     WHERE t.app_label = 'cases' AND p.codename = '{REGISTER}')
"""
STARTS = (
    f"given_by_id = {USER} AND user_id = {USER}"
    f" AND zvh_is_nobodys(content_object_id) AND permission_id = {PERMISSION}"
)
# A visitor begins the one registration that is theirs, and no other.
THEIRS = (
    f" AND NOT EXISTS (SELECT FROM accounts_visitor AS v WHERE v.user_id = {USER}"
    " AND v.case_key <> content_object_id)"
)
REPLACED = f"CREATE OR REPLACE {functions.HOLDS}"
NEW = f"CREATE OR REPLACE {functions.VISITOR_HOLDS}"
COMPLETING = (
    f"{purpose('completion')} AND {holds(FOLLOWS, case='cases_registration.case_id')}"
    f" AND {in_phase('registration', case='cases_registration.case_id')}"
)


def reads(name: str, command: str, *, case: str, extra: str = "") -> list[Policy]:
    """What a sender may, before and after; who follows without account may it too."""
    old, new = (
        holds(*access, case=case) + extra
        for access in ((REGISTER,), (REGISTER, FOLLOWS))
    )
    is_new = command == "INSERT"
    return [
        Policy(
            name,
            command,
            using="" if is_new else it,
            check="" if command == "SELECT" else it,
        )
        for it in (old, new)
    ]


def changing(*access: str) -> Policy:
    held = holds(*access, case=CASE)
    return Policy(
        "senders_change_what_they_have_not_sent",
        "UPDATE",
        using=f"phase = 'registration' AND {held}",
        check=f"phase IN ('registration', 'intake') AND {held}"
        " AND is_restricted = zvh_is_restricted(cases_case.id)",
    )


def seen(*access: str) -> Policy:
    name = "people_see_cases_they_were_let_into"
    return Policy(name, "SELECT", using=holds(*access, case=CASE))


def parking(*access: str) -> Policy:
    held = holds(*access, case="case_id")
    name = "people_keep_what_they_typed"
    return Policy(name, "INSERT", check=f"user_id = {USER} AND {held}")


def starting(condition: str) -> Policy:
    name = "whoever_starts_a_case_lets_themselves_in"
    return Policy(name, "INSERT", check=condition)


def answering(*columns: str) -> migrations.RunSQL:
    return others_change_only(
        "senders_change_that_they_answered", *columns, table="cases_completionrequest"
    )


FOLLOWED = [
    Reword("case", seen(*ANY), seen(*ANY, FOLLOWS)),
    Reword("case", changing(REGISTER), changing(REGISTER, FOLLOWS)),
    Reword(
        "completionrequest",
        *reads("senders_read_what_is_asked_of_them", "SELECT", case="case_id"),
    ),
    Reword(
        "completionrequest",
        *reads("senders_answer_what_is_asked_of_them", "UPDATE", case="case_id"),
    ),
    Reword("phasechange", *reads("senders_follow_the_phase", "SELECT", case="case_id")),
    Reword(
        "phasechange",
        *reads(
            "senders_record_that_they_sent",
            "INSERT",
            case="case_id",
            extra=f" AND by_id = {USER} AND before = 'registration'"
            " AND after = 'intake'",
        ),
    ),
    Reword("parkedform", parking(*ANY), parking(*ANY, FOLLOWS)),
    Reword("caseusergrant", starting(STARTS), starting(STARTS + THEIRS)),
]
ANSWERED = [
    Add(
        "registration",
        Policy(
            "an_answer_finds_the_registration_it_completes",
            "SELECT",
            using=COMPLETING,
        ),
    ),
    Add(
        "registration",
        Policy(
            "an_answer_completes_the_registration",
            "UPDATE",
            using=COMPLETING,
            check=COMPLETING,
        ),
    ),
    others_change_only(
        "an_answer_changes_the_moment_alone",
        "completed_at",
        table="cases_registration",
        when=purpose("completion"),
    ),
    migrations.RunSQL(
        "DROP TRIGGER senders_change_that_they_answered ON cases_completionrequest",
        answering("answered_at").sql,
    ),
    answering("answered_at", "answer"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_comparisons"),
        ("accounts", "0003_visitors"),
    ]

    operations = [
        migrations.AddField(
            model_name="completionrequest",
            name="answer",
            field=zvh.guard.content.ContentTextField(
                blank=True, verbose_name="antwoord van de aanmelder"
            ),
        ),
        migrations.RunSQL(NEW, migrations.RunSQL.noop),
        migrations.RunSQL(REPLACED, migrations.RunSQL.noop),
        *FOLLOWED,
        *ANSWERED,
    ]
