"""The monitor and what waits are asked of the owner, who says what the policy says."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from cases import grants
from cases.lifecycle import SHIELDED
from cases.models import Case, Person
from ico.models import (
    Action,
    CallToAccount,
    Departure,
    Escalation,
    Notice,
    Signal,
)
from tests.backstage import backstage
from tests.cases.test_keys_of_lists import let_in
from tests.cast import play
from tests.growing import copied
from zvh.guard.announce import acting_as

TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
COPIES, ALL, FEW = 104, 1000, 5
GONE = ", ".join(f"'{phase}'" for phase in SHIELDED)
# No two of these cases are alike.
VARIED = """
    CREATE TEMPORARY TABLE varied ON COMMIT DROP AS
    SELECT id, (nth - 1)::integer AS nth, %s::timestamptz AS moment, %s::date AS today,
        %s::uuid AS anna, %s::uuid AS other
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS these (id, nth);
    UPDATE cases_case SET registered_at = moment - nth * interval '13 hours',
        last_activity_at = moment - nth * interval '11 hours',
        coordinator_id = CASE mod(nth, 3) WHEN 0 THEN anna WHEN 1 THEN other END,
        phase = CASE WHEN mod(nth, 7) = 0 THEN 'afschaling' WHEN mod(nth, 5) < 3
            THEN 'monitoring' ELSE phase END,
        scaled_down_on = CASE WHEN mod(nth, 7) = 0 THEN today END,
        work_until = CASE WHEN mod(nth, 7) = 0 THEN today END,
        plan_until = CASE WHEN mod(nth, 7) = 0 THEN today END,
        shell_until = CASE WHEN mod(nth, 7) = 0 THEN today END,
        advice_until = CASE WHEN mod(nth, 7) = 0 THEN today END
    FROM varied WHERE varied.id = cases_case.id;
    UPDATE ico_action SET due_on = today + (mod(nth, 40)) - 30,
        closed_off_at = CASE WHEN mod(nth, 11) = 0 THEN moment END,
        effect = CASE mod(nth, 4) WHEN 0 THEN 'no' WHEN 1 THEN 'partly' ELSE '' END,
        effect_at = CASE WHEN mod(nth, 4) < 2 THEN moment - nth * interval '3 hours' END
    FROM varied WHERE varied.id = case_id;
    UPDATE ico_signal SET passed_on_at = CASE WHEN mod(nth, 4) > 0 THEN moment END
    FROM varied WHERE varied.id = case_id;
    UPDATE ico_calltoaccount SET answer_before = today + (mod(nth, 9)) - 5
    FROM varied WHERE varied.id = case_id;
    UPDATE cases_registration SET informed =
        CASE WHEN mod(nth, 2) = 0 THEN 'yes' ELSE 'unknown' END
    FROM varied WHERE varied.id = case_id;
    UPDATE ico_meeting SET
        state = CASE WHEN mod(nth, 3) = 0 THEN 'planned' ELSE state END,
        ended_at = CASE WHEN mod(nth, 3) <> 0 THEN ended_at END,
        starts_at = moment + (mod(nth, 20) - 6) * interval '1 day',
        ends_at = moment + (mod(nth, 20) - 6) * interval '1 day' + interval '1 hour'
    FROM varied WHERE varied.id = case_id;
    UPDATE ico_notice SET look_again_on = today + (mod(nth, 30)) - 9,
        is_joint = mod(nth, 4) = 0,
        outcome = CASE WHEN mod(nth, 5) < 3 THEN 'withheld' ELSE 'told' END,
        letter_sent_on = CASE WHEN mod(nth, 5) = 3 THEN today END,
        withdrawn_at = CASE WHEN mod(nth, 6) = 0 THEN moment END
    FROM varied WHERE varied.id = case_id;
