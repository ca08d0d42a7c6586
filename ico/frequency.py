"""Whether a case meets too often or too seldom, by the profile (O-11)."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.models import Case
from house import profile
from house.words import word
from ico import rules
from ico.meetings import Meeting


def warning(case: Case) -> str:
    """What whoever plans should know: too many meetings, or none for long."""
    return _too_many(case) or _too_few(case)


def without_for_long(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that should meet, and had no meeting for long and have none ahead."""
    since = timezone.now() - timedelta(weeks=profile.active().meetings.quiet_weeks)
    here = Meeting.objects.filter(case=OuterRef("pk"))
    recent = here.held().filter(starts_at__gte=since)
    waiting = cases.filter(phase__in=rules.MEETS_IN, phase_since__lt=since)
    return waiting.exclude(Exists(recent)).exclude(Exists(here.ahead()))


def _too_many(case: Case) -> str:
    limits = profile.active().meetings
    weeks = timedelta(weeks=limits.often_weeks)
    since, until = timezone.now() - weeks, timezone.now() + weeks
    dated = case.meetings.standing().filter(starts_at__range=(since, until))
    starts = sorted(dated.values_list("starts_at", flat=True))
    if _most_within(starts, weeks) < limits.often_times:
        return ""
    return (
        f"{word('casus', 'capital_this')} heeft al {limits.often_times} of meer"
        f" overleggen binnen {limits.often_weeks} weken. Is een overleg nodig, of kan"
        f" het anders? Te veel overleggen kost de {word('partij', 'plural')} aandacht."
    )


def _most_within(starts: list[datetime], span: timedelta) -> int:
    return max(
        (sum(first <= at <= first + span for at in starts) for first in starts),
        default=0,
    )


def _too_few(case: Case) -> str:
    if not without_for_long(Case.objects.filter(pk=case.pk)).exists():
        return ""
    weeks = profile.active().meetings.quiet_weeks
    return (
        f"Er was al {weeks} weken of langer geen overleg over {word('casus', 'this')}."
    )
