"""Of what is proposed for somebody outside: which pieces, and what may go of it."""

from uuid import UUID

from cases.models import Case, Contribution
from privacy import approvals, disclosing, ways
from privacy.approvals import Approval, Purpose
from privacy.asking import Wanted
from privacy.disclosures import Disclosure
from privacy.proposals import PlannedDisclosure


def standing(case: Case) -> list[Contribution]:
    """All that could go along: given, not taken back and not contested."""
    found = Contribution.objects.filter(case=case, withdrawn_at=None, contested_at=None)
    return list(found.select_related("given_by").order_by("given_by__name", "given_at"))


def pieces_of(proposal: PlannedDisclosure) -> list[Contribution]:
    """What was chosen for it and not taken back since."""
    found = Contribution.objects.filter(
        pk__in=proposal.pieces, case=proposal.case_id, withdrawn_at=None
    )
    return list(found.select_related("given_by", "case").order_by("given_at", "pk"))


def wanted(proposal: PlannedDisclosure) -> list[Wanted]:
    """What its givers are to be asked."""
    return [
        Wanted(piece, recipient=proposal.recipient, proposal=proposal.pk)
        for piece in pieces_of(proposal)
        if piece.contested_at is None
    ]


def purpose_of(proposal: PlannedDisclosure) -> Purpose:
    return Purpose.HANDOVER if proposal.is_handover else Purpose.THIRD


def asked_of(proposal: PlannedDisclosure) -> dict[UUID, Approval]:
    """Of each piece what its giver was asked for this very goal."""
    found = Approval.objects.filter(case_key=proposal.case_id, proposal_key=proposal.pk)
    return {one.piece_key: one for one in found.as_it_stands().order_by("recorded_at")}


def approvals_of(proposal: PlannedDisclosure) -> dict[UUID, Approval]:
    """Of each piece that may go, the yes on which it goes."""
    return approvals.valid_for(
        proposal.case_id,
        purpose_of(proposal),
        recipient=proposal.recipient,
        proposal=proposal.pk,
    )


def agreed_of(proposal: PlannedDisclosure) -> list[Contribution]:
    """What its giver lets go to this receiver for this, now."""
    return disclosing.agreed(pieces_of(proposal), approvals_of(proposal))


def going(proposal: PlannedDisclosure) -> list[Contribution]:
    """In acute danger what was chosen, unless its giver said no to this receiver."""
    if proposal.is_handover or not proposal.is_vital:
        return agreed_of(proposal)
    asked = Approval.objects.for_recipient(proposal.recipient, Purpose.THIRD)
    refused = {
        one.piece_key
        for one in asked.filter(case_key=proposal.case_id)
        if _is_refusal(one)
    }
    refused -= approvals_of(proposal).keys()
    return [
        piece
        for piece in pieces_of(proposal)
        if piece.pk not in refused and piece.contested_at is None
    ]


def _is_refusal(asked: Approval) -> bool:
    """The giver's own no: said, or a yes taken back (ADR 54).

    What the house ended, by another goal or text or because it lapsed, is no no.
    """
    took_back = (Approval.End.WITHDRAWN, Approval.End.PIECE)
    said_no = asked.answer not in ("", Approval.Answer.YES)
    return said_no or asked.ended_why in took_back


def channels(proposal: PlannedDisclosure) -> list[Disclosure.Channel]:
    """The ways that lead to this receiver; a secure page is read with an akkoord."""
    page = [] if proposal.is_vital else [Disclosure.Channel.PAGE]
    here = Disclosure.Channel
    return ways.offered(*page, here.GATEWAY, here.BY_HAND)


def of_sent(sent: Disclosure) -> PlannedDisclosure:
    """What was prepared for it; read by who it went to, too."""
    known = PlannedDisclosure.objects.select_related("recipient", "case", "bringing")
    found: PlannedDisclosure = known.get(pk=sent.source_key, sent_key=sent.pk)
    return found