"""
LISTED = f"c.registered_at IS NOT NULL AND c.phase NOT IN ({GONE})"
ROWS = "SELECT w.{}, w.case_id FROM {} AS w JOIN cases_case AS c ON c.id = w.case_id"
# Of each kind, what the policies leave of it to whoever asks the tables themselves.
# ruff: noqa: S608 - ours
BY_POLICY = {
    "silent": f"""SELECT c.id, c.id FROM cases_case AS c WHERE {LISTED}
        AND c.phase = 'monitoring'
        AND c.last_activity_at < %(now)s - interval '28 days'""",
    "effect": f"""{ROWS.format("id", "ico_action")} WHERE {LISTED}
        AND w.effect IN ('no', 'partly') AND c.phase IN ('ico', 'monitoring')""",
    "signal": f"""{ROWS.format("action_id", "ico_signal")} WHERE {LISTED}
        AND w.settled_at IS NULL AND w.passed_on_at IS NOT NULL""",
    "departure": f"""{ROWS.format("id", "ico_departure")} WHERE {LISTED}
        AND w.settled_at IS NULL""",
    "call": f"""{ROWS.format("action_id", "ico_calltoaccount")} WHERE {LISTED}
        AND w.answered_at IS NULL AND w.answer_before < %(today)s""",
    "escalation": f"""{ROWS.format("id", "ico_escalation")} WHERE {LISTED}
        AND w.answered_at IS NULL""",
}
LATE = f"""
    SELECT w.owner_id, min(w.due_on), count(*) FROM ico_action AS w
    JOIN cases_case AS c ON c.id = w.case_id
    WHERE w.state = 'open' AND w.due_on < %(today)s AND w.closed_off_at IS NULL
    AND {LISTED} GROUP BY w.owner_id
"""
# As the rule of telling says it of one betrokkene after the other (O-5, V-5).
TO_TELL = f"""
    SELECT c.id, min(w.due) FROM cases_case AS c CROSS JOIN LATERAL (
        SELECT (c.registered_at AT TIME ZONE 'Europe/Amsterdam')::date
                + interval '1 month' AS letter,
            (SELECT min((m.starts_at AT TIME ZONE 'Europe/Amsterdam')::date)
             FROM ico_meeting AS m WHERE m.case_id = c.id
             AND m.state = 'planned' AND m.informs_first) AS meets,
            (SELECT r.informed = 'yes' FROM cases_registration AS r
             WHERE r.case_id = c.id) AS by_sender) AS t
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN n.outcome = 'withheld' AND n.is_joint THEN n.look_again_on
            WHEN n.outcome = 'withheld' THEN least(n.look_again_on, t.meets)
            WHEN n.id IS NULL AND NOT t.by_sender THEN least(t.letter, t.meets)
            WHEN n.letter_sent_on IS NULL THEN t.letter END::date AS due
        FROM cases_person AS p LEFT JOIN ico_notice AS n
            ON n.person_id = p.id AND n.withdrawn_at IS NULL
        WHERE p.case_id = c.id AND p.role = 'betrokkene'
        AND p.withdrawn_at IS NULL) AS w
    WHERE {LISTED} AND w.due <= %(today)s::date + 7 GROUP BY c.id
