"""Uitvragen as the pages show them: who was asked, and what came back."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Party, User
from cases import grants, seats
from cases.grants import Why
from cases.models import Case, Contribution
from house import lists
from triage import rules_inquiries as rules
from triage.models import Inquiry, InquirySubject
from zvh.guard.rules import allows, why_not


@dataclass(frozen=True)
class Row:
    """One Partij that was asked, with each piece it told and the question to it."""

    inquiry: Inquiry
    pieces: list[tuple[str, Contribution]]
    shut_out: list[str]


def of_case(case: Case) -> list[Row]:
    """All that was asked about a case, for the bureau."""
    asked = list(case.inquirys.for_list())
    told = _told([inquiry.pk for inquiry in asked])
    waits = {it.pk: it.party for it in asked if it.is_open and not it.answer}
    out = seats.shut_out(Why.INQUIRY, case_id=case.pk, asked=waits)
    return [
        Row(it, _under_questions(it, told.get(it.pk, [])), out.get(it.pk, []))
        for it in asked
    ]


def own_pieces(inquiry: Inquiry, user: User) -> list[tuple[str, Contribution]]:
    """What the own Partij told to this question."""
    told = _told([inquiry.pk]).get(inquiry.pk, [])
    own = [piece for piece in told if piece.given_by_id == user.party_id]
    return _under_questions(inquiry, own)


def told_by(inquiry: Inquiry, user: User) -> dict[str, str]:
    """What the own Partij said to each question, by its key."""
    return {
        piece.topic: piece.text for _, piece in own_pieces(inquiry, user) if piece.topic
    }


def subjects(inquiry: Inquiry) -> list[InquirySubject]:
    return list(inquiry.subjects.filter(withdrawn_at=None).order_by("position"))


def addressed_to(user: User) -> list[Inquiry]:
    """What this person may answer, or has answered with 'known'; the nearest first."""
    seats = grants.user_grants(user).filter(why=Why.INQUIRY)
    mine = Inquiry.objects.filter(pk__in=seats.values("source_id"))
    found = mine.select_related("party", "case").order_by("answer_before")
    return [it for it in found if allows(rules.see_inquiry, user, it)]


def unanswered_by(user: User) -> list[Inquiry]:
    return [it for it in addressed_to(user) if it.takes_answers and not it.answer]


def gaps(case: Case) -> list[tuple[Party, str]]:
    """Why some involved Partijen cannot be asked, and what to do about it (G-2)."""
    named = case.involvedpartys.exclude(party=None).select_related("party")
    involved = sorted({one.party for one in named}, key=lambda party: party.name)
    reasons = [(party, why_not(rules.be_asked, party)) for party in involved]
    return [(party, reason) for party, reason in reasons if reason]


def _told(keys: list[Any]) -> dict[Any, list[Contribution]]:
    given = Contribution.objects.filter(source_id__in=keys, withdrawn_at=None)
    told: dict[Any, list[Contribution]] = {}
    for piece in given.select_related("given_by").order_by("given_at"):
        told.setdefault(piece.source_id, []).append(piece)
    return told


def _under_questions(
    inquiry: Inquiry, pieces: list[Contribution]
) -> list[tuple[str, Contribution]]:
    labels = lists.question_labels(inquiry.party.soorten)
    return [(labels.get(piece.topic, ""), piece) for piece in pieces]
