"""Who is in a plan and may say something there; and else why not (F-5, P-7)."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from accounts.models import Party, User
from cases import grants
from cases import rules as case_rules
from cases.grants import Access
from cases.models import Case
from house.words import said, word
from ico.agreed import Action
from ico.developments import Departure, Development
from ico.rules_plan import be_casusregisseur as be_casusregisseur
from zvh.guard.rules import require

NOT_IN_IT = "U doet hier niet (meer) aan mee."


def leads(user: User, case_id: UUID) -> bool:
    return grants.holds(user, Access.COORDINATE, case_id)


def be_in_the_plan(user: User, case_id: UUID) -> None:
    """The bureau, who leads the case, and whoever does something of the plan."""
    if grants.holds(user, Access.WORK, case_id):
        case_rules.work_on(user, Case.objects.get(pk=case_id))
        return
    with connection.cursor() as cursor:
        # What one does oneself is seen without a grant on its case.
        cursor.execute("SELECT zvh_is_in_the_plan(%s)", [case_id])
        require(cursor.fetchone()[0], NOT_IN_IT)


def be_told(parties: Iterable[Party], *, known: Collection[UUID]) -> None:
    """Only who takes part in the plan still hears of it."""
    require(
        all(party.pk in known for party in parties),
        said("Een van deze {partij.plural} doet niet meer mee. Kies opnieuw."),
    )


def tell_from_case(user: User, case: Case) -> None:
    be_in_the_plan(user, case.pk)


def tell_from_action(user: User, action: Action) -> None:
    require(action.responsible_user_id == user.pk, NOT_IN_IT)
    be_in_the_plan(user, action.case_id)


def leave(user: User, case_id: UUID, *, successor: User | None) -> None:
    """One's own part, and one's own Partij goes on with it."""
    be_in_the_plan(user, case_id)
    require(not user.is_bureau, NOT_IN_IT)
    require(
        successor is None or successor.party_id == user.party_id,
        said("Alleen iemand van uw eigen {partij} kan u opvolgen."),
    )


def leave_from_case(user: User, case: Case) -> None:
    require(leads(user, case.pk), NOT_IN_IT)
    be_in_the_plan(user, case.pk)


def hand_over_regie(user: User, case: Case) -> None:
    """Who leads the case passes that on actively, once (brochure NHN)."""
    leave_from_case(user, case)
    waiting = Departure.objects.filter(case=case, user=user).standing()
    require(not waiting.exists(), "Dit is al gevraagd. Het bureau regelt het.")


def read_development(user: User, development: Development) -> None:
    """For whom it is, is what the row policy says."""
    be_in_the_plan(user, development.case_id)


def succeed(user: User, departure: Departure) -> None:
    case_rules.work_on(user, departure.case)
    require(departure.settled_at is None, "Dit is al geregeld.")


def may_succeed(successor: User, departure: Departure) -> None:
    if departure.kind == Departure.Kind.HANDS_OVER:
        be_casusregisseur(successor)
        return
    require(
        successor.is_active
        and successor.is_ketenpartner
        and successor.party_id == departure.party_id
        and successor.pk != departure.user_id,
        f"Kies een {word('ketenpartner')} van dezelfde {word('partij')}.",
    )
