"""What a Partij answers to an uitvraag, and how it puts that right afterwards.

Everything that comes back beside the answer is inbreng of the Partij that gave it.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import actions as cases
from cases.models import Contribution, Release, Use
from privacy import disclosures
from triage import agenda
from triage import rules_inquiries as rules
from triage.models import Inquiry


@dataclass(frozen=True)
class Told:
    """One thing that a Partij tells: to which question, of which category of data."""

    text: str
    category: str
    topic: str = ""


@dataclass(frozen=True)
class Given:
    """What a Partij answers to an uitvraag, in its own words."""

    answer: str
    told: tuple[Told, ...] = ()
    secrecy_ground: str = ""
    conditions: str = ""
    for_triage: bool = False


@transaction.atomic
def open_inquiry(inquiry: Inquiry, *, by: User) -> None:
    """Who was asked has seen it: the proof says when."""
    disclosures.note_opened(inquiry.pk)


@transaction.atomic
def answer(inquiry: Inquiry, *, by: User, given: Given) -> Inquiry:
    """Say whether the own Partij knows them; another answer replaces this one."""
    rules.answer(by, inquiry)
    return _take_in(inquiry, given, by=by, party=by.party)


@transaction.atomic
def record_answer(
    inquiry: Inquiry, *, by: User, given: Given, spoken_by: str
) -> Inquiry:
    """Write down what was told by telephone, and by whom of that Partij (I-6)."""
    rules.record_answer(by, inquiry)
    inquiry.spoken_by = spoken_by
    return _take_in(inquiry, given, by=by, party=inquiry.party)


@transaction.atomic
def add_to_answer(inquiry: Inquiry, *, by: User, told: Told) -> Contribution:
    """Tell more about somebody whom the own Partij knows."""
    rules.add_to_answer(by, inquiry)
    return _contribute(inquiry, told, by=by, party=by.party)


@transaction.atomic
def correct(piece: Contribution, *, by: User, text: str) -> Contribution:
    """The giver puts it right: from now on everybody reads this (I-4)."""
    rules.change_own(by, piece)
    piece.text = text
    piece.save()
    return piece


@transaction.atomic
def take_back(piece: Contribution, *, by: User) -> None:
    """The giver withdraws it: it is gone at once, for everybody (I-4)."""
    rules.change_own(by, piece)
    cases.take_out(piece, by=by)


def _take_in(inquiry: Inquiry, given: Given, *, by: User, party: Party) -> Inquiry:
    inquiry = _locked(inquiry, spoken_by=inquiry.spoken_by)
    inquiry.answer = Inquiry.Answer(given.answer)
    inquiry.answered_at, inquiry.answered_by = timezone.now(), by
    inquiry.is_for_triage = given.for_triage
    inquiry.secrecy_ground = given.secrecy_ground if inquiry.is_known else ""
    inquiry.save()
    if inquiry.is_known:
        for told in given.told:
            piece = _contribute(
                inquiry, told, by=by, party=party, conditions=given.conditions
            )
            if given.for_triage:
                _release_for_triage(piece, by=by)
    else:
        _take_back_all(inquiry, party, by=by)
    return inquiry


def _contribute(
    inquiry: Inquiry, told: Told, *, by: User, party: Party, conditions: str = ""
) -> Contribution:
    return Contribution.objects.create(
        case_id=inquiry.case_id,
        given_by=party,
        typed_by=by,
        category=told.category,
        topic=told.topic,
        text=told.text,
        conditions=conditions,
        spoken_by=inquiry.spoken_by,
        source_id=inquiry.pk,
    )


def _take_back_all(inquiry: Inquiry, party: Party, *, by: User) -> None:
    """Of every answer but 'known' the answer alone is kept (I-2)."""
    for piece in Contribution.objects.filter(source_id=inquiry.pk, given_by=party):
        cases.take_out(piece, by=by)


def _release_for_triage(piece: Contribution, *, by: User) -> None:
    """Let every permanent participant of the weging read it (I-3)."""
    for party in _parties_at_the_weging() - {piece.given_by}:
        Release.objects.create(
            case_id=piece.case_id,
            contribution=piece,
            use=Use.TRIAGE,
            party=party,
            agreed_by=by,
        )


def _parties_at_the_weging() -> set[Party]:
    seats = agenda.seats(with_minor=True)
    return {party for seat in seats for party in agenda.parties_of(seat)}


def _locked(inquiry: Inquiry, *, spoken_by: str = "") -> Inquiry:
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("party")
    locked: Inquiry | None = rows.filter(pk=inquiry.pk).first()
    if locked is None:  # closed a moment ago: then who answers has no lock on it
        raise PermissionDenied(rules.CLOSED)
    locked.spoken_by = spoken_by or locked.spoken_by
    return locked
