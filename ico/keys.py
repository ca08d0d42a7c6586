"""Keys of meetings for the person announced, asked of the database's owner (ADR 40)."""

from uuid import UUID

from django.db import connection


def to_run(*, of_everybody: bool) -> list[UUID]:
    """Meetings that are planned, or held with a plan that does not stand yet.

    Of the cases that one leads or nobody does, and those that one chairs or writes
    for; or all that one may see.
    """
    return _keys("SELECT zvh_meetings_to_run(%s)", of_everybody)


def ahead(*, most: int) -> list[UUID]:
    """The next meetings, of all cases that one may see."""
    return _keys("SELECT zvh_meetings_ahead(%s)", most)


def _keys(sql: str, given: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [given])
        return [key for (key,) in cursor.fetchall()]
