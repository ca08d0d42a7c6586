"""A term that became shorter also holds for what is kept already (T-2).

A longer one never does: whoever was told a date keeps it. So the dates of a case only
ever come nearer, to where the terms of today would have put them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.actions import terms_of
from cases.lifecycle import Phase
from cases.models import Case
from house import neighbours, profile
from house.neighbours import Consequence
from house.profile import Profile, Terms
from house.words import noun
from zvh.guard.announce import Purpose, acting_for

# So many numbers are named; of the others the count is enough.
NAMED = 10


def bring_forward() -> int:
    """Give cases the dates that a shorter term brings; how many there were."""
    moment = timezone.now()
    with acting_for(Purpose.RETENTION, now=moment):
        keys = _later_than(profile.active().terms, timezone.localdate())
        cases = Case.objects.filter(pk__in=keys).select_for_update(skip_locked=True)
        moved = [case for case in cases.order_by("pk") if _brought_forward(case)]
        for case in moved:
            case.save()
    return len(moved)


@neighbours.tells("terms")
def touched(user: User, before: Profile, after: Profile) -> Iterator[Consequence]:
    """Which cases a shorter term would reach, by number for who may see them."""
    when = timezone.now() + timedelta(days=30)
    with acting_for(Purpose.RETENTION, now=when):
        now = _later_than(before.terms, when.date())
        keys = _later_than(after.terms, when.date()) - now
    if not keys:
        return
    count = len(keys)
    yield Consequence(
        f"{count} {noun(count, 'casus')} {'gaat' if count == 1 else 'gaan'}"
        " eerder weg, of een deel ervan.",
        warns=True,
    )
    seen = Case.objects.visible_to(user).filter(pk__in=keys).newest_first()
    for case in seen.exclude(number=None)[:NAMED]:
        yield Consequence(str(case.number), url=_page_of(case))


def _page_of(case: Case) -> str:
    name = "cases:shielded" if case.is_shielded else "cases:detail"
    return reverse(name, args=[case.pk])


def _later_than(terms: Terms, today: date) -> set[UUID]:
    """Cases with a date beyond what these terms would have given them."""
    kept = Case.objects.filter(
        phase__in=[Phase.AFSCHALING, Phase.CLOSED, Phase.REGISTRATION],
        shell_until__isnull=False,
    )
    return {case.pk for case in kept.iterator() if _dates(case, terms, today)}


def _dates(case: Case, terms: Terms, today: date) -> dict[str, date]:
    """The nearer dates of this case by these terms; nothing where they stay."""
    would = _would_be(case, terms, today)
    held = {name: case.until(name) for name in would}  # type: ignore[arg-type]
    nearer: dict[str, Any] = {
        name: min(day, held[name] or day) for name, day in would.items()
    }
    return nearer if nearer != held else {}


def _would_be(case: Case, terms: Terms, today: date) -> dict[str, date]:
    if case.scaled_down_on:
        return terms_of(terms, case.scaled_down_on)
    days = terms.draft_days if case.is_draft else terms.incomplete_days
    until = today + timedelta(days=days)
    return {"work": until, "plan": until, "shell": until}


def _brought_forward(case: Case) -> bool:
    nearer = _dates(case, profile.active().terms, timezone.localdate())
    if nearer:
        case.set_terms(**nearer)
    return bool(nearer)
