"""Keys and numbers of lists are asked of the owner, who says what the policy says."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.models import Role
from cases import (
    bureau_actions,
    functions_of_lists,
    functions_of_search,
    grants,
    keys,
)
from cases.keys import Order
from cases.lifecycle import SHIELDED, Phase
from cases.models import Case
from cases.search import digests_sought
from ico import functions as functions_of_meetings
from ico import functions_pressing
from tests.backstage import backstage
from tests.cast import play
from tests.growing import copied
from tests.stories import ROADS, SURNAME, drafted, in_phase, sent
from triage import functions as functions_of_decisions
from triage import listing as triage_lists
from triage.models import AgendaItem, TriageMeeting
from zvh.guard.announce import Purpose, acting_as, acting_for

A_LOT = 1000
# What the policies leave to whoever asks the tables themselves.
CLEANED = (
    "SELECT work_until, plan_until, shell_until FROM cases_case WHERE phase IN ({})"
)
CLEANED = CLEANED.format(", ".join(f"'{phase}'" for phase in SHIELDED))
WEIGHED = """
    SELECT count(*) FROM triage_agendaitem AS i
    JOIN triage_triagemeeting AS m ON m.id = i.meeting_id
    WHERE i.state = 'open' AND m.closed_at IS NULL AND m.cancelled_at IS NULL
    AND m.date <= (SELECT min(n.date) FROM triage_triagemeeting AS n
        WHERE n.closed_at IS NULL AND n.cancelled_at IS NULL AND n.date >= %s)
