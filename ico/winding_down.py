"""Who has no part in anything any more keeps an account for a few weeks only (P-7)."""

from uuid import UUID

from django.db import connection

from accounts import winding_down
from zvh.guard.announce import Purpose, acting_for


def follow() -> int:
    """Set the date where nothing is left, take it back where something came again."""
    with acting_for(Purpose.REMINDERS):
        found = _involvement()
    return sum(_follow(key, is_involved=is_involved) for key, is_involved in found)


def _follow(key: UUID, *, is_involved: bool) -> int:
    with acting_for(Purpose.REMINDERS):
        if is_involved:
            return winding_down.take_back(key)
        return winding_down.end_involvement(key)


def _involvement() -> list[tuple[UUID, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, is_involved FROM zvh_involvement()")
        return list(cursor.fetchall())
