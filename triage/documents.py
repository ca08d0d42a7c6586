"""The advice as the sender keeps it."""

from django.utils import timezone

from accounts.models import User
from house import profile
from triage.models import Advice
from zvh.lib import pdf


def advice(advice: Advice, *, by: User) -> bytes:
    """A letter of one page, in the style of the house."""
    return pdf.render(
        "triage/advice.html",
        {
            "house": profile.active(),
            "advice": advice,
            "reference": advice.case.number,
            "printed_by": by.name,
            "printed_at": timezone.now(),
        },
    )
