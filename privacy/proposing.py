"""Prepare, ask and send to somebody outside; or, in acute danger, tell afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import parties
from accounts.models import User
from cases.models import Case, Contribution
from privacy import answering, asking, disclosing, disclosures, proposed, ways
from privacy import rules_proposals as rules
from privacy.approvals import Approval, ApprovalRequest, Purpose
from privacy.disclosures import Disclosure
from privacy.proposals import PlannedDisclosure
from privacy.recipients import Recipient
from privacy.ways import Way
from zvh.guard import facts

GROUND_THIRD = "WGS 1.7 lid 2-3, akkoord van elke gever"
GROUND_VITAL = "vitaal belang (AVG 6 lid 1 onder d)"
GROUND_TABLE = "WGS 1.7, akkoord per onderdeel"


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    kind: Recipient.Kind,
    name: str,
    pieces: Iterable[Contribution],
    goal: str,
) -> PlannedDisclosure:
    """To which organisation, which pieces, and what for."""
    rules.propose(by, case)
    recipient, _ = Recipient.objects.get_or_create(name=name.strip(), kind=kind)
    return PlannedDisclosure.objects.create(
        case=case,
        recipient=recipient,
        pieces=[str(piece.pk) for piece in pieces],
        goal=goal,
        made_by=by,
    )


@transaction.atomic
def test(proposal: PlannedDisclosure, *, by: User, **answers: Any) -> PlannedDisclosure:
    """Write down what was found of it."""
    rules.change_proposal(by, proposal)
    for name, value in answers.items():
        setattr(proposal, name, value)
    proposal.save()
    return proposal


@transaction.atomic
def ask_approval(proposal: PlannedDisclosure, *, by: User) -> list[ApprovalRequest]:
    """All givers in one act; the givers read what it is for."""
    rules.change_proposal(by, proposal)
    # Who lets it lapse at this moment is waited for.
    Case.objects.locked(proposal.case_id)
    proposal.refresh_from_db()
    rules.change_proposal(by, proposal)
    return asking.ask(
        proposal.case,
        proposed.wanted(proposal),
        by=by,
        purpose=proposed.purpose_of(proposal),
        reason=proposal.goal,
    )


@transaction.atomic
def drop(proposal: PlannedDisclosure, *, by: User) -> None:
    """It will not go: neither does anybody need to answer for it any more."""
    Case.objects.locked(proposal.case_id)
    rules.change_proposal(by, proposal)
    proposal.dropped_at = timezone.now()
    proposal.save()
    answering.end_asked_for(proposal.pk)


@transaction.atomic
def send(proposal: PlannedDisclosure, *, by: User, way: Way) -> Disclosure:
    """Write down that it goes, and have it go along this way."""
    Case.objects.locked(proposal.case_id)
    Approval.objects.filter(
        case_key=proposal.case_id, recipient=proposal.recipient
    ).held()
    agreed = proposed.agreed_of(proposal)
    rules.send(by, proposal, agreed)
    rules.go_along(proposal, way.channel)
    going = proposed.going(proposal)
    sent = _record(proposal, by=by, pieces=going, channel=way.channel)
    proposal.sent_at, proposal.sent_key = timezone.now(), sent.pk
    proposal.save()
    _deliver(proposal, sent, going, by=by, way=way)
    if proposal.is_vital:
        # Their word is asked now, and this tells them all at once (V-1b).
        asking.ask(
            proposal.case,
            proposed.wanted(proposal),
            by=by,
            purpose=Purpose.THIRD,
            reason=f"Al verstrekt wegens acuut gevaar: {proposal.danger}",
        )
    facts.write("disclosed", {"kind": sent.kind, "left_out": "false"})
    return sent


@transaction.atomic
def review(proposal: PlannedDisclosure, *, by: User, text: str) -> None:
    """Afterwards: was it right to let this go without akkoord?"""
    rules.review(by, proposal)
    proposal.reviewed_at, proposal.review = timezone.now(), text
    proposal.save()
    sent = Disclosure.objects.filter(source_key=proposal.pk, reviewed_at=None)
    sent.update(reviewed_at=proposal.reviewed_at, reviewed_by=by)


def _deliver(
    proposal: PlannedDisclosure,
    sent: Disclosure,
    going: list[Contribution],
    *,
    by: User,
    way: Way,
) -> None:
    nobody = parties.of_nobody()
    if way.channel == Disclosure.Channel.PAGE:
        disclosing.release(going, proposed.approvals_of(proposal), sent, nobody)
    ways.deliver(
        sent,
        # Of who reads it there, no name: an organisation got it.
        replace(way, name=proposal.recipient.name),
        by=by,
        reference=proposal.case.number or "",
        kind=ways.OUTSIDE,
        party=nobody,
    )


def _record(
    proposal: PlannedDisclosure,
    *,
    by: User,
    pieces: list[Contribution],
    channel: Disclosure.Channel,
) -> Disclosure:
    approvals = proposed.approvals_of(proposal)
    resting = [piece for piece in pieces if piece.pk in approvals]
    return disclosures.record(
        Disclosure.Kind.HANDOVER if proposal.is_handover else Disclosure.Kind.THIRD,
        case_key=proposal.case_id,
        recipient=proposal.recipient,
        by=by,
        purpose=proposed.purpose_of(proposal),
        needed_for=proposal.need or "handover",
        ground=_ground(proposal),
        channel=channel,
        source_key=proposal.pk,
        lines=[piece.pk for piece in pieces],
        approvals=disclosing.resting_on(resting, approvals),
        rules=disclosing.RULES,
        left_out=len(pieces) < len(proposal.pieces),
        checks=_checks(proposal),
        vouching=proposal.vouching if proposal.is_vital else None,
    )


def _ground(proposal: PlannedDisclosure) -> str:
    if proposal.is_handover:
        return GROUND_TABLE
    return GROUND_VITAL if proposal.is_vital else GROUND_THIRD


def _checks(proposal: PlannedDisclosure) -> dict[str, str]:
    """The answers that are choices; their words stay with the dossier."""
    if proposal.is_handover:
        return {"informs": proposal.informs, "bringing": str(proposal.bringing_id)}
    told = {"need": proposal.need, "advice": proposal.advice}
    return {**told, "objection": proposal.objection}
