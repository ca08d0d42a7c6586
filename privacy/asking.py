"""Ask the Partijen for akkoord: all of it in one go, and only what is new (V-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import mails
from accounts.models import Party, User
from accounts.reaching import people_to_ask
from cases import grants
from cases.grants import Access, Why
from cases.models import Case, Contribution
from house import profile
from privacy import rules_approvals as rules
from privacy.approvals import Approval, ApprovalRequest, Purpose
from privacy.proof import end_of_proof
from privacy.recipients import Recipient
from zvh.guard import jobs
from zvh.lib.dates import add_working_days

Key = tuple[UUID, UUID | None, UUID | None, UUID | None]


def mark_of(pieces: Iterable[Contribution]) -> str:
    """A mark by which a page knows that these still say what it showed."""
    said = [
        (str(it.pk), it.text, it.conditions, it.category, it.domain, it.topic)
        for it in pieces
    ]
    return salted_hmac("privacy.asking", repr(sorted(said))).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """One piece that is to go to one receiver."""

    piece: Contribution
    party: Party | None = None
    recipient: Recipient | None = None
    proposal: UUID | None = None

    @property
    def key(self) -> Key:
        return (
            self.piece.pk,
            self.party.pk if self.party else None,
            self.recipient.pk if self.recipient else None,
            self.proposal,
        )


@transaction.atomic
def ask(
    case: Case,
    wanted: Iterable[Wanted],
    *,
    by: User,
    purpose: Purpose,
    reason: str = "",
) -> list[ApprovalRequest]:
    """One list for each giver; what was asked before is not asked again."""
    rules.ask(by, case)
    case = Case.objects.locked(case.pk)
    rules.ask(by, case)
    new = not_asked(case, wanted, purpose)
    return _ask_each(case, new, by=by, purpose=purpose, reason=reason)


@transaction.atomic
def ask_for_own_task(
    piece: Contribution, *, by: User, reason: str
) -> list[ApprovalRequest]:
    """A receiver asks to use a piece for its own task; its giver says so (V-13)."""
    rules.use_for_own_task(by, piece)
    wanted = [Wanted(piece, party=by.party)]
    new = not_asked(piece.case, wanted, Purpose.OWN_TASK)
    made = _ask_each(
        piece.case, new, by=by, purpose=Purpose.OWN_TASK, reason=reason, lets_in=False
    )
    jobs.wake("approvals")
    return made


def not_asked(case: Case, wanted: Iterable[Wanted], purpose: Purpose) -> list[Wanted]:
    """What nobody was asked yet for this; a no, and what was taken back, stays so."""
    before = Approval.objects.filter(case_key=case.pk, purpose=purpose)
    before = before.filter(Q(ended_at=None) | Q(ended_why=Approval.End.WITHDRAWN))
    asked = set(
        before.values_list("piece_key", "receiver", "recipient", "proposal_key")
    )
    return [one for one in wanted if one.key not in asked]


def let_in(
    request: ApprovalRequest, user: User, *, by: User | None, tell: bool
) -> None:
    """Let somebody answer this very question, and write that it waits."""
    grants.give(
        user,
        Access.ANSWER,
        case_id=request.case_id,
        why=Why.APPROVAL,
        source_id=request.pk,
        by=by,
    )
    if tell:
        write_to(request, user, "approval_asked")


def write_to(request: ApprovalRequest, user: User, kind: str) -> None:
    mails.post(
        kind,
        to=user,
        reference=request.reference,
        case_id=request.case_id,
        object_id=request.pk,
    )


def _ask_each(
    case: Case,
    wanted: list[Wanted],
    *,
    by: User,
    purpose: Purpose,
    reason: str,
    lets_in: bool = True,
) -> list[ApprovalRequest]:
    by_giver = sorted(wanted, key=lambda one: str(one.piece.given_by_id))
    made = []
    for _, group in groupby(by_giver, key=lambda one: one.piece.given_by_id):
        several = list(group)
        request = _begin(case, several[0].piece.given_by, by=by, reason=reason)
        for one in several:
            _add(request, one, by=by, purpose=purpose)
        if lets_in:
            _let_in_contacts(request, by=by)
        made.append(request)
    return made


def _begin(case: Case, giver: Party, *, by: User, reason: str) -> ApprovalRequest:
    days = profile.active().inquiries.answer_days
    return ApprovalRequest.objects.create(
        case=case,
        party=giver,
        reference=case.number or "",
        asked_by=by,
        answer_before=add_working_days(timezone.localdate(), days),
        reason=reason,
    )


def _add(
    request: ApprovalRequest, one: Wanted, *, by: User, purpose: Purpose
) -> Approval:
    return Approval.objects.create(
        case_key=request.case_id,
        remove_on=end_of_proof(),
        request_key=request.pk,
        piece_key=one.piece.pk,
        giver_id=one.piece.given_by_id,
        receiver=one.party,
        recipient=one.recipient,
        proposal_key=one.proposal,
        purpose=purpose,
        asked_by=by,
    )


def _let_in_contacts(request: ApprovalRequest, *, by: User) -> None:
    people = people_to_ask(request.party)
    has_first = any(not contact.is_deputy for contact in people)
    for contact in people:
        if contact.user is not None:
            tell = not (contact.is_deputy and has_first)
            let_in(request, contact.user, by=by, tell=tell)
