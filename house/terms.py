"""How long what is kept: longer at once, shorter by two people and later (T-2)."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from house import changing, profile, rules
from house.models import TermChange
from house.rules import Person
from zvh.guard import jobs

# From the confirmation on; on the day that ends it, the shorter term counts (ADR 20).
WAITS = timedelta(days=30)
TOLD_BY = "terms"


@transaction.atomic
def set_term(term: str, value: int, *, by: Person, reason: str) -> TermChange:
    """A longer term counts for what is kept from now on; a shorter one is proposed."""
    rules.change_terms(by)
    changing.alone()
    before = getattr(profile.active().terms, term)
    rules.set_term(by, term, before, value)
    change = TermChange(
        term=term, before=before, after=value, reason=reason, by=by, at=timezone.now()
    )
    if not change.shortens:
        change.counts_from = change.at
    change.save()
    if not change.shortens:
        changing.say(f"terms.{term}", value, by=by, reason=reason)
    jobs.wake(TOLD_BY)
    return change


@transaction.atomic
def confirm(change: TermChange, *, by: Person) -> TermChange:
    """The second person agrees: from then on it waits."""
    rules.confirm_term(by, change)
    change = _locked(change)
    rules.confirm_term(by, change)
    change.confirmed_by, change.confirmed_at = by, timezone.now()
    change.counts_from = _start_of(timezone.localdate() + WAITS)
    change.told_at = None
    change.save()
    changing.say(
        f"terms.{change.term}",
        change.after,
        by=change.by,
        confirmed_by=by,
        reason=change.reason,
        counts_from=change.counts_from,
    )
    jobs.wake(TOLD_BY)
    return change


@transaction.atomic
def withdraw(change: TermChange, *, by: Person) -> TermChange:
    """As long as it does not count, either of them, or another, can stop it."""
    rules.withdraw_term(by, change)
    change = _locked(change)
    rules.withdraw_term(by, change)
    change.withdrawn_by, change.withdrawn_at = by, timezone.now()
    change.told_at = None
    change.save()
    if change.confirmed_at:
        # The last that is said counts: also on the day the shorter one would have.
        changing.say(
            f"terms.{change.term}", change.before, by=by, reason="Voorstel ingetrokken"
        )
    jobs.wake(TOLD_BY)
    return change


def _locked(change: TermChange) -> TermChange:
    changing.alone()
    return TermChange.objects.select_for_update(of=("self",)).get(pk=change.pk)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
