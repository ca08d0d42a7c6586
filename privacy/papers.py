"""What is in a letter for the gateway, made at the moment at which it goes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string

from accounts.models import User
from cases.models import Case
from house import profile
from privacy.approvals import Approval
from privacy.disclosures import Disclosure
from privacy.recalls import Recall
from privacy.shipments import Shipment
from zvh.lib import pdf, secure_post


@dataclass(frozen=True)
class Paper:
    """The document of a verstrekking as it may go now, and which pieces are in it."""

    body: bytes
    pieces: list[UUID] = field(default_factory=list)


Maker = Callable[[Disclosure, User], Paper | None]
_makers: dict[str, Maker] = {}


def made_by(*kinds: str) -> Callable[[Maker], Maker]:
    """A room makes the document of these kinds; none when nothing may go any more."""

    def decorate(maker: Maker) -> Maker:
        _makers.update(dict.fromkeys(kinds, maker))
        return maker

    return decorate


def made(shipment: Shipment, *, by: User) -> tuple[EmailMessage, list[UUID]] | None:
    key = shipment.recall_key
    return _document_of(shipment, by) if key is None else _recall_of(shipment, key)


def _document_of(
    shipment: Shipment, by: User
) -> tuple[EmailMessage, list[UUID]] | None:
    sent = Disclosure.objects.with_names().get(
        pk=shipment.disclosure_key,
        case_key=shipment.case_id,
        channel=Disclosure.Channel.GATEWAY,
    )
    _hold_approvals(sent)
    paper = _makers[sent.kind](sent, by)
    if paper is None:
        return None
    number = Case.objects.get(pk=shipment.case_id).number or ""
    letter = _letter(
        shipment, number, "shipment", subject="Vertrouwelijk: verstrekking"
    )
    letter.attach(f"verstrekking-{number}.pdf", paper.body, pdf.TYPE)
    return letter, paper.pieces


def _hold_approvals(sent: Disclosure) -> None:
    keys = [one["approval"] for one in sent.approvals]
    rows = Approval.objects.filter(Q(pk__in=keys) | Q(proposal_key=sent.source_key))
    rows.filter(case_key=sent.case_key).held()


def _recall_of(shipment: Shipment, key: UUID) -> tuple[EmailMessage, list[UUID]]:
    recall = Recall.objects.get(pk=key)
    number = shipment.case.number or ""
    subject = "U moet iets verwijderen"
    return _letter(shipment, number, "recall", subject=subject, recall=recall), []


def _letter(
    shipment: Shipment, number: str, name: str, *, subject: str, **more: object
) -> EmailMessage:
    house = profile.active()
    known = {"house": house, "reference": number, **more}
    return EmailMessage(
        subject=f"{subject} {number}",
        body=render_to_string(f"privacy/mails/secure_{name}.txt", known),
        from_email=secure_post.sender(),
        to=[shipment.address],
        headers={"Message-ID": shipment.message_id},
    )
