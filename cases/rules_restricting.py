"""Who closes a case to the other colleagues, and who opens it to them again (P-2)."""

from accounts.models import User
from cases import rules
from cases.models import Case
from house.words import said
from zvh.guard.rules import require


def restrict(user: User, case: Case) -> None:
    rules.coordinate(user, case)
    require(not case.is_restricted, said("{casus.capital_this} is al besloten."))


def open_up(user: User, case: Case) -> None:
    """Closing was a mistake, or its reason is past: whoever is named undoes it."""
    rules.coordinate(user, case)
    require(case.is_restricted, said("{casus.capital_this} is niet besloten."))
