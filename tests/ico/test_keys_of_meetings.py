"""Keys of meetings are asked of the owner, who says what the policies say."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Role
from cases import grants
from cases.models import Case
from ico import actions, keys, standing
from ico.models import Meeting
from tests.backstage import backstage
from tests.cast import play
from tests.ico.conftest import plan_of
from zvh.guard.announce import Purpose, acting_as, acting_for


@pytest.fixture
def colleague(anna):
    """Of the bureau too, who leads nothing of this."""
    return play("els", "Els Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (els)")


def to_run(user, *, of_everybody=False):
    with acting_as(user):
        return keys.to_run(of_everybody=of_everybody)


def sought(user, *, of_everybody=False):
    with acting_as(user):
        return keys.sought(of_everybody=of_everybody)


def ahead(user):
    with acting_as(user):
        return keys.ahead(most=5)


def led_by(case, user):
    with backstage():
        Case.objects.filter(pk=case.pk).update(coordinator=user)


def test_meetings_of_cases_one_leads_and_of_those_nobody_leads(
    meeting, anna, colleague
):
    assert to_run(anna) == to_run(colleague) == [meeting.pk]

    led_by(meeting.case, anna)
    with backstage():
        Meeting.objects.update(chair=anna, writer=anna)

    assert to_run(anna) == [meeting.pk]
    assert to_run(colleague) == []
    assert to_run(colleague, of_everybody=True) == [meeting.pk]


def test_meetings_that_seek_are_of_cases_one_leads_or_nobody_does(
    meeting, anna, colleague
):
    with backstage():
        Meeting.objects.update(state="seeking", starts_at=None, ends_at=None)
    assert sought(anna) == sought(colleague) == [meeting.pk]
    led_by(meeting.case, anna)

    assert sought(anna) == sought(colleague, of_everybody=True) == [meeting.pk]
    assert sought(colleague) == to_run(anna, of_everybody=True) == []
    with acting_as(anna):
        grants.withdraw_from_groups(case_id=meeting.case_id)
    assert sought(anna) == sought(colleague, of_everybody=True) == []


def test_meetings_one_chairs_or_writes_for_whoever_leads(meeting, anna, colleague):
    led_by(meeting.case, anna)
    with backstage():
        Meeting.objects.update(chair=colleague, writer=anna)
    assert to_run(colleague) == [meeting.pk]

    with backstage():
        Meeting.objects.update(chair=anna, writer=colleague)
    assert to_run(colleague) == [meeting.pk]


def test_meeting_runs_until_its_plan_stands(held, anna):
    assert to_run(anna) == [held.pk]
    assert ahead(anna) == []

    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
    assert to_run(anna) == [held.pk]

    with acting_as(anna):
        actions.establish_plan(plan, by=anna)
    assert to_run(anna) == []


def test_meetings_ahead_are_in_order(meeting, case, anna, starts_at):
    earlier = starts_at - timedelta(days=3)
    with acting_as(anna):
        sooner = actions.plan_meeting(case, by=anna, **plan_of(anna, earlier))

    assert ahead(anna) == [sooner.pk, meeting.pk]


@pytest.mark.safety("X7")
def test_nobody_is_told_of_a_case_that_was_closed_to_them(meeting, anna, colleague):
    let_in = {"case_id": meeting.case_id, "why": "named", "source_id": meeting.pk}
    with acting_as(anna):
        grants.give(anna, grants.Access.WORK, **let_in, by=anna)
        grants.withdraw_from_groups(case_id=meeting.case_id)
    with backstage():
        Meeting.objects.update(chair=colleague)

    assert to_run(anna) == ahead(anna) == [meeting.pk]
    assert to_run(colleague, of_everybody=True) == ahead(colleague) == []
    assert to_run(colleague) == []


@pytest.mark.safety("X7")
def test_who_sits_at_the_table_is_told_nothing_of_lists(held, noor, politie):
    for guest in (noor, politie):
        assert to_run(guest, of_everybody=True) == []
        with acting_as(guest):
            stands = standing.of(Case(pk=held.case_id))
        assert stands == standing.Standing(None, None, False, None, None, 0, 0, 0)


def test_how_a_case_stands(held, anna):
    with acting_as(anna):
        stands = standing.of(Case(pk=held.case_id))

    assert (stands.was_held, stands.to_plan, stands.planned) == (True, held.pk, None)
    assert (stands.open, stands.late, stands.done) == (1, 0, 0)


@pytest.mark.safety("X7")
def test_post_is_asked_about_by_the_post_only(table, meeting, anna):
    def told():
        with connection.cursor() as cursor:
            cursor.execute("SELECT zvh_meeting_is_in_the_post(%s)", [meeting.pk])
            return cursor.fetchone()[0]

    with acting_for(Purpose.MAIL):
        assert told() is True
        assert Meeting.objects.get().pk == meeting.pk
    with acting_as(anna):
        assert told() is False
    with acting_for(Purpose.REMINDERS):
        assert told() is False
        assert not Meeting.objects.exists()
