"""Who may change what this house says of itself."""

from typing import Any

from house.limits import RETENTION
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


def lengthen(user: Person, key: str, before: Any, after: Any) -> None:
    """A shorter retention term is proposed, and never simply said (T-2)."""
    change(user, key)
    is_retention = key.removeprefix("terms.") in RETENTION
    require(
        not (key.startswith("terms.") and is_retention and after < before),
        "Een kortere bewaartermijn stelt u voor. Een tweede persoon bevestigt die.",
    )