"""
ASKED = {
    "zvh_cases_in_order": "NULL, NULL, false, '', false, 41",
    "zvh_count_cases": "'intake', 50",
    "zvh_cases_to_lead": "",
    "zvh_cases_to_be_cleaned": "'2099-01-01', 50",
    "zvh_cases_found": "'[[\"x\"]]', 50",
    "zvh_people_who_share": "ARRAY['x']",
    "zvh_meetings_to_run": "true",
    "zvh_meetings_ahead": "5",
    "zvh_decided_and_waiting": "'2099-01-01', 50",
    "zvh_presses": "'agreed', 50",
    "zvh_meetings_sought": "true",
    "zvh_to_weigh": "50",
    "zvh_monitor": "0, 50",
    "zvh_monitoring_to_do": "true, 50",
}
MADE = (
    *functions_of_lists.FUNCTIONS,
    *functions_of_search.FUNCTIONS,
    *functions_of_search.FUNCTIONS_OF_LIKENESS,
    *functions_of_meetings.FUNCTIONS[:3],
    *functions_of_decisions.FUNCTIONS,
    *functions_pressing.FUNCTIONS,
    "zvh_meetings_sought(boolean)",
    "zvh_to_weigh(integer)",
    "zvh_monitor(integer, integer)",
    "zvh_monitoring_to_do(boolean, integer)",
)


@pytest.fixture
def guest(anna):
    """Of the bureau, and in no group of it: let into cases one by one."""
    somebody = play("gast", "Gerda Voorbeeld", Role.PROCESONDERSTEUNER, name="Huis (g)")
    with backstage():
        somebody.groups.clear()
    return somebody


@pytest.fixture
def house(anna, bram, cato, guest):
    """Cases in every state that a grant or a list can tell apart."""
    cases = {phase: in_phase(phase, partner=bram, anna=anna) for phase in ROADS}
    cases |= {"draft": drafted(bram), "theirs": sent(cato)}
    let_in(guest, cases[Phase.ICO], by=anna)
    let_in(guest, cases[Phase.AFSCHALING], by=anna)
    let_in(guest, cases[Phase.SUPPORT], by=anna, until=timezone.now())
    with acting_as(anna):
        grants.withdraw_from_groups(case_id=cases[Phase.MONITORING].pk)
        grants.withdraw_from_groups(case_id=cases["theirs"].pk)
    return cases


def let_in(user, case, *, by, access=grants.Access.WORK, until=None):
    with acting_as(by):
        given = {"case_id": case.pk, "why": "named", "source_id": case.pk, "by": by}
        grants.give(user, access, until=until, **given)


def rows(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def by_policy(user, condition="true"):
    """What the policy alone leaves of the cases in the lists."""
    gone = ", ".join(f"'{phase}'" for phase in SHIELDED)
    with acting_as(user):
        found = rows(
            "SELECT id FROM cases_case WHERE registered_at IS NOT NULL"  # noqa: S608
            f" AND phase NOT IN ({gone}) AND {condition}"
        )
    return {key for (key,) in found}


def in_order(user, **which):
    with acting_as(user):
        (found,) = keys.in_order(user, Order(A_LOT, **which))
    return [line.key for line in found]


def counted(phase):
    asked = keys.counted(phase)
    return rows(asked.sql, *asked.given)[0][0]


def asked(name, given):
    return rows(f"SELECT * FROM {name}({given})")  # noqa: S608 - ours


def refused():
    return pytest.raises(ProgrammingError, match="nobody is announced")


@pytest.mark.safety("X7")
@pytest.mark.parametrize("person", ["anna", "mirjam", "guest"])
def test_bureau_is_told_what_its_policy_lets_through(house, request, person):
    user = request.getfixturevalue(person)

    assert set(in_order(user)) == by_policy(user) != set()
    for phase in Phase:
        here = by_policy(user, f"phase = '{phase}'")
        assert set(in_order(user, phase=phase)) == here
        with acting_as(user):
            assert counted(phase) == len(here)


def test_own_are_those_one_leads_and_free_are_those_nobody_does(house, anna, guest):
    case = house[Phase.ICO]
    with acting_as(anna):
        bureau_actions.take_over(
            Case.objects.get(pk=case.pk), by=anna, coordinator=anna
        )
    free = "coordinator_id IS NULL"

    assert in_order(anna, is_led=True) == [case.pk]
    assert in_order(guest, is_led=True) == []
    with acting_as(anna):
        assert {*keys.to_lead(anna)} == by_policy(anna, free) | {case.pk}
        assert keys.to_lead(anna, Phase.ICO) == [case.pk]
    with acting_as(guest):
        assert {*keys.to_lead(guest)} == by_policy(guest, free)


@pytest.mark.eis("P-4")
@pytest.mark.safety("X7")
@pytest.mark.parametrize("person", ["bram", "cato", "fg", "bestuurder", "politie"])
def test_who_is_not_of_the_bureau_is_told_nothing(request, anna, bram, person):
    user = request.getfixturevalue(person)
    case = sent(bram)
    for access in grants.Access:
        let_in(user, case, by=anna, access=access)

    with acting_as(user):
        told = {name: asked(name, given) for name, given in ASKED.items()}

    numbers = ("zvh_count_cases", "zvh_presses", "zvh_to_weigh")
    assert [told.pop(name) for name in numbers] == [[(0,)]] * 3
    assert not any(told.values())


def on_agenda(day, *cases):
    now = timezone.now()
    meeting = TriageMeeting.objects.create(date=day, starts_at=now, closes_at=now)
    for case in cases:
        AgendaItem.objects.create(case=case, meeting=meeting, completed_at=now)


@pytest.mark.safety("X7")
@pytest.mark.parametrize("person", ["anna", "mirjam", "guest"])
def test_what_is_cleaned_and_weighed_is_what_the_policies_leave(
    house, anna, guest, request, person
):
    user = request.getfixturevalue(person)
    let_in(guest, house[Phase.TRIAGE], by=anna)
    today = timezone.localdate()
    with backstage():
        AgendaItem.objects.all().delete()
        on_agenda(today, house[Phase.TRIAGE], house[Phase.INTAKE])
        on_agenda(today + timedelta(days=7), house[Phase.ICO])
    with acting_as(user):
        terms = rows(CLEANED)
        days = sorted(day for row in terms for day in row)
        told = [day for _, day in keys.to_be_cleaned(date.max, up_to=A_LOT)]
        ((weighed,),) = rows(WEIGHED, today)

        assert sorted(told) == days != []
        assert rows("SELECT zvh_to_weigh(50)") == [(weighed,)] != [(0,)]
    with acting_as(anna):
        grants.withdraw_from_groups(case_id=house[Phase.TRIAGE].pk)
    with acting_as(user):
        told = rows("SELECT zvh_to_weigh(50)")
        assert (
            told == rows(WEIGHED, today) == [(int(person == "guest") or weighed - 1,)]
        )


@pytest.mark.safety("X7")
def test_a_role_that_ended_ends_it_at_once(anna, bram, guest):
    let_in(guest, sent(bram), by=anna)
    assert in_order(guest)
    with backstage():
        ended = {"withdrawn_at": timezone.now(), "withdrawn_reason": "Weg."}
        guest.authorisations.update(**ended)

    assert in_order(guest) == []


@pytest.mark.safety("X7")
def test_a_grant_that_lapsed_counts_no_longer(anna, bram, guest):
    later = timezone.now() + timedelta(hours=1)
    case = sent(bram)
    let_in(guest, case, by=anna, until=later)

    assert in_order(guest) == [case.pk]
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        assert in_order(guest) == []


@pytest.mark.safety("X7")
def test_where_nobody_is_announced_they_refuse(db):
    for name, given in ASKED.items():
        with refused(), transaction.atomic():
            asked(name, given)


@pytest.mark.safety("X7")
@pytest.mark.parametrize("purpose", [Purpose.RETENTION, Purpose.MAIL, Purpose.AGENDA])
def test_a_purpose_without_a_person_opens_none(db, purpose):
    for name, given in ASKED.items():
        with refused(), acting_for(purpose):
            asked(name, given)


@pytest.mark.safety("X7")
def test_they_are_the_apps_alone_and_look_in_no_other_schema(db):
    with backstage():
        made = rows(
            "SELECT p.oid::regprocedure::text, p.prosecdef, p.proconfig::text,"
            " has_function_privilege('zvh_app', p.oid, 'EXECUTE'),"
            " has_function_privilege('zvh_backup', p.oid, 'EXECUTE')"
            " FROM pg_proc AS p WHERE p.oid = ANY (%s::regprocedure[])",
            [*MADE],
        )

    assert len(made) == len(MADE)
    for name, is_owners, settings, for_app, for_others in made:
        assert (is_owners, for_app, for_others) == (True, True, False), name
        assert "search_path=pg_catalog, pg_temp" in settings, name


@pytest.mark.safety("X7")
def test_what_a_caller_gives_is_never_run(anna, bram):
    sent(bram)
    for given in ("x' OR true --", "ico'; DROP TABLE cases_case; --", "%", "' || '"):
        with acting_as(anna):
            assert counted(given) == 0
            assert keys.found([[given]], most=5) == []
        assert in_order(anna, phase=given) == []


def test_many_grants_are_walked_in_the_same_order_as_few(anna, bram, guest):
    """Above some hundred own grants the house is walked instead (ADR 40)."""
    case = sent(bram)
    let_in(guest, case, by=anna)
    copied(case.pk, cases=120, rows=1)
    anew = in_order(guest)

    assert len(anew) == 121
    assert set(anew) == by_policy(guest)
    with backstage():
        newest = Case.objects.filter(pk__in=anew).newest_first()
        assert anew == [case.pk for case in newest]


@pytest.mark.parametrize("person", ["anna", "guest"])
def test_pages_follow_each_other_both_ways(anna, bram, request, person):
    user, case = request.getfixturevalue(person), sent(bram)
    let_in(user, case, by=anna)
    copied(case.pk, cases=110, rows=1)
    every = in_order(user)
    with backstage():
        at = Case.objects.get(pk=every[50]).last_activity_at

    here = {"place": (at, every[50])}

    assert in_order(user, **here) == every[51:]
    assert in_order(user, **here, backward=True) == every[:50]


@pytest.mark.eis("A-8")
@pytest.mark.safety("X7")
def test_search_finds_in_what_one_works_on_only(house, anna, guest, bram):
    words = digests_sought([SURNAME])

    with acting_as(anna):
        assert set(keys.found(words, most=A_LOT)) == by_policy(anna)
    with acting_as(guest):
        assert set(keys.found(words, most=A_LOT)) == by_policy(guest)
    with acting_as(anna):
        assert keys.found([*words, ["nobody"]], most=A_LOT) == []


@pytest.mark.safety("X7")
def test_who_may_follow_a_case_does_not_find_its_people(anna, bram, guest):
    case = sent(bram)
    let_in(guest, case, by=anna, access=grants.Access.REGISTER)

    assert case.pk in in_order(guest)
    with acting_as(guest):
        assert case.pk not in keys.found(digests_sought([SURNAME]), most=A_LOT)


@pytest.mark.eis("R-4")
@pytest.mark.safety("X7")
@pytest.mark.parametrize("person", ["anna", "mirjam", "guest"])
def test_support_that_may_end_is_told_to_who_sees_the_case(house, request, person):
    user, later = request.getfixturevalue(person), timezone.now() + timedelta(weeks=5)

    with time_machine.travel(later, tick=False):
        here = by_policy(user, "phase = 'support'")
        with acting_as(user):
            told = {case.pk for case in triage_lists.decided_and_waiting(user)}
            one_day_too_few = later - timedelta(weeks=5, days=1)
            early = rows("SELECT zvh_decided_and_waiting(%s, 50)", one_day_too_few)

    assert told == here
    assert bool(here) == (person != "guest"), "their grant ended"
    assert early == []


def shared_by(user):
    """In which cases somebody has a key that everybody in these houses has."""
    known = sorted({digest for word in digests_sought([SURNAME]) for digest in word})
    with acting_as(user):
        found = rows("SELECT case_key FROM zvh_people_who_share(%s::text[])", known)
    return {key for (key,) in found}


@pytest.mark.eis("A-8")
@pytest.mark.safety("X7")
def test_bureau_learns_of_people_in_what_it_works_on_only(house, anna, guest):
    with acting_as(anna):
        keyed = {key for (key,) in rows("SELECT case_id FROM cases_searchkey")}
    with acting_as(guest):
        theirs = {key for (key,) in rows("SELECT case_id FROM cases_searchkey")}

    assert shared_by(anna) == keyed
    assert shared_by(guest) == theirs
    assert theirs < keyed


@pytest.mark.eis("A-8")
@pytest.mark.safety("X7")
@pytest.mark.parametrize("person", ["bram", "cato", "fg", "bestuurder", "politie"])
def test_nobody_else_learns_that_somebody_is_known(request, anna, bram, person):
    user = request.getfixturevalue(person)
    case = sent(bram)
    for access in grants.Access:
        let_in(user, case, by=anna, access=access)

    assert shared_by(anna) == {case.pk}
    assert shared_by(user) == set()
