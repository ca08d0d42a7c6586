"""The limit: the same rows by hand-written SQL, past policies, pages and models."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg2

from bench.measures_clock import Statement, server_time
from cases.lifecycle import Phase
from cases.listing import MOST_COUNTED

SHOWN = """
    c.id, c.number, c.subject, c.phase, c.phase_since, c.registered_at,
    c.last_activity_at, c.is_restricted, c.coordinator_id, u.name
"""
OPEN = (
    "c.registered_at IS NOT NULL AND c.phase NOT IN ('advised','afschaling','closed')"
)
IN_GROUP = """
    EXISTS (SELECT FROM cases_casegroupgrant AS g JOIN accounts_user_groups AS m
            ON m.group_id = g.group_id AND m.user_id = %(user)s
            WHERE g.content_object_id = c.id
            AND (g.until IS NULL OR g.until > %(now)s))
"""
GIVEN = """
    c.id IN (SELECT content_object_id FROM cases_caseusergrant
             WHERE user_id = %(user)s AND (until IS NULL OR until > %(now)s))
"""
LIST = f"""
    SELECT {SHOWN} FROM cases_case AS c
    LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
    WHERE {OPEN} AND {{}} AND (c.last_activity_at, c.id) < (%(at)s, %(key)s)
    ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 41
"""
COUNTS = f"""
    SELECT phase, mine, count(*) FROM (
        SELECT c.phase, c.coordinator_id = %(user)s AS mine FROM cases_case AS c
        WHERE {OPEN} AND {{}}
        ORDER BY c.last_activity_at DESC, c.id DESC LIMIT %(most)s) AS newest
    GROUP BY 1, 2
"""
FOUND = f"""
    SELECT {SHOWN} FROM cases_case AS c
    LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
    WHERE {OPEN} AND {{}} AND {{}}
    ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 51
"""
NAMES = """
    SELECT case_id, given_names, prefix, surname FROM cases_person
    WHERE case_id = ANY (%s::uuid[]) AND role = 'betrokkene' ORDER BY first_processed_at
"""
AREAS = "SELECT case_id, area FROM cases_registration WHERE case_id = ANY (%s::uuid[])"
CASE = (
    f"""SELECT {SHOWN}, c.work_until, c.plan_until, c.shell_until, r.name
        FROM cases_case AS c
        LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
        LEFT JOIN accounts_user AS r ON r.id = c.casusregisseur_id
        WHERE c.id = %(case)s""",
    """SELECT p.*, d.* FROM cases_person AS p
        LEFT JOIN cases_persondetails AS d ON d.person_id = p.id
        WHERE p.case_id = %(case)s AND p.role = 'betrokkene'
        ORDER BY p.first_processed_at""",
    "SELECT * FROM cases_phasechange WHERE case_id = %(case)s ORDER BY at",
    """SELECT r.*, y.name FROM cases_registration AS r
        JOIN accounts_party AS y ON y.id = r.given_by_id WHERE r.case_id = %(case)s""",
    """SELECT d.*, y.name FROM cases_domainproblem AS d
        JOIN accounts_party AS y ON y.id = d.given_by_id WHERE d.case_id = %(case)s""",
    "SELECT * FROM triage_triagedecision WHERE case_id = %(case)s",
    "SELECT * FROM ico_plan WHERE case_id = %(case)s ORDER BY number DESC LIMIT 1",
    """SELECT * FROM ico_meeting WHERE case_id = %(case)s AND state = 'planned'
        AND ends_at >= %(now)s ORDER BY starts_at LIMIT 1""",
    """SELECT count(*) FILTER (WHERE state = 'open'),
        count(*) FILTER (WHERE state = 'open' AND due_on < %(now)s::date),
        count(*) FILTER (WHERE state = 'done') FROM ico_action
        WHERE case_id = %(case)s""",
    """SELECT DISTINCT o.case_id FROM cases_searchkey AS k
        JOIN cases_searchkey AS o ON o.digest = k.digest AND o.case_id <> k.case_id
        WHERE k.case_id = %(case)s AND k.kind = 'bsn' LIMIT 5""",
)
STATE = (
    f"""SELECT {SHOWN} FROM cases_case AS c
        LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
        WHERE c.id = %(case)s""",
    "SELECT * FROM cases_registration WHERE case_id = %(case)s",
    "SELECT * FROM cases_phasechange WHERE case_id = %(case)s ORDER BY at",
    "SELECT * FROM cases_completionrequest WHERE case_id = %(case)s",
)
TODAY = (
    f"""SELECT {SHOWN}, y.name, g.completed_at, g.judged_complete_at
        FROM cases_case AS c
        LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
        JOIN accounts_party AS y ON y.id = c.registered_for_id
        JOIN cases_registration AS g ON g.case_id = c.id
        WHERE c.phase IN ('intake') AND {{}} ORDER BY c.registered_at LIMIT 100""",
    f"""SELECT {SHOWN} FROM cases_case AS c
        LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
        WHERE c.phase IN ('{Phase.ICO}') AND c.coordinator_id = %(user)s
        AND NOT EXISTS (
            SELECT FROM ico_meeting AS m WHERE m.case_id = c.id
            AND m.state <> 'cancelled' AND m.starts_at >= c.phase_since)
        LIMIT 50""",
    f"""SELECT c.number, m.* FROM cases_case AS c JOIN ico_meeting AS m
            ON m.case_id = c.id AND m.state = 'held'
        WHERE c.phase IN ('{Phase.ICO}') AND c.coordinator_id = %(user)s
        AND NOT EXISTS (
            SELECT FROM ico_plan AS p
            WHERE p.meeting_id = m.id AND p.state = 'established')
        LIMIT 50""",
    """SELECT c.number, a.*, y.name FROM cases_case AS c
        JOIN ico_action AS a ON a.case_id = c.id AND a.state = 'open'
            AND a.due_on < %(now)s::date
        JOIN accounts_party AS y ON y.id = a.owner_id
        WHERE c.phase IN ('monitoring') AND c.coordinator_id = %(user)s LIMIT 50""",
    """SELECT c.number, p.* FROM cases_case AS c
        JOIN ico_plan AS p ON p.case_id = c.id AND p.state = 'established'
        WHERE c.phase IN ('monitoring') AND c.coordinator_id = %(user)s
        ORDER BY p.follow_up_on LIMIT 50""",
    """SELECT id, date, starts_at, closes_at, agenda_sent_at FROM triage_triagemeeting
        WHERE closed_at IS NULL""",
)
START = (
    f"""SELECT {SHOWN}, c.work_until FROM cases_caseusergrant AS g
        JOIN cases_case AS c ON c.id = g.content_object_id
        LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
        WHERE g.user_id = %(user)s ORDER BY c.last_activity_at DESC""",
    """SELECT i.*, m.starts_at FROM ico_invitation AS i
        JOIN ico_meeting AS m ON m.id = i.meeting_id AND m.state = 'planned'
        WHERE i.user_id = %(user)s AND i.ended_at IS NULL""",
    """SELECT a.* FROM ico_action AS a
        WHERE a.responsible_user_id = %(user)s AND a.state = 'open' ORDER BY due_on""",
)
LOOKED = """
    SELECT * FROM guard_accessrecord WHERE case_id = %s ORDER BY at DESC LIMIT 50
