"""Who may change what this house says of itself."""

from typing import Any

from house.limits import MAXIMUM, RETENTION
from house.models import TermChange
from house.words import word
from zvh.guard.rules import require

# Somebody with an account: who they are is known a room higher.
Person = Any


def see_profile(user: Person) -> None:
    require(
        user.is_bureau or user.is_fg,
        "Alleen het bureau en de toezichthouder zien de instellingen.",
    )


def change_profile(user: Person) -> None:
    """The regional administrator keeps what is no term (P-6)."""
    require(
        user.is_procesondersteuner,
        f"Alleen {word('procesondersteuner', 'definite')} wijzigt deze instellingen.",
    )


def change_terms(user: Person) -> None:
    """How long something is kept is the manager's to say."""
    require(
        user.is_manager,
        f"Alleen {word('manager', 'definite')} wijzigt de termijnen.",
    )


def change(user: Person, key: str) -> None:
    """Whoever keeps this value of the profile."""
    (change_terms if key.startswith("terms.") else change_profile)(user)


def say_at_once(user: Person, key: str) -> None:
    """How long something is kept changes by way of a proposal only (T-2)."""
    change(user, key)
    require(
        key.removeprefix("terms.") not in RETENTION,
        "Een bewaartermijn wijzigt u op de pagina van de termijnen.",
    )


def set_term(user: Person, term: str, before: int, after: int) -> None:
    """Within the law, and one change of a term at a time."""
    change_terms(user)
    most = MAXIMUM[term]
    require(
        term in RETENTION and 1 <= after <= most,
        f"Deze termijn is hoogstens {most}: langer mag niet van de wet.",
    )
    require(after != before, "Deze termijn geldt al.")
    require(
        not TermChange.objects.underway().filter(term=term).exists(),
        "Er loopt al een voorstel voor deze termijn. Trek dat eerst in.",
    )


def confirm_term(user: Person, change: TermChange) -> None:
    require(change.waits_for_somebody, "Dit voorstel wacht niet op een tweede persoon.")
    require(
        user.is_manager or user.is_procesondersteuner,
        f"Alleen {word('manager', 'definite')} of"
        f" {word('procesondersteuner', 'definite')} bevestigt een kortere termijn.",
    )
    require(user.pk != change.by_id, "Iemand anders dan wie dit voorstelde, bevestigt.")


def withdraw_term(user: Person, change: TermChange) -> None:
    require(
        user.is_manager or user.is_procesondersteuner,
        f"Alleen {word('manager', 'definite')} of"
        f" {word('procesondersteuner', 'definite')} trekt dit in.",
    )
    require(change.is_underway, "Dit voorstel loopt niet meer.")


def see_term(user: Person, change: TermChange) -> None:
    see_profile(user)
