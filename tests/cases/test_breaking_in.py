"""Whoever tells the database what they like gets no further than they may."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Authorisation
from cases import actions, grants
from cases.grants import Access, CaseGroupGrant, CaseUserGrant, Why
from cases.models import Case
from tests.backstage import backstage
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.models import AccessRecord
from zvh.lib.keys import new_id


def sent(user):
    with acting_as(user):
        case = actions.start_registration(by=user)
        return actions.send_registration(case, by=user)


def say(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def seen_by(user):
    with acting_as(user):
        return Case.objects.visible_to(user).count(), Case.objects.count()


@pytest.fixture
def restricted(bram, anna):
    case = sent(bram)
    with acting_as(anna):
        actions.restrict(case, by=anna, names=[])
    return case


@pytest.mark.eis("P-6")
@pytest.mark.safety("X1")
def test_role_that_lapsed_opens_nothing_before_any_job_ran(bram, anna, sign_in):
    case = sent(bram)
    with backstage():
        yesterday = timezone.localdate() - timedelta(days=1)
        Authorisation.objects.filter(user=anna).update(until=yesterday)
    anna.refresh_from_db()

    assert anna.groups.exists()
    assert seen_by(anna) == (0, 0)
    page = reverse("cases:detail", args=[case.pk])
    assert sign_in(anna).get(page).status_code == 404


@pytest.mark.eis("P-2", "P-6")
def test_name_on_a_restricted_case_opens_nothing_without_a_role(
    anna, mirjam, restricted
):
    assert seen_by(anna) == (1, 1)
    with acting_as(mirjam):
        role = Authorisation.objects.get(user=anna)
        accounts.withdraw_authorisation(role, by=mirjam, reason="Uit dienst")
    anna.refresh_from_db()

    assert seen_by(anna) == (0, 0)


@pytest.mark.eis("P-6")
def test_sender_without_a_role_follows_nothing(bram, mirjam):
    sent(bram)
    with acting_as(mirjam):
        role = Authorisation.objects.get(user=bram)
        accounts.withdraw_authorisation(role, by=mirjam, reason="Uit dienst")
    bram.refresh_from_db()

    assert seen_by(bram) == (0, 0)


@pytest.mark.eis("P-2")
def test_sender_cannot_open_a_restricted_case_to_the_bureau(bram, restricted):
    with pytest.raises(DatabaseError, match="row-level"), acting_as(bram):
        grants.give_bureau(
            case_id=restricted.pk, why=Why.SENT, source_id=new_id(), by=bram
        )


@pytest.mark.eis("P-2")
def test_sender_cannot_lift_the_restriction(bram, anna, restricted):
    with acting_as(anna):
        day = timezone.localdate() + timedelta(days=7)
        actions.ask_completion(restricted, by=anna, missing="x", answer_before=day)

    lift = Case.objects.filter(pk=restricted.pk).update
    with pytest.raises(DatabaseError, match="row-level"), acting_as(bram):
        lift(is_restricted=False)


@pytest.mark.eis("P-2")
def test_what_was_closed_to_the_bureau_stays_closed(anna, restricted):
    with pytest.raises(DatabaseError, match="row-level"), acting_as(anna):
        CaseGroupGrant.objects.update(until=None)


@pytest.mark.safety("X6")
@pytest.mark.parametrize("column", ["user_id", "content_object_id", "permission_id"])
def test_grant_never_changes_hands(bram, column):
    sent(bram)
    change = f"UPDATE cases_caseusergrant SET {column} = {column}"  # noqa: S608
    with pytest.raises(DatabaseError, match="denied"), acting_for(Purpose.AGENDA):
        say(change)


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE auth_permission SET codename = codename",
        "UPDATE auth_group SET name = name",
        "UPDATE django_content_type SET model = model",
        "DELETE FROM django_migrations",
    ],
)
def test_words_in_which_access_is_said_are_not_the_app_s(db, change):
    with pytest.raises(DatabaseError, match="denied"), transaction.atomic():
        say(change)


@pytest.mark.safety("X6")
def test_agenda_lets_nobody_work_on_a_case(bram, cato):
    case = sent(bram)
    with pytest.raises(DatabaseError, match="row-level"), acting_for(Purpose.AGENDA):
        CaseUserGrant.objects.create(
            content_object_id=case.pk,
            user=cato,
            permission=grants._permission(Access.WORK),  # noqa: SLF001
            why=Why.AGENDA,
            source_id=case.pk,
            until=timezone.now() + timedelta(days=1),
        )


@pytest.mark.safety("X6")
def test_function_of_the_owner_runs_nobody_else_s_code(bram, cato):
    """A type in front of ours would bring its own check along, run as the owner."""
    case = sent(bram)
    with acting_as(cato):
        say(
            "CREATE FUNCTION pg_temp.spy(x pg_catalog.uuid) RETURNS boolean"
            " LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM set_config('zvh.spy', current_user, true);"
            " RETURN true; END $$"
        )
        say(
            "CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid CHECK (pg_temp.spy(VALUE));"
            "SET LOCAL search_path = pg_temp, public, pg_catalog"
        )
        for ask in ("zvh_holds(%s, 'work_on_case')", "zvh_is_past(%s, 'work')"):
            say(f"SELECT public.{ask.replace('%s', '%s::pg_catalog.uuid')}", case.pk)

        ((ran_as,),) = say("SELECT current_setting('zvh.spy', true)")

    assert ran_as != "zvh_owner"


@pytest.mark.safety("L4")
def test_app_cannot_talk_its_traces_away(bram):
    with acting_as(bram):
        AccessRecord.objects.create(kind="opened", outcome="shown")

    future = "SELECT set_config('zvh.now', '2100-01-01', true);"
    with pytest.raises(DatabaseError, match="five years"), transaction.atomic():
        say(future + "SELECT zvh_forget_access_records('2050-01-01')")


@pytest.mark.safety("L4")
def test_traces_past_their_term_go(bram):
    long_ago = timezone.now() - timedelta(days=6 * 366)
    with acting_as(bram):
        AccessRecord.objects.create(kind="opened", outcome="shown", at=long_ago)
        before = timezone.localdate() - timedelta(days=5 * 366)

        assert say("SELECT zvh_forget_access_records(%s)", before) == [(1,)]
