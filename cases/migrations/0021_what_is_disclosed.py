"""Who receives a verstrekking reads it, as long as its givers agree (V-2)."""

from django.db import migrations, models

from accounts.models import Role
from cases import functions, functions_of_releases
from cases.functions import FOLLOWS
from cases.grants import Access, Why
from cases.policies import given_by_own_party, has_role, holds, not_shielded
from zvh.guard.rowsecurity import (
    NOW,
    TODAY,
    USER,
    AddPolicies,
    ChangePolicies,
    Policy,
    purpose,
)

OWNER = "CURRENT_USER"
NOW_ANY = tuple(Access)
WAS_ANY = tuple(access for access in Access if access is not Access.RECEIVE)
PIECE = "cases_contribution"
PERMISSION = f"""
    (SELECT p.id FROM auth_permission AS p
     JOIN django_content_type AS t ON t.id = p.content_type_id
     WHERE t.app_label = 'cases' AND p.codename = '{Access.ANSWER}')
"""
# Policies ask them, so that they are replaced and not made anew.
HOLDS = f"CREATE OR REPLACE {functions.HOLDS}"
RELEASED = functions_of_releases.CREATE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
ASKS = f"{purpose('approvals')} AND why = '{Why.APPROVAL}'"
SENT = "use = 'disclosure'"


def cases_seen(*access: str) -> Policy:
    held = holds(*access, FOLLOWS, case="cases_case.id")
    return Policy("people_see_cases_they_were_let_into", "SELECT", using=held)


def parked(*access: str) -> Policy:
    held = holds(*access, FOLLOWS, case="case_id")
    name = "people_keep_what_they_typed"
    return Policy(name, "INSERT", check=f"user_id = {USER} AND {held}")


def released_to_them(*access: str) -> Policy:
    held = holds(*access, case="case_id")
    name = "parties_see_what_was_released_to_them"
    return Policy(name, "SELECT", using=f"{given_by_own_party('party_id')} AND {held}")


def released_by_them(*access: str) -> Policy:
    held = holds(*access, case="case_id")
    name = "people_see_what_they_released"
    return Policy(name, "SELECT", using=f"agreed_by_id = {USER} AND {held}")


def ended_by_them(*access: str) -> Policy:
    own = (
        f"{holds(*access, case='cases_release.case_id')}"
        " AND EXISTS (SELECT FROM cases_contribution AS c"
        " WHERE c.id = cases_release.contribution_id"
        f" AND {given_by_own_party('c.given_by_id')})"
    )
    return Policy(
        "givers_end_what_they_released",
        "UPDATE",
        using=f"until IS NULL AND {own}",
        check=f"until IS NOT NULL AND {own}",
    )


def wider(model: str, *made: object) -> ChangePolicies:
    changes = [(make(*WAS_ANY), make(*NOW_ANY)) for make in made]  # type: ignore[operator]
    return ChangePolicies(model, *changes)


WHYS = [
    ("registration", "heeft de casus aangemeld"),
    ("sent", "de aanmelding is verstuurd"),
    ("named", "genoemd bij een besloten casus"),
    ("opened", "de casus is niet meer besloten"),
    ("agenda", "de casus staat op de agenda"),
    ("invitation", "uitgenodigd voor het overleg"),
    ("casusregisseur", "is casusregisseur"),
    ("inquiry", "kreeg een uitvraag"),
    ("dictation", "typt de aanmelding voor een ander"),
    ("approval", "is om akkoord gevraagd"),
    ("disclosure", "kreeg een verstrekking"),
]


def why(model: str) -> migrations.AlterField:
    field = models.CharField(choices=WHYS, max_length=20, verbose_name="reden")
    return migrations.AlterField(model_name=model, name="why", field=field)


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_who_knows_who_has_no_account")]
    operations = [
        migrations.AlterModelOptions(
            name="case",
            options={
                "default_permissions": (),
                "permissions": (
                    ("work_on_case", "werken aan de casus"),
                    ("register_case", "aanmelden en volgen"),
                    ("weigh_case", "meewegen"),
                    ("attend_case", "deelnemen aan het overleg"),
                    ("contribute_case", "inbrengen voor het overleg"),
                    ("coordinate_case", "casusregie voeren"),
                    ("answer_inquiry", "een uitvraag beantwoorden"),
                    ("receive_disclosure", "een verstrekking lezen"),
                ),
                "verbose_name": "casus",
                "verbose_name_plural": "casussen",
            },
        ),
        why("caseusergrant"),
        why("casegroupgrant"),
        migrations.RunSQL(HOLDS, migrations.RunSQL.noop),
        migrations.RunSQL(RELEASED, migrations.RunSQL.noop),
        wider("case", cases_seen),
        wider("parkedform", parked),
        wider("release", released_to_them, released_by_them, ended_by_them),
        AddPolicies(
            "case",
            Policy(
                "approvals_see_phases",
                "SELECT",
                using=purpose("approvals"),
            ),
        ),
        AddPolicies(
            "contribution",
            Policy(
                "receivers_read_what_was_disclosed_to_them",
                "SELECT",
                using=f"zvh_was_released({PIECE}.id, {PIECE}.case_id, 'disclosure')"
                f" AND {holds(Access.RECEIVE, case=f'{PIECE}.case_id')}"
                f" AND {PIECE}.withdrawn_at IS NULL"
                f" AND {PIECE}.contested_at IS NULL"
                f" AND {not_shielded(case=f'{PIECE}.case_id')}",
            ),
        ),
        AddPolicies(
            "export",
            Policy(
                "the_fg_writes_down_what_it_takes_along",
                "INSERT",
                check=f"by_id = {USER} AND {has_role(Role.FG)}"
                f" AND listing = 'verstrekkingen' AND remove_on > {TODAY}",
            ),
        ),
        AddPolicies(
            "release",
            # When an akkoord ends, by a trigger: a giver may not see every release.
            Policy(
                "the_owner_ends_what_is_agreed_no_longer",
                "UPDATE",
                using=SENT,
                check=f"{SENT} AND until IS NOT NULL",
                to=OWNER,
            ),
        ),
        AddPolicies(
            "caseusergrant",
            Policy("approvals_see_whom_they_let_in", "SELECT", using=ASKS),
            Policy(
                "a_question_for_akkoord_lets_contacts_in",
                "INSERT",
                check=f"{ASKS} AND until IS NULL AND permission_id = {PERMISSION}",
            ),
            Policy(
                "a_question_for_akkoord_ends_what_it_gave",
                "UPDATE",
                using=ASKS,
                check=f"{ASKS} AND until <= {NOW} + interval '1 minute'",
            ),
        ),
    ]
