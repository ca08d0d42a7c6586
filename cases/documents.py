"""What the sender of a registration keeps of it on paper."""

from django.utils import timezone

from accounts.models import User
from cases import registration_summary
from cases.models import Case
from cases.registration_steps import Draft
from house import profile
from zvh.lib import pdf


def registration(case: Case, *, by: User) -> bytes:
    """Everything that was sent, page by page; of attachments the names."""
    return pdf.render(
        "cases/registration_pdf.html",
        {
            "house": profile.active(),
            "case": case,
            "sections": registration_summary.sections(Draft.of(case)),
            "reference": case.number,
            "printed_by": by.name,
            "printed_at": timezone.now(),
        },
    )
