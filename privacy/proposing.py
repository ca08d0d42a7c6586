"""Prepare, ask and send to somebody outside; or, in acute danger, tell afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import parties
from accounts.models import User
from cases.models import Case, Contribution
from house import profile
from privacy import approvals, asking, disclosing, disclosures, shipping, ways
from privacy import rules_proposals as rules
from privacy.approvals import Approval, ApprovalRequest, Purpose
from privacy.asking import Wanted
from privacy.disclosures import Disclosure
from privacy.proposals import PlannedDisclosure
from privacy.recipients import Recipient
from privacy.shipping import Paper
from privacy.ways import Way
from zvh.guard import facts
from zvh.lib import pdf, word

TEMPLATE = "privacy/proposal_pdf.html"
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
def ask_akkoord(proposal: PlannedDisclosure, *, by: User) -> list[ApprovalRequest]:
    """All givers in one act; the givers read what it is for."""
    rules.change_proposal(by, proposal)
    return asking.ask(
        proposal.case,
        wanted(proposal),
        by=by,
        purpose=purpose_of(proposal),
        reason=proposal.goal,
    )


@transaction.atomic
def drop(proposal: PlannedDisclosure, *, by: User) -> None:
    rules.change_proposal(by, proposal)
    proposal.dropped_at = timezone.now()
    proposal.save()


@transaction.atomic
def send(proposal: PlannedDisclosure, *, by: User, way: Way) -> Disclosure:
    """Write down that it goes, and have it go along this way."""
    Case.objects.locked(proposal.case_id)
    # Who takes an akkoord back waits for this, and then finds what went on it.
    rows = Approval.objects.filter(
        case_key=proposal.case_id, recipient=proposal.recipient
    )
    list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))
    agreed = agreed_of(proposal)
    rules.send(by, proposal, agreed)
    rules.go_along(proposal, way.channel)
    going = _going(proposal)
    sent = _record(proposal, by=by, pieces=going, channel=way.channel)
    proposal.sent_at, proposal.sent_key = timezone.now(), sent.pk
    proposal.save()
    _deliver(proposal, sent, going, by=by, way=way)
    if proposal.is_vital:
        # Their word is asked now, and this tells them all at once (V-1b).
        asking.ask(
            proposal.case,
            wanted(proposal),
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


def wanted(proposal: PlannedDisclosure) -> list[Wanted]:
    return [
        Wanted(piece, recipient=proposal.recipient, proposal=proposal.pk)
        for piece in pieces_of(proposal)
        if piece.contested_at is None
    ]


def standing(case: Case) -> list[Contribution]:
    """All that could go along: given, not taken back and not contested."""
    found = Contribution.objects.filter(case=case, withdrawn_at=None, contested_at=None)
    return list(found.select_related("given_by").order_by("given_by__name", "given_at"))


def pieces_of(proposal: PlannedDisclosure) -> list[Contribution]:
    found = Contribution.objects.filter(
        pk__in=proposal.pieces, case=proposal.case_id, withdrawn_at=None
    )
    return list(found.select_related("given_by", "case").order_by("given_at", "pk"))


def agreed_of(proposal: PlannedDisclosure) -> list[Contribution]:
    """What its giver lets go to this receiver for this, now."""
    return disclosing.agreed(pieces_of(proposal), _akkoorden(proposal))


def asked_of(proposal: PlannedDisclosure) -> dict[Any, Approval]:
    """Of each piece what its giver was asked for this very goal."""
    found = Approval.objects.filter(case_key=proposal.case_id, proposal_key=proposal.pk)
    return {one.piece_key: one for one in found.as_it_stands().order_by("recorded_at")}


def purpose_of(proposal: PlannedDisclosure) -> Purpose:
    return Purpose.HANDOVER if proposal.is_handover else Purpose.THIRD


def as_pdf(proposal: PlannedDisclosure, *, by: User) -> bytes:
    return pdf.render(TEMPLATE, paper(proposal, by=by))


def as_word(proposal: PlannedDisclosure, *, by: User) -> bytes:
    return word.render(TEMPLATE, paper(proposal, by=by))


def paper(proposal: PlannedDisclosure, *, by: User) -> dict[str, Any]:
    """What goes along, of what still may: read anew each time it is made."""
    going = _going(proposal)
    return {
        "proposal": proposal,
        "pieces": going,
        "left_out": len(going) < len(proposal.pieces),
        "reference": proposal.case.number,
        "house": profile.active(),
        "printed_by": by.name,
        "printed_at": timezone.now(),
    }


def _akkoorden(proposal: PlannedDisclosure) -> dict[Any, Approval]:
    return approvals.valid_for(
        proposal.case_id,
        purpose_of(proposal),
        recipient=proposal.recipient,
        proposal=proposal.pk,
    )


def _going(proposal: PlannedDisclosure) -> list[Contribution]:
    """In acute danger what was chosen, unless its giver has said no since."""
    if not proposal.is_vital:
        return agreed_of(proposal)
    asked = Approval.objects.for_recipient(proposal.recipient, Purpose.THIRD)
    refused = {
        one.piece_key
        for one in asked.filter(case_key=proposal.case_id)
        if one.ended_at or one.answer not in ("", Approval.Answer.YES)
    }
    return [
        piece
        for piece in pieces_of(proposal)
        if piece.pk not in refused and piece.contested_at is None
    ]


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


@shipping.made_by(Disclosure.Kind.THIRD, Disclosure.Kind.HANDOVER)
def _paper_of(sent: Disclosure, by: User) -> Paper | None:
    proposal = of_sent(sent)
    going = _going(proposal)
    if not going:
        return None
    return Paper(as_pdf(proposal, by=by), [piece.pk for piece in going])


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
        disclosing.release(going, _akkoorden(proposal), sent, nobody)
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
    akkoorden = _akkoorden(proposal)
    resting = [piece for piece in pieces if piece.pk in akkoorden]
    return disclosures.record(
        Disclosure.Kind.HANDOVER if proposal.is_handover else Disclosure.Kind.THIRD,
        case_key=proposal.case_id,
        recipient=proposal.recipient,
        by=by,
        purpose=purpose_of(proposal),
        needed_for=proposal.need or "handover",
        ground=_ground(proposal),
        channel=channel,
        source_key=proposal.pk,
        lines=[piece.pk for piece in pieces],
        approvals=disclosing.resting_on(resting, akkoorden),
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
