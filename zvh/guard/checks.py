"""What the app refuses to start with: a role with power, a cache that is no one's.

Attempts to sign in are counted in the cache. With a cache in each process somebody
has as many attempts as there are processes, and new ones after every restart.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

POWERS = """
    SELECT r.rolname,
           r.rolsuper,
           r.rolbypassrls,
           pg_has_role(r.oid, 'zvh_owner', 'MEMBER'),
           EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid),
           r.rolcreaterole,
           EXISTS (SELECT FROM pg_roles other WHERE other.oid <> r.oid
                   AND (other.rolsuper OR other.rolbypassrls
                        OR other.rolname ~ '^pg_(read|write|execute)_')
                   AND pg_has_role(r.oid, other.oid, 'MEMBER'))
    FROM pg_roles r WHERE r.rolname IN (session_user, current_user)
"""
NAMES = (
    *("is a superuser", "bypasses row security", "acts as the owner", "owns tables"),
    *("makes roles", "may become a role with power"),
)
NOT_SHARED = ("locmem.LocMemCache", "dummy.DummyCache")
SHARE = "CACHE_URL names a cache that all processes share, such as redis:// does."


def refuse_privileged_role() -> None:
    """Raise `ImproperlyConfigured` when the role could pass the row policies."""
    if faults := powers():
        raise ImproperlyConfigured(
            "The database role must be nobody special: " + "; ".join(faults)
        )


def refuse_cache_of_one_process() -> None:
    """Raise `ImproperlyConfigured` when processes would count each for themselves."""
    if check_cache():
        raise ImproperlyConfigured(SHARE)


def check_cache(**_: Any) -> list[CheckMessage]:
    """The same for `check --deploy`; the demo has one process for all its pages."""
    if settings.DEMO or not settings.CACHES["default"]["BACKEND"].endswith(NOT_SHARED):
        return []
    return [Error(SHARE, id="guard.E002")]


def powers() -> list[str]:
    """What this connection's roles can do that the app must not be able to."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        rows = cursor.fetchall()
    return [
        f"{role} {name}"
        for role, *held in rows
        for name, holds in zip(NAMES, held, strict=True)
        if holds
    ]
