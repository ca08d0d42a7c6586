"""What goes to somebody outside, on paper, on their secure page or by secure mail."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from house import profile
from privacy import disclosing, papers, proposed
from privacy.disclosures import Disclosure
from privacy.papers import Paper
from privacy.proposals import PlannedDisclosure
from zvh.lib import pdf, word

TEMPLATE = "privacy/proposal_pdf.html"


def as_pdf(proposal: PlannedDisclosure, *, by: User) -> bytes:
    return pdf.render(TEMPLATE, paper(proposal, by=by))


def as_word(proposal: PlannedDisclosure, *, by: User) -> bytes:
    return word.render(TEMPLATE, paper(proposal, by=by))


def as_received_pdf(sent: Disclosure, *, by: User) -> bytes:
    return pdf.render(TEMPLATE, received(sent, by=by))


def paper(proposal: PlannedDisclosure, *, by: User) -> dict[str, Any]:
    """What goes along, of what still may: read anew each time it is made."""
    going = proposed.going(proposal)
    return {
        "proposal": proposal,
        "pieces": going,
        "left_out": len(going) < len(proposal.pieces),
        "reference": proposal.case.number,
        "house": profile.active(),
        "printed_by": by.name,
        "printed_at": timezone.now(),
    }


def received(sent: Disclosure, *, by: User) -> dict[str, Any]:
    """The same, of what its receiver may still read now."""
    pieces = disclosing.readable(sent)
    return {
        **paper(proposed.of_sent(sent), by=by),
        "pieces": pieces,
        "left_out": sent.left_out or len(pieces) < len(sent.lines),
    }


@papers.made_by(Disclosure.Kind.THIRD, Disclosure.Kind.HANDOVER)
def _paper_of(sent: Disclosure, by: User) -> Paper | None:
    proposal = proposed.of_sent(sent)
    going = proposed.going(proposal)
    if not going:
        return None
    return Paper(as_pdf(proposal, by=by), [piece.pk for piece in going])
