"""What akkoord waits for: contacts let in, reminders, and what must be taken back.

All of it is found in the rows themselves, so a run that was missed costs nothing.
"""

from uuid import UUID

from django.utils import timezone

from accounts import mails
from accounts.models import User
from accounts.reaching import people_to_ask
from cases import grants, keeping_say
from cases.grants import Why
from cases.lifecycle import SHIELDED
from cases.models import Case
from house import profile
from privacy import shipping
from privacy.approvals import Approval, ApprovalRequest
from privacy.asking import let_in, write_to
from privacy.disclosures import Disclosure
from privacy.proof import end_of_proof
from privacy.recalls import Recall
from privacy.shipments import Shipment
from zvh.guard.announce import Purpose, acting_for
from zvh.lib.dates import add_working_days


def follow() -> int:
    """Let in who may answer, remind who did not, and take back what has ended."""
    with acting_for(Purpose.APPROVALS):
        waiting = list(ApprovalRequest.objects.open().values_list("pk", flat=True))
    followed = sum(_follow(pk) for pk in waiting)
    return followed + take_back()


def take_back() -> int:
    """A row for each piece that went out on an akkoord that has ended since."""
    with acting_for(Purpose.APPROVALS):
        ended = list(Approval.objects.to_follow().values_list("pk", flat=True))
    return sum(_take_back(pk) for pk in ended)


def _take_back(pk: UUID) -> int:
    with acting_for(Purpose.APPROVALS):
        rows = Approval.objects.to_follow().select_for_update(skip_locked=True)
        approval = rows.filter(pk=pk).first()
        if approval is None:
            return 0
        sent = Disclosure.objects.resting_on(approval)
        told = sum(_recall(one, approval) for one in sent.order_by("pk"))
        approval.followed_at = timezone.now()
        approval.save(update_fields=["followed_at"])
        return told


def _recall(sent: Disclosure, approval: Approval) -> int:
    was_opened = _has_it(sent, approval.piece_key)
    recall, is_new = Recall.objects.get_or_create(
        disclosure_key=sent.pk,
        piece_key=approval.piece_key,
        defaults={
            "case_key": sent.case_key,
            "remove_on": end_of_proof(),
            "position": sent.lines.index(str(approval.piece_key)) + 1,
            "giver_id": approval.giver_id,
            "party_id": sent.party_id,
            "recipient_id": sent.recipient_id,
            "was_opened": was_opened,
        },
    )
    if is_new and was_opened:
        _tell(sent, recall)
    return int(is_new)


def _has_it(sent: Disclosure, piece: UUID) -> bool:
    """Who was given paper has read it; of pages and mail it is known."""
    if sent.channel == Disclosure.Channel.GATEWAY:
        letters = Shipment.objects.of_disclosure(sent.pk)
        return any(one.may_have_brought(piece) for one in letters)
    return sent.channel == Disclosure.Channel.BY_HAND or bool(sent.opened_at)


def _tell(sent: Disclosure, recall: Recall) -> None:
    """By the way it came; who was given paper is told by the bureau."""
    if sent.channel == Disclosure.Channel.GATEWAY:
        shipping.post_recall(recall, sent)
    for user in _receivers(sent):
        mails.post("recalled", to=user, case_id=sent.case_key, object_id=sent.pk)


def _receivers(sent: Disclosure) -> list[User]:
    if sent.case_key is None:
        return []
    case, why = sent.case_key, Why.DISCLOSURE
    return list(keeping_say.of(why, case_id=case, source=sent.pk))


def _follow(pk: UUID) -> int:
    with acting_for(Purpose.APPROVALS):
        rows = ApprovalRequest.objects.open().select_related("party")
        request = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=pk)
        found = request.first()
        if found is None or _is_out_of_reach(found):
            return 0
        return _follow_contacts(found) + _remind(found)


def _is_out_of_reach(request: ApprovalRequest) -> bool:
    """A case that was closed or restricted lets nobody in by itself."""
    case = Case.objects.filter(pk=request.case_id).first()
    return case is None or case.is_restricted or case.phase in SHIELDED


def _follow_contacts(request: ApprovalRequest) -> int:
    """Who became a contact since can answer; who is none any more is out.

    Whose access ended, for they left the plan or were no contact for a while, is not
    let in again by itself: the house asks their Partij (P-7).
    """
    asked = _may_answer(request)
    people = {it.user for it in people_to_ask(request.party) if it.user is not None}
    before = grants.ever_let_in(Why.APPROVAL, source=request.pk)
    new = {user for user in people - asked if user.pk not in before}
    gone = asked - people
    for user in new:
        let_in(request, user, by=None, tell=True)
    for user in gone:
        grants.withdraw(
            case_id=request.case_id, why=Why.APPROVAL, source_id=request.pk, user=user
        )
    return len(new) + len(gone)


def _remind(request: ApprovalRequest) -> int:
    days = profile.active().inquiries.reminder_days
    if request.reminders >= len(days):
        return 0
    asked_on = timezone.localdate(request.asked_at)
    if add_working_days(asked_on, days[request.reminders]) > timezone.localdate():
        return 0
    request.reminders += 1
    request.save(update_fields=["reminders"])
    for user in _may_answer(request):
        write_to(request, user, "approval_reminder")
    return 1


def _may_answer(request: ApprovalRequest) -> set[User]:
    return set(
        grants.let_in_by(Why.APPROVAL, case_id=request.case_id, sources=[request.pk])
    )
