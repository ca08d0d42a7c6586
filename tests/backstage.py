"""Behind the scenes: the one place in the tests that looks past the row policies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def backstage() -> Iterator[None]:
    """Act as the superuser: for factories, assertions and the flush only."""
    if _role() != "zvh_app":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE zvh_app")


def is_backstage() -> bool:
    """Whether the role has been put aside at this moment."""
    return _role() != "zvh_app"


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])
