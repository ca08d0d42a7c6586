"""Who may ask what of which Partij, and who answers; a sentence says why not."""

from collections.abc import Sized

from django.utils import timezone

from accounts.models import Party, User
from cases import grants
from cases import rules as cases
from cases.grants import Access, Why
from cases.lifecycle import Phase
from cases.models import Case, Contribution
from house.words import said, word
from triage.models import Inquiry
from triage.rules import fits_purpose
from zvh.guard.rules import require

ASKS_IN = (Phase.INTAKE, Phase.TRIAGE, Phase.SUPPORT, Phase.ICO, Phase.MONITORING)
CLOSED = said("{uitvraag.capital_this} is gesloten.")


def see_inquiries(user: User, case: Case) -> None:
    cases.open_case(user, case)


def ask(user: User, case: Case) -> None:
    """Nothing is asked of anybody before the purpose of the law was tested (A-9)."""
    cases.work_on(user, case)
    require(case.phase in ASKS_IN, "In deze fase vraagt u niets meer uit.")
    require(
        fits_purpose(case),
        said(
            "Toets eerst het doel: daarna kunt u andere {partij.plural} om informatie"
            " vragen."
        ),
    )


def be_asked(party: Party) -> None:
    """Only who is bound by the covenant, and has somebody to ask (G-2, G-3)."""
    require(
        party.is_bound(timezone.localdate()),
        f"{party.name} is niet gebonden aan {word('convenant', 'definite')}"
        " en mag daarom niets worden gevraagd.",
    )
    require(
        party.contacts.exists(),
        f"{party.name} heeft geen {word('contactpersoon')}."
        f" Voeg eerst een {word('contactpersoon')} toe.",
    )


def ask_about(subjects: Sized) -> None:
    """Of nobody nothing is asked."""
    require(
        len(subjects), "Er is niemand om naar te vragen. Vul eerst in om wie het gaat."
    )


def see_inquiry(user: User, inquiry: Inquiry) -> None:
    """Who was asked, until it closes; afterwards only where the case is known.

    It closes at its moment, also when no job has tidied up yet.
    """
    require(is_addressed_to(user, inquiry), "Deze vraag is niet aan u gericht.")
    require(inquiry.is_known or inquiry.takes_answers, CLOSED)


def answer(user: User, inquiry: Inquiry) -> None:
    see_inquiry(user, inquiry)
    require(inquiry.takes_answers, CLOSED)


def add_to_answer(user: User, inquiry: Inquiry) -> None:
    """More that a Partij wants to tell, as long as it knows the case (I-4)."""
    see_inquiry(user, inquiry)
    require(
        inquiry.is_known,
        said("Antwoord eerst dat {betrokkene.definite} bij u bekend is."),
    )


def record_answer(user: User, inquiry: Inquiry) -> None:
    """The bureau writes down what it was told by telephone (I-6).

    What is contested can be put right also when the question has closed.
    """
    cases.work_on(user, inquiry.case)
    require(inquiry.is_open or inquiry.contested_at, CLOSED)
    require(
        not inquiry.answered_itself,
        said(
            "{partij.capital_this} heeft zelf geantwoord. Vraag haar om het antwoord"
            " te wijzigen."
        ),
    )


def close(user: User, inquiry: Inquiry) -> None:
    cases.work_on(user, inquiry.case)
    require(inquiry.is_open, CLOSED)


def change_own(user: User, piece: Contribution) -> None:
    """The giver corrects or takes back what it told (I-4)."""
    require(
        piece.given_by_id == user.party_id,
        said("Alleen {partij.definite} die dit gaf, kan het wijzigen."),
    )
    require(
        grants.holds(user, Access.ANSWER, piece.case_id),
        "Deze vraag is niet aan u gericht.",
    )


def contest(user: User, inquiry: Inquiry) -> None:
    """A Partij does not stand by what the bureau wrote down for it (I-6)."""
    see_inquiry(user, inquiry)
    require(inquiry.was_told, "Dit antwoord gaf uw organisatie zelf.")
    require(inquiry.contested_at is None, "U hebt al laten weten dat dit niet klopt.")


def is_addressed_to(user: User, inquiry: Inquiry) -> bool:
    """Let in by this very question, and not yet out again."""
    seats = grants.user_grants(user).filter(why=Why.INQUIRY, source_id=inquiry.pk)
    return seats.exists() and is_contact(user)


def is_contact(user: User) -> bool:
    """Still somebody whom the bureau asks at the own Partij (G-2)."""
    return user.contacts.filter(party=user.party_id).exists()
