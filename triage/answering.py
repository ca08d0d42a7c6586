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
from zvh.guard.models import StaleVersion


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
    """Say whether the own Partij knows them; another answer replaces this one.

    Raises `StaleVersion` when a colleague answered since the page was read.
    """
    rules.answer(by, inquiry)
    return _take_in(inquiry, given, by=by, party=by.party)


@transaction.atomic
def record_answer(
    inquiry: Inquiry, *, by: User, given: Given, spoken_by: str
) -> Inquiry:
    """Write down what was told by telephone, and by whom of that Partij (I-6)."""
    rules.record_answer(by, inquiry)
    return _take_in(inquiry, given, by=by, party=inquiry.party, spoken_by=spoken_by)


@transaction.atomic
def add_to_answer(inquiry: Inquiry, *, by: User, told: Told) -> Contribution:
    """Tell more about somebody whom the own Partij knows."""
    rules.add_to_answer(by, inquiry)
    if inquiry.is_open:
        rules.add_to_answer(by, _locked(inquiry))
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


def _take_in(
    inquiry: Inquiry, given: Given, *, by: User, party: Party, spoken_by: str = ""
) -> Inquiry:
    seen = inquiry.version
    inquiry = _locked(inquiry)
    if inquiry.version != seen:
        raise StaleVersion
    inquiry.answer = Inquiry.Answer(given.answer)
    inquiry.answered_at, inquiry.answered_by = timezone.now(), by
    inquiry.spoken_by = spoken_by
    inquiry.is_for_triage = given.for_triage
    inquiry.secrecy_ground = given.secrecy_ground if inquiry.is_known else ""
    # A new answer takes the place of what was contested.
    inquiry.contested_at = inquiry.contested_by = None
    inquiry.contest = ""
    inquiry.save()
    if inquiry.is_known:
        _tell(inquiry, given, by=by, party=party)
    else:
        _take_back_all(inquiry, party, by=by)
    return inquiry


def _tell(inquiry: Inquiry, given: Given, *, by: User, party: Party) -> None:
    """Keep one piece to each question: the newest, and none where nothing is said."""
    before = {piece.topic: piece for piece in _pieces(inquiry, party) if piece.topic}
    said = {piece.text for piece in _pieces(inquiry, party)}
    for told in given.told:
        if earlier := before.pop(told.topic, None):
            _say_again(earlier, told)
        elif told.text not in said:
            _contribute(inquiry, told, by=by, party=party, conditions=given.conditions)
    for piece in before.values():
        cases.take_out(piece, by=by)
    _release_anew(inquiry, party, by=by, for_triage=given.for_triage)


def _release_anew(
    inquiry: Inquiry, party: Party, *, by: User, for_triage: bool
) -> None:
    """What was said last about the weging counts for all that was told (I-3)."""
    for piece in _pieces(inquiry, party):
        if piece.contested_at is not None:
            # Said again, by them or for them: this is what it is now.
            piece.contested_at = None
            piece.save()
        _end_releases(piece)
        if for_triage:
            _release_for_triage(piece, by=by)


def _say_again(piece: Contribution, told: Told) -> None:
    if piece.text != told.text:
        piece.text = told.text
        piece.save()


def _pieces(inquiry: Inquiry, party: Party) -> list[Contribution]:
    given = Contribution.objects.filter(source_id=inquiry.pk, given_by=party)
    return list(given.filter(withdrawn_at=None))


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
        spoken_by=inquiry.spoken_by if by.party_id != party.pk else "",
        source_id=inquiry.pk,
    )


def _take_back_all(inquiry: Inquiry, party: Party, *, by: User) -> None:
    """Of every answer but 'known' the answer alone is kept (I-2)."""
    for piece in _pieces(inquiry, party):
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


def _end_releases(piece: Contribution) -> None:
    Release.objects.filter(contribution=piece, use=Use.TRIAGE, until=None).update(
        until=timezone.now()
    )


def _parties_at_the_weging() -> set[Party]:
    seats = agenda.seats(with_minor=True)
    return {party for seat in seats for party in agenda.parties_of(seat)}


def _locked(inquiry: Inquiry) -> Inquiry:
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("party")
    locked: Inquiry | None = rows.filter(pk=inquiry.pk).first()
    if locked is None:  # closed a moment ago: then who answers has no lock on it
        raise PermissionDenied(rules.CLOSED)
    return locked
