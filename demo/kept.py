"""A choice of filters that somebody kept, so that a list shows what that is for."""

from accounts.models import User
from cases import exporting, list_filters, lists
from cases.case_lists import CASES
from cases.lifecycle import Phase
from zvh.guard.announce import acting_as


def keep_a_choice(who: User) -> None:
    chosen = lists.Chosen.of(CASES, who, {"fase": Phase.ICO, "van": list_filters.MINE})
    with acting_as(who):
        exporting.keep(chosen, by=who)
