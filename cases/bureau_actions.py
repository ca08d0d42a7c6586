"""What the bureau itself writes on a running case."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import rules
from cases.models import Case, Contribution


@transaction.atomic
def take_over(case: Case, *, by: User, coordinator: User) -> Case:
    """From now on this colleague leads the case; the reader's version counts."""
    rules.coordinate(by, case)
    rules.lead(coordinator, case)
    case.coordinator = coordinator
    case.last_activity_at = timezone.now()
    case.save()
    return case


@transaction.atomic
def record_contribution(
    case: Case,
    *,
    by: User,
    party: Party,
    category: str,
    text: str,
    spoken_by: str,
    domain: str = "",
    conditions: str = "",
) -> Contribution:
    """Write down what a Partij told; it stays that Partij's (I-6)."""
    rules.work_on(by, case)
    # Two colleagues may add something at once, and neither is told to look again.
    case = Case.objects.locked(case.pk)
    rules.work_on(by, case)
    piece: Contribution = Contribution.objects.create(
        case=case,
        given_by=party,
        typed_by=by,
        category=category,
        domain=domain,
        text=text,
        conditions=conditions,
        spoken_by=spoken_by,
    )
    case.last_activity_at = timezone.now()
    case.save()
    return piece
