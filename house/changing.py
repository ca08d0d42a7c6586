"""The house changes its own profile: value by value, with who and why."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from house import checks, files, overlay, own, profile, rules
from house.models import Change, ChangeReason, TermChange
from house.profile import Profile
from house.rules import Person
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.jobs import key_of
from zvh.guard.models import StaleVersion
from zvh.guard.rules import require
from zvh.lib.dates import add_years

LOCK = "the profile of the house"
YEARS_OF_REASONS = 5


@transaction.atomic
def change(
    values: Mapping[str, Any], *, by: Person, reason: str, seen: int | None = None
) -> list[Change]:
    """Say these values from now on; what stays as it is, is not said again.

    `seen` is what `newest` gave for these keys when the person looked: raises
    `StaleVersion` when a colleague changed one of them since.
    """
    for key in values:
        rules.say_at_once(by, key)
    alone()
    if seen is not None and newest(*values) > seen:
        raise StaleVersion("the profile")
    before = current()
    fresh = {key: it for key, it in values.items() if _is_new(before, key, it)}
    after = profile.built(settings.PROFILE, overlay.laid(before, fresh.items()))
    require(makes_sense(after), "Deze waarden passen niet bij elkaar.")
    return [say(key, it, by=by, reason=reason) for key, it in fresh.items()]


def say(key: str, value: Any, *, by: Person, reason: str, **more: Any) -> Change:
    """Add one line to what the house says; only while nobody else does."""
    said: Change = Change.objects.create(
        key=key, value=value, by=by, at=timezone.now(), **more
    )
    until = add_years(timezone.localdate(), YEARS_OF_REASONS)
    ChangeReason.objects.create(change=said, text=reason, remove_on=until)
    own.forget()
    return said


def alone() -> None:
    """One at a time: the order of changes is that of their commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key_of(LOCK)])
    own.forget()


def newest(*keys: str) -> int:
    """The number of the newest change of these values; nought if there is none."""
    found = Change.objects.filter(key__in=keys).aggregate(newest=Max("pk"))
    return found["newest"] or 0


def current() -> dict[str, Any]:
    """The values that count now, as a profile's file would say them."""
    shipped, stamp = files.read(settings.PROFILE), own.newest()
    if stamp is None:
        return shipped
    return overlay.laid(shipped, own.values(stamp, own.counting(stamp)))


def _is_new(before: dict[str, Any], key: str, value: Any) -> bool:
    # What gets another place is new, though it is called the same.
    moves = isinstance(value, dict) and "after" in value
    return moves or overlay.said(before, key) != value


def with_value(key: str, value: Any) -> Profile:
    """The profile as it would be with another value."""
    return profile.built(settings.PROFILE, overlay.laid(current(), [(key, value)]))


def makes_sense(it: Profile) -> bool:
    """Whether a house can work with this profile."""
    return not list(checks.faults(it))


def forget_reasons() -> int:
    """Why somebody changed something goes at its term; what the house says stays."""
    today = timezone.localdate()
    long_ago = add_years(today, -YEARS_OF_REASONS)
    with acting_for(Purpose.RETENTION):
        reasons = ChangeReason.objects.filter(remove_on__lte=today).delete()
        # Of a term the proposal itself goes, once it counts since long.
        terms = TermChange.objects.filter(at__date__lte=long_ago).delete()
    return int(reasons[0] + terms[0])
