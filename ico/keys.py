"""Keys of what waits for the person announced, asked of the owner (ADR 40)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accounts.models import User
from house import counting
from house.counting import Asked
from zvh.guard import announce


def to_run(*, of_everybody: bool) -> list[UUID]:
    """Meetings that are planned, or held with a plan that does not stand yet.

    Of the cases that one leads or nobody does, and those that one chairs or writes
    for; or all that one may see.
    """
    return [it.key for it in _asked(of_everybody) if it.kind == MEETING]


def sought(*, of_everybody: bool) -> list[UUID]:
    """Meetings that seek their moment.

    Of the cases that one leads or nobody does; or all that one may see.
    """
    return [it.key for it in _asked(of_everybody) if it.kind == SEEKING]


def ahead(*, most: int) -> list[UUID]:
    """The next meetings, of all cases that one may see."""
    return _keys("SELECT zvh_meetings_ahead(%s)", most)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the procescoördinator while a plan is carried out."""

    kind: str
    key: UUID
    case: UUID | None
    due: date | None


MEETING, SEEKING = "meeting", "seeking"
TO_RUN = """
    SELECT 'meeting', key, NULL::uuid, NULL::date FROM zvh_meetings_to_run(%s) AS key
    UNION ALL SELECT 'seeking', key, NULL, NULL FROM zvh_meetings_sought(%s) AS key
    UNION ALL SELECT kind, key, of_case, due FROM zvh_monitoring_to_do(%s, %s)
"""
MOST = 50


def monitoring(*, of_everybody: bool) -> list[Waiting]:
    """What waits while plans are carried out: of the own cases, or of all."""
    return [it for it in _asked(of_everybody) if it.kind not in (MEETING, SEEKING)]


@counting.counted("ico:meetings")
def meetings_that_press(user: User) -> Asked | None:
    return _pressing(user, "meetings")


@counting.counted("ico:actions")
def agreed_and_late(user: User) -> Asked | None:
    return _pressing(user, "agreed")


def _pressing(user: User, what: str) -> Asked | None:
    """Of the cases that a procescoördinator leads; nobody else leads any."""
    if not user.is_procescoordinator:
        return None
    return Asked("SELECT zvh_presses(%s, %s)", (what, MOST))


def _asked(of_everybody: bool) -> list[Waiting]:
    """The work of the day, in one query for all who put something on its page."""

    def ask() -> list[Waiting]:
        with connection.cursor() as cursor:
            cursor.execute(TO_RUN, [*[of_everybody] * 3, MOST])
            return [Waiting(*row) for row in cursor.fetchall()]

    return announce.remembered(("work of the day", of_everybody), ask)


def _keys(sql: str, given: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [given])
        return [key for (key,) in cursor.fetchall()]