"""
TELLING = {"tell", "look_again", "letter"}
OPEN = ("silent", "effect")
WAITING = ("signal", "departure", "call", "escalation")
PEOPLE = ("anna", "few", "many")


def guest(name):
    """Of the bureau and in no group of it: let into cases one by one."""
    somebody = play(name.lower(), name, Role.PROCESCOORDINATOR, name=f"Huis ({name})")
    with backstage():
        somebody.groups.clear()
    return somebody


@pytest.fixture
def few(db):
    return guest("Esra")


@pytest.fixture
def many(db):
    """Let into so many that an index over the house is walked."""
    return guest("Veerle")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def house(established, anna, mirjam, noor, few, many):
    """A hundred cases in every state, with all that waits in a plan in each."""
    let_in(many, established.case, by=anna)
    act_by_itself("replica")
    with backstage():
        waits(established.case, anna, noor)
    keys = [established.case.pk, *copied(established.case.pk, cases=COPIES, rows=1)]
    given = [timezone.now(), timezone.localdate(), anna.pk, mirjam.pk, keys]
    create, *updates = VARIED.split(";")
    with backstage(), connection.cursor() as cursor:
        cursor.execute(create, given)
        cursor.execute(";".join(updates))
    act_by_itself("origin")
    for key in keys[5:65]:
        let_in(few, Case(pk=key), by=anna)
    with acting_as(anna):
        for key in keys[::9]:
            grants.withdraw_from_groups(case_id=key)
        for key in keys[::10]:
            grants.withdraw(user=few, case_id=key, why="named", source_id=key)
    return keys


def act_by_itself(how):
    """Whether the database does what it does of itself when rows come and change."""
    with backstage(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('session_replication_role', %s, true)", [how])


def waits(case, anna, noor):
    action, day = Action.objects.get(case=case), timezone.localdate()
    here, where = {"case": case}, {"case": case, "action": action}
    Signal.objects.create(**where, kind="failed", why="Ziek.", by=noor)
    CallToAccount.objects.create(
        **where, way="here", text="Hoe staat het?", by=anna, answer_before=day
    )
    Escalation.objects.create(
        **here,
        reason="other",
        question="Wat nu?",
        level="board",
        party=noor.party,
        asked_by=anna,
        answer_before=day,
    )
    Departure.objects.create(**here, user=noor, party=noor.party, why="Nieuw werk.")
    Notice.objects.create(
        **here,
        person=Person.objects.get(case=case),
        outcome="withheld",
        look_again_on=day,
        recorded_by=anna,
    )


def rows(sql, given=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def asked(*, most=ALL, everybody=True):
    """What the two functions tell, by its kind."""
    told = rows(
        "SELECT kind, key, of_case, day, number FROM zvh_monitor(28, %s)", [most]
    )
    told += rows(
        "SELECT kind, key, of_case, due, NULL FROM zvh_monitoring_to_do(%s, %s)",
        [everybody, most],
    )
    found = {}
    for kind, *row in told:
        found.setdefault("tell" if kind in TELLING else kind, []).append(row)
    return found


def by_policy(sql, condition="true"):
    given = {"now": timezone.now(), "today": timezone.localdate()}
    return rows(sql.replace(LISTED, f"{LISTED} AND {condition}"), given)


def keys_of(found, kind):
    return sorted((key, case) for key, case, *_ in found.get(kind, []))


@pytest.mark.eis("F-6", "O-5", "P-2")
@pytest.mark.safety("X6", "X7")
def test_each_is_told_what_the_policies_leave_and_the_longest_first(house, request):
    seen = {}
    for name in PEOPLE:
        user = request.getfixturevalue(name)
        own = f"(c.coordinator_id = '{user.pk}' OR c.coordinator_id IS NULL)"
        with acting_as(user):
            told, mine, first = asked(), asked(everybody=False), asked(most=FEW)
            for kind in (*OPEN, *WAITING):
                there = by_policy(BY_POLICY[kind])
                assert keys_of(told, kind) == sorted(there) != [], (name, kind)
            for kind in WAITING:
                there = by_policy(BY_POLICY[kind], own)
                assert keys_of(mine, kind) == sorted(there), (name, kind)
            for found, whose in ((told, "true"), (mine, own)):
                due = [(case, day) for case, _, day, _ in found["tell"]]
                assert sorted(due) == sorted(by_policy(TO_TELL, whose)) != [], name
            late = [(key, day, number) for key, _, day, number in told["late"]]
            assert sorted(late) == sorted(by_policy(LATE)) != [], name
        assert sum(number for *_, number in late) == told["counted"][0][3]
        for kind in ("silent", "call", "tell"):
            days = sorted(day for _, _, day, _ in told[kind])
            assert [day for _, _, day, _ in first[kind]] == days[:FEW], (name, kind)
        seen[name] = len(told["signal"])

    assert seen["few"] < seen["anna"] < seen["many"]
