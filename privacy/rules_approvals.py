"""Who asks, gives and takes back akkoord; a sentence says why not."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from accounts.models import Contact, User
from cases import grants, keeping_say
from cases import rules as cases
from cases.grants import Access, Why
from cases.models import Case, Contribution
from house.words import said
from privacy.approvals import Approval, ApprovalRequest
from privacy.disclosures import Disclosure
from privacy.recalls import Recall
from zvh.guard.rules import require

ANSWERED = "Deze vraag is al beantwoord."


def ask(user: User, case: Case) -> None:
    """Akkoord is asked by the bureau, of a case that runs (V-2)."""
    cases.work_on(user, case)


def see_request(user: User, request: ApprovalRequest) -> None:
    """Its contactpersonen and their deputies, as long as the case runs (P-4)."""
    require(is_addressed_to(user, request), "Deze vraag is niet aan u gericht.")


def reach_request(user: User, request: ApprovalRequest) -> None:
    """To answer it; or, where the case was restricted since, to take a yes back."""
    require(
        is_addressed_to(user, request) or _keeps_their_say(user, request),
        "Deze vraag is niet aan u gericht.",
    )


def take_back(user: User, request: ApprovalRequest) -> None:
    """A restricted case is read by nobody else, and yet a giver keeps its say (P-2)."""
    require(_keeps_their_say(user, request), "Deze vraag is niet aan u gericht.")


def answer(user: User, request: ApprovalRequest) -> None:
    see_request(user, request)


def note_answer(user: User, request: ApprovalRequest) -> None:
    """The bureau writes down what it was told by telephone (I-6)."""
    cases.work_on(user, request.case)


def note_answers_of(request: ApprovalRequest, approvals: Iterable[Approval]) -> None:
    require(
        all(it.was_told or not it.answer for it in approvals),
        f"{request.party.name} antwoordde zelf. Vraag haar het antwoord te wijzigen.",
    )


def note_no_yes_over_a_contest(
    request: ApprovalRequest, approvals: Iterable[Approval], answers: Mapping[UUID, str]
) -> None:
    """What a Partij contests becomes a yes by its own word only (I-6)."""
    require(
        all(
            it.contested_at is None or answers[it.pk] != Approval.Answer.YES
            for it in approvals
        ),
        f"{request.party.name} betwist dit. Een ja geeft zij nu zelf.",
    )


def contest(user: User, request: ApprovalRequest) -> None:
    """A Partij does not stand by what the bureau wrote down for it (I-6)."""
    see_request(user, request)
    told = Approval.objects.asked_in(request).standing().filter(was_told=True)
    require(told.exists(), "Dit antwoord gaf uw organisatie zelf.")


def use_for_own_task(user: User, piece: Contribution) -> None:
    """Who received a piece of another asks whether it may be used for more (V-13)."""
    require(
        grants.holds(user, Access.RECEIVE, piece.case_id),
        "Dit is niet aan u verstrekt.",
    )
    require(
        piece.given_by_id != user.party_id, said("Dit is {inbreng} van uw organisatie.")
    )


def was_let_in(user: User, sent: Disclosure) -> bool:
    """By this very verstrekking, also while its case is restricted."""
    seats = keeping_say.by(user).filter(why=Why.DISCLOSURE, source_id=sent.pk)
    return seats.exists()


def confirm_deletion(user: User, recall: Recall) -> None:
    """Who received it, or the bureau for who told so (V-1)."""
    works = recall.case_key and grants.holds(user, Access.WORK, recall.case_key)
    page = user.secure_page if user.has_page else None
    theirs = page is not None and page.object_key == recall.disclosure_key
    require(
        works or theirs or recall.party_id == user.party_id,
        "Alleen wie dit kreeg, kan zeggen dat het weg is.",
    )
    require(recall.was_opened, "Dit is nooit geopend: er is niets te verwijderen.")
    require(recall.confirmed_at is None, "Dit is al bevestigd.")


def see_register(user: User) -> None:
    """What left the house is read by who answers for it."""
    require(
        user.is_manager or user.is_fg,
        said("Alleen {manager.definite} en {fg.definite} zien dit register."),
    )


def is_addressed_to(user: User, request: ApprovalRequest) -> bool:
    """Let in by this very question, and not yet out again."""
    seats = grants.user_grants(user).filter(why=Why.APPROVAL, source_id=request.pk)
    return seats.exists() and Contact.objects.who_is(user).exists()


def _keeps_their_say(user: User, request: ApprovalRequest) -> bool:
    """Let in by this very question, also while the case is restricted."""
    seats = keeping_say.by(user).filter(why=Why.APPROVAL, source_id=request.pk)
    return seats.exists() and Contact.objects.who_is(user).exists()
