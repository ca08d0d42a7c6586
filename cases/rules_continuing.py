"""When a new registration may go on with a closed dossier; and else why not (S-7)."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from accounts.models import Party, User
from cases import grants, rules, shielded
from cases.continuations import Continuation
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, Comparison
from house.words import said
from zvh.guard.rules import require


def continue_earlier(user: User, case: Case, *, earlier: Case) -> None:
    """Of the same person, within the term, by who guides the case and gave a reason."""
    rules.coordinate(user, case)
    require(
        grants.holds(user, Access.WORK, earlier.pk)
        and earlier.phase == Phase.AFSCHALING
        and earlier.work_until is not None
        and timezone.localdate() < earlier.work_until,
        said("Van deze eerdere {casus} is niets meer dat kan worden voortgezet."),
    )
    require(
        shielded.is_open_to(user, earlier),
        said("De eerdere {casus} is afgeschermd. Geef daar eerst een reden op."),
    )
    newest = Comparison.objects.filter(case=case, other_case=earlier.pk)
    last = newest.order_by("-at").first()
    require(
        last is not None and last.is_same,
        "Leg eerst vast dat het om dezelfde persoon gaat.",
    )
    require(
        not Continuation.objects.filter(case=case, earlier_case=earlier.pk).exists(),
        "Dit dossier is hier al voortgezet.",
    )


def have_agreed(asked: Iterable[Party], said_by: Mapping[Party, str]) -> None:
    """Each provider, or nothing is taken over."""
    lacking = [party.name for party in asked if not said_by.get(party, "").strip()]
    require(not lacking, f"Nog geen akkoord van: {', '.join(lacking)}.")
