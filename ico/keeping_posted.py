"""Tell each other how it goes, and leave a plan in which one's part has ended (F-5)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts import mails
from accounts.models import Party, User
from cases.models import Case
from ico import agreeing, locks
from ico import rules_involvement as rules
from ico.agreed import Action
from ico.developments import Departure, Development, DevelopmentReader
from zvh.guard import announce, facts, jobs


def parties_of(case_id: UUID) -> list[UUID]:
    """Who is in the plan, as far as the person asking may know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_parties_in_the_plan(%s)", [case_id])
        return [key for (key,) in cursor.fetchall()]


@transaction.atomic
def tell(
    case_id: UUID,
    *,
    by: User,
    text: str,
    parties: Iterable[Party] = (),
    reference: str = "",
) -> Development:
    """A development, for these Partijen and the bureau; for the bureau alone if none.

    Who has to know gets a letter that says that there is something.
    """
    rules.be_in_the_plan(by, case_id)
    chosen = list(parties)
    rules.be_told(chosen, known=parties_of(case_id))
    audience = Development.Audience
    made: Development = Development.objects.create(
        case_id=case_id,
        text=text,
        audience=audience.CHOSEN if chosen else audience.BUREAU,
        reference=reference,
        by=by,
        party=by.party,
    )
    for party in chosen:
        DevelopmentReader.objects.create(case_id=case_id, development=made, party=party)
    facts.write("development", {"audience": made.audience, "keten": by.party.keten})
    jobs.wake("developments")
    return made


@transaction.atomic
def leave(
    case_id: UUID, *, by: User, why: str, successor: User | None = None
) -> Departure:
    """The own part ends, and with it the access, at this moment (P-7)."""
    rules.leave(by, case_id, successor=successor)
    left: Departure = Departure.objects.create(
        case_id=case_id,
        user=by,
        party=by.party,
        why=why,
        successor=successor,
        led=rules.leads(by, case_id),
    )
    announce.forget()
    facts.write("departure", {"keten": by.party.keten})
    jobs.wake("involvement")
    return left


@transaction.atomic
def hand_over_regie(case: Case, *, by: User, why: str, successor: User) -> Departure:
    """Who leads the case wants another to; the bureau sees to it, as the table said."""
    rules.hand_over_regie(by, case)
    rules.be_casusregisseur(successor)
    made: Departure = Departure.objects.create(
        case_id=case.pk,
        kind=Departure.Kind.HANDS_OVER,
        user=by,
        party=by.party,
        why=why,
        successor=successor,
        led=True,
    )
    return made


@transaction.atomic
def succeed(departure: Departure, *, by: User, successor: User | None) -> Departure:
    """The bureau arranges who goes on: with the agreements, and the case if they led.

    Without a successor the agreements stay with the Partij, for the table to decide,
    and nobody leads the case: the house is told so until somebody is named.
    """
    departure = locks.ask(rules.succeed, by, departure)
    if successor is not None:
        rules.may_succeed(successor, departure)
        _hand_on(departure, by=by, successor=successor)
    elif departure.kind == Departure.Kind.STOPS and departure.led:
        case = Case.objects.get(pk=departure.case_id)
        if case.casusregisseur_id == departure.user_id:
            agreeing.leave_unled(case, by=by)
    departure.settled_at, departure.settled_by = timezone.now(), by
    departure.save()
    return departure


def _hand_on(departure: Departure, *, by: User, successor: User) -> None:
    case = Case.objects.get(pk=departure.case_id)
    if departure.kind == Departure.Kind.STOPS:
        _take_up(case, departure, successor)
    if departure.led:
        agreeing.name_casusregisseur(case, by=by, user=successor)
    mails.post("work_moved", to=successor)


def _take_up(case: Case, departure: Departure, successor: User) -> None:
    left = Action.objects.filter(case=case, responsible_user=None).open()
    for action in left.filter(owner=departure.party).select_for_update():
        action.responsible_user = successor
        action.save()
