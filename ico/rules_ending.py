"""Who decides that a case is scaled down, as the profile says; who evaluates (S-1)."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from cases import rules as case_rules
from cases.lifecycle import Phase
from cases.models import Case
from house import profile
from house.words import said, word
from ico.developments import leader_of
from zvh.guard.rules import require

TOGETHER, AT_THE_TABLE = "samen", "ico"


def decide_the_way(case: Case, *, way: str, decided_with: User | None) -> None:
    """In the ICO, or by procescoördinator and casusregisseur after it: the house's."""
    if not case.has_been(Phase.ICO, Phase.MONITORING):
        return
    ways = dict(profile.active().choices("closing_ways"))
    named = word("afschaling", "definite")
    require(way in ways, f"Kies hoe tot {named} is besloten.")
    held = case.meetings.held().exists()
    require(
        way != AT_THE_TABLE or held,
        f"Er is nog geen {word('ico')} gehouden dat dit kon besluiten.",
    )
    require(
        way != TOGETHER or decided_with is not None,
        f"Dit besluit neemt u samen met {word('casusregisseur', 'definite')}.",
    )


def why_not_this_way(case: Case, *, way: str, agreed: bool) -> str:
    """The reason why this was not decided as the house does, or nothing."""
    regisseur = leader_of(case) if agreed else None
    try:
        decide_the_way(case, way=way, decided_with=regisseur)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""


def evaluate(user: User, case: Case) -> None:
    """At any time after a calamity, by whoever works on the case (S-2)."""
    case_rules.work_on(user, case)
    require(not case.is_draft, said("{aanmelding.capital_this} is nog niet verstuurd."))