"""


class Limit:
    """A connection of the superuser's own, and what its statements take."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg2.connect(address)
        self.process = self.connection.info.backend_pid

    def time(self, fetch: Callable[[], Any]) -> float:
        """Seconds of the database's processor time for these rows."""
        started, server = time.perf_counter(), server_time(self.process)
        fetch()
        spent = server_time(self.process) - server or time.perf_counter() - started
        self.connection.rollback()
        return spent

    def rows(self, sql: str, given: Any = None) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, given)
            return list(cursor.fetchall())

    def again(self, statements: list[Statement]) -> None:
        """Write the same rows without anything around it, and take them back."""
        with self.connection.cursor() as cursor:
            for sql, given in statements:
                cursor.execute(sql, given)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.connection.rollback()


class ByHand:
    """The rows of each page, for one person at one moment."""

    def __init__(self, user: UUID, now: datetime, *, is_member: bool) -> None:
        self.given = {"user": str(user), "now": now}
        self.seen = IN_GROUP if is_member else GIVEN

    def listed(self, limit: Limit, at: datetime, key: str) -> None:
        place = {**self.given, "at": at, "key": key}
        found = limit.rows(LIST.format(self.seen), place)
        limit.rows(COUNTS.format(self.seen), {**self.given, "most": MOST_COUNTED + 1})
        self._names(limit, found)

    def search(self, limit: Limit, condition: str, sought: dict[str, Any]) -> None:
        sql = FOUND.format(self.seen, condition)
        self._names(limit, limit.rows(sql, {**self.given, **sought}))

    def case(self, limit: Limit, key: str, statements: tuple[str, ...] = CASE) -> None:
        for sql in statements:
            limit.rows(sql, {**self.given, "case": key})

    def today(self, limit: Limit) -> None:
        found = [
            row
            for sql in TODAY
            for row in limit.rows(sql.format(self.seen), self.given)
        ]
        self._names(limit, [row for row in found if isinstance(row[0], UUID)])

    def start(self, limit: Limit) -> None:
        first, *others = START
        self._names(limit, limit.rows(first, self.given))
        for sql in others:
            limit.rows(sql, self.given)

    def _names(self, limit: Limit, found: list[tuple[Any, ...]]) -> None:
        keys = [str(row[0]) for row in found]
        limit.rows(NAMES, [keys])
        areas = [str(row[0]) for row in found if len(row) > 2 and row[2] == "area"]
        if areas:
            limit.rows(AREAS, [areas])
