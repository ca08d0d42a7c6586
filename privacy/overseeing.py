"""How akkoorden and what went out stand: for the bureau, and for who is asked."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.text import get_text_list

from accounts.models import User
from cases import grants, seats
from cases.grants import Why
from cases.models import Case, Contribution
from privacy import asking
from privacy.approvals import Approval, ApprovalRequest, Purpose
from privacy.disclosures import Disclosure
from privacy.recalls import Recall

BOOLEAN = BooleanField()
Asked = tuple[ApprovalRequest, list[Approval]]
# And who of the contacts cannot answer there any more.
Waiting = tuple[ApprovalRequest, list[Approval], list[str]]


def newest_of(source_key: UUID) -> dict[UUID, Disclosure]:
    """Of what this row was sent to each Partij, the last."""
    sent = Disclosure.objects.filter(source_key=source_key, party__isnull=False)
    ordered = sent.order_by("recorded_at", "pk")
    return {one.party_id: one for one in ordered if one.party_id is not None}


def requests_of(case: Case) -> list[Waiting]:
    """What was asked of whom about this case, the newest first."""
    found = ApprovalRequest.objects.filter(case=case).for_list()
    asked = _with_answers(list(found.reverse()))
    waits = {it.pk: it.party for it, _ in asked if it.is_open}
    out = seats.shut_out(Why.APPROVAL, case_id=case.pk, asked=waits)
    return [(it, answers, out.get(it.pk, [])) for it, answers in asked]


def recalls_of(case: Case) -> list[Recall]:
    found = Recall.objects.filter(case_key=case.pk).with_names()
    return list(found.order_by("-recorded_at", "pk"))


def of_number(number: str) -> QuerySet[Disclosure]:
    """What left the dossier of this number, as long as that is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_case_of_number(%s)", [number])
        (key,) = cursor.fetchone()
    # Of a case that is there by its key; once it is gone, by what was kept of it.
    which = Q(reference=number) if key is None else Q(case_key=key)
    found: QuerySet[Disclosure] = (
        Disclosure.objects.filter(which).with_names().newest_first()
    )
    return found


def recalls_of_sent(sent: Disclosure) -> list[Recall]:
    """What of this one must be deleted, for who received it."""
    found = Recall.objects.filter(disclosure_key=sent.pk, was_opened=True)
    return list(found.select_related("giver").order_by("position"))


def sent_before(recall: Recall) -> Disclosure | None:
    """The verstrekking of which this is a part; whoever sees it knows when it was."""
    found: Disclosure | None = Disclosure.objects.filter(
        pk=recall.disclosure_key
    ).first()
    return found


def recalls_of_all(sent: list[Disclosure]) -> list[Recall]:
    found = Recall.objects.filter(disclosure_key__in=[one.pk for one in sent])
    return list(found.with_names().order_by("position"))


def sent_of(source_key: UUID) -> list[Disclosure]:
    """Each time that this went out, the first time first."""
    found = Disclosure.objects.filter(source_key=source_key).with_names()
    return list(found.order_by("recorded_at", "pk"))


def open_to(user: User, why: Why) -> QuerySet[Any, UUID]:
    """What somebody may answer or read now; of a restricted case nothing (P-2)."""
    seats = grants.user_grants(user).filter(why=why)
    return seats.values_list("source_id", flat=True)


def own_requests(user: User) -> list[Asked]:
    """What this person is asked, and answered before."""
    found = ApprovalRequest.objects.visible_to(user).filter(party=user.party_id)
    may_answer = Q(pk__in=open_to(user, Why.APPROVAL))
    found = found.annotate(can_be_answered=ExpressionWrapper(may_answer, BOOLEAN))
    return _with_answers(list(found.for_list()))


def own_received(user: User) -> list[Disclosure]:
    found = Disclosure.objects.filter(party=user.party_id, kind=Disclosure.Kind.EXTRACT)
    return list(found.order_by("-recorded_at", "pk"))


def own_recalls(user: User) -> list[Recall]:
    found = Recall.objects.filter(party=user.party_id)
    return list(found.select_related("giver").order_by("-recorded_at", "pk"))


def own_task(sent: Disclosure, user: User) -> dict[UUID, Approval]:
    """Of each piece whether its giver lets this Partij use it for more (V-13)."""
    keys = [one["piece"] for one in sent.approvals]
    asked = Approval.objects.filter(
        piece_key__in=keys, receiver=user.party_id, purpose=Purpose.OWN_TASK
    )
    return {one.piece_key: one for one in asked.order_by("recorded_at")}


def receivers_of(requests: Sequence[ApprovalRequest]) -> dict[UUID, str]:
    """Of each list, for whom it asks: by that one knows it from another."""
    if not requests:
        return {}
    asked = Approval.objects.filter(request_key__in=[one.pk for one in requests])
    names: dict[UUID, set[str]] = defaultdict(set)
    for one in asked.select_related("receiver", "recipient"):
        names[one.request_key].add(one.to)
    told = {key: get_text_list(sorted(them), "en") for key, them in names.items()}
    return {key: f"voor {them}" for key, them in told.items()}


def pieces_of(request: ApprovalRequest) -> list[tuple[Approval, Contribution]]:
    """What one list asks, with the piece that each line is about."""
    asked = list(
        Approval.objects.asked_in(request)
        .exclude(ended_why=Approval.End.PIECE)
        .select_related("receiver", "recipient", "answered_by")
    )
    pieces = Contribution.objects.filter(pk__in={one.piece_key for one in asked})
    by_key = {piece.pk: piece for piece in pieces.select_related("given_by")}
    return [(one, by_key[one.piece_key]) for one in asked if one.piece_key in by_key]


def numbered(request: ApprovalRequest) -> list[tuple[int, Approval]]:
    """What one list asked, by its number in it: without what any of it says."""
    asked = Approval.objects.asked_in(request).select_related("receiver", "recipient")
    return list(enumerate(asked, 1))


def mark_of(request: ApprovalRequest) -> str:
    """Of what its giver is asked now: another text has another mark."""
    told = pieces_of(request)
    return asking.mark_of(piece for one, piece in told if one.ended_at is None)


def reference_of(sent: Disclosure) -> str:
    return references_of([sent]).get(sent.case_key, "")


def references_of(found: Sequence[Disclosure | Recall]) -> dict[UUID | None, str]:
    keys = {one.case_key for one in found if one.case_key is not None}
    cases = Case.objects.filter(pk__in=keys)
    return {case.pk: case.number or "" for case in cases}


def _with_answers(requests: list[ApprovalRequest]) -> list[Asked]:
    answers: dict[UUID, list[Approval]] = defaultdict(list)
    asked = Approval.objects.filter(request_key__in=[one.pk for one in requests])
    for one in asked.select_related("receiver", "recipient", "giver").order_by(
        "recorded_at", "pk"
    ):
        answers[one.request_key].append(one)
    return [(one, answers[one.pk]) for one in requests]
