"""The app is nobody special in the database, or it does not start."""

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


def refuse_privileged_role() -> None:
    """Raise `ImproperlyConfigured` when the role could pass the row policies."""
    if faults := powers():
        raise ImproperlyConfigured(
            "The database role must be nobody special: " + "; ".join(faults)
        )


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
