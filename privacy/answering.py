"""Akkoord given, refused, taken back or contested: per piece, by its giver (V-2)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from privacy import overseeing
from privacy import rules_approvals as rules
from privacy.approvals import Approval, ApprovalRequest
from zvh.guard import facts, jobs
from zvh.guard.models import Overtaken

Answer = Approval.Answer
ANSWERED = ("answer", "answered_at", "answered_by", "was_told", "contested_at")


@transaction.atomic
def answer(
    request: ApprovalRequest, *, by: User, answers: Mapping[UUID, str], seen: str
) -> ApprovalRequest:
    """The giver says of each piece yes or no; a yes that becomes a no is taken back.

    `seen` is the mark of what the giver read.
    """
    rules.answer(by, request)
    for approval in _held_as_read(request, seen):
        said = answers.get(approval.pk, "")
        if said and (said != approval.answer or approval.contested_at):
            _say(approval, said, by=by)
    return _close(request)


@transaction.atomic
def take_back(request: ApprovalRequest, *, by: User, which: Iterable[str]) -> int:
    """Of a case that was restricted since: the giver ends these akkoorden."""
    rules.take_back(by, request)
    chosen = set(which)
    ending = [
        it for it in _held(request) if str(it.pk) in chosen and it.answer == Answer.YES
    ]
    for approval in ending:
        _say(approval, Answer.NO, by=by)
    return len(ending)


@transaction.atomic
def note_answer(
    request: ApprovalRequest,
    *,
    by: User,
    answers: Mapping[UUID, str],
    spoken_by: str,
    seen: str,
) -> ApprovalRequest:
    """The bureau writes down what somebody told for their Partij (I-6).

    `seen` is the mark of what was read to them.
    """
    rules.note_answer(by, request)
    held = _held_as_read(request, seen)
    held = [it for it in held if answers.get(it.pk)]
    rules.note_answers_of(request, held)
    rules.note_no_yes_over_a_contest(request, held, answers)
    for approval in held:
        if approval.answer != answers[approval.pk] or approval.contested_at:
            _say(approval, answers[approval.pk], by=by)
    request.spoken_by = spoken_by
    request.save()
    return _close(request)


@transaction.atomic
def contest(request: ApprovalRequest, *, by: User, text: str) -> ApprovalRequest:
    """From now on nothing leaves on what the bureau wrote down for them (I-6)."""
    rules.contest(by, request)
    for approval in _held(request):
        if approval.was_told and approval.answer:
            approval.contested_at = timezone.now()
            approval.save(update_fields=["contested_at"])
    request.contest, request.closed_at = text, None
    request.save()
    return request


def end_all(case_key: UUID) -> int:
    """The goal became another: what was agreed was agreed for the old one (O-10)."""
    standing = Approval.objects.standing().filter(case_key=case_key)
    ended: int = standing.update(ended_at=timezone.now(), ended_why=Approval.End.GOAL)
    return ended


def end_asked_for(proposal_key: UUID) -> int:
    """What was asked for a proposal that will not go: nobody needs to answer it."""
    standing = Approval.objects.standing().filter(proposal_key=proposal_key)
    keys = set(standing.values_list("request_key", flat=True))
    ended: int = standing.update(
        ended_at=timezone.now(), ended_why=Approval.End.DROPPED
    )
    for request in ApprovalRequest.objects.filter(pk__in=keys):
        _close(request)
    return ended


def _held(request: ApprovalRequest) -> list[Approval]:
    held: list[Approval] = Approval.objects.asked_in(request).standing().held()
    return held


def _held_as_read(request: ApprovalRequest, seen: str) -> list[Approval]:
    held = _held(request)
    if overseeing.mark_of(request) != seen:
        raise Overtaken("what was answered is not what was read")
    return held


def _say(approval: Approval, said: str, *, by: User) -> None:
    if approval.answer == Answer.YES and said != Answer.YES:
        # What was said stays as it was said: what may have left went on that yes.
        approval.ended_at = timezone.now()
        approval.ended_why = Approval.End.WITHDRAWN
        approval.save(update_fields=["ended_at", "ended_why"])
        jobs.wake("approvals")
        return
    approval.answer, approval.answered_at = Answer(said), timezone.now()
    approval.answered_by = by
    approval.was_told = by.is_bureau
    approval.contested_at = None
    approval.save(update_fields=list(ANSWERED))
    facts.write("approval", {"answer": said, "purpose": approval.purpose})


def _close(request: ApprovalRequest) -> ApprovalRequest:
    """Nothing waits any more when every piece was answered."""
    asked = Approval.objects.asked_in(request)
    waits = asked.unanswered().exists() or asked.contested().exists()
    if request.is_open and not waits:
        request.closed_at = timezone.now()
        request.save()
    return request
