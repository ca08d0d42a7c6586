"""A Partij contests what the bureau wrote down for it, and the bureau puts it right."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Contribution
from triage import rules_inquiries as rules
from triage.models import Inquiry


@transaction.atomic
def contest(inquiry: Inquiry, *, by: User, text: str) -> Inquiry:
    """From now on nobody but the bureau reads it; the bureau is asked to look (I-6)."""
    rules.contest(by, inquiry)
    inquiry.contested_at, inquiry.contested_by = timezone.now(), by
    inquiry.contest = text
    inquiry.is_for_triage = False
    inquiry.save()
    pieces = Contribution.objects.filter(
        source_id=inquiry.pk, given_by=by.party, withdrawn_at=None
    )
    for piece in pieces:
        piece.contested_at = inquiry.contested_at
        piece.save()
    return inquiry
