"""Which database may be filled with invented cases: one that says so itself."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

MARK = "zvh bench"


def refuse_other_databases() -> None:
    """Only what carries the bench's mark, and by a superuser: COPY skips policies."""
    if not comment().startswith(MARK):
        raise ImproperlyConfigured(
            f"This database is not marked as '{MARK}': nothing is generated here."
        )
    if not _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        raise ImproperlyConfigured("The bench is filled by the database's superuser.")


def refuse_a_house_in_use() -> None:
    """Whatever is already there was not invented by us, or would be there twice."""
    if _one("SELECT EXISTS (SELECT FROM accounts_user)"):
        raise ImproperlyConfigured("There are people in this database already.")


def comment() -> str:
    """What the database says of itself."""
    return str(
        _one(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
            " FROM pg_database WHERE datname = current_database()"
        )
    )


def _one(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
