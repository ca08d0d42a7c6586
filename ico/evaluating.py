"""Evaluate after a calamity, and count what stood in the way (S-2)."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from cases.models import Case
from ico import locks, rules_ending
from ico.evaluations import Evaluation
from zvh.guard import facts


@transaction.atomic
def evaluate(
    case: Case,
    *,
    by: User,
    happened: str,
    foreseen: str,
    cooperation: str,
    blockades: Iterable[str] = (),
    worked: str = "",
    hindered: str = "",
    factors: str = "",
) -> Evaluation:
    """What worked and what did not; the codes survive, the words go with the plan."""
    case = locks.ask(rules_ending.evaluate, by, case)
    made: Evaluation = Evaluation.objects.create(
        case=case,
        by=by,
        happened=happened,
        foreseen=foreseen,
        cooperation=cooperation,
        worked=worked,
        hindered=hindered,
        factors=factors,
    )
    facts.write(
        "evaluated_calamity", {"foreseen": foreseen, "cooperation": cooperation}
    )
    count_blockades("calamity_blockade", blockades)
    return made


def count_blockades(kind: str, blockades: Iterable[str]) -> None:
    """Each on its own, so that a combination leads back to no case."""
    for blockade in blockades:
        facts.write(kind, {"blockade": blockade})
