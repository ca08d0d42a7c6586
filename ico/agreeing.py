"""What the table agrees: who does what, who leads, and when it is enough."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import actions as case_actions
from cases import grants, principals
from cases.grants import Access, Why
from cases.identity import LEADER_LEFT
from cases.models import Case
from house.words import said
from ico import doers, locks, rules
from ico.agreed import Action
from ico.meetings import Meeting
from ico.plans import ClosingCriterion, Plan
from zvh.guard.rules import require


@transaction.atomic
def agree(
    case: Case,
    *,
    by: User,
    what: str,
    owner: Party,
    due_on: date,
    responsible_user: User | None = None,
    intervention: str = "",
    expected: str = "",
    meeting: Meeting | None = None,
) -> Action:
    """An afspraak: which Partij does what, before when."""
    case = locks.ask(rules.agree, by, case)
    rules.may_be_invited(owner)
    require(
        responsible_user is None or responsible_user.party_id == owner.pk,
        said("Wie dit uitvoert, hoort bij een andere {partij}."),
    )
    if responsible_user is not None:
        rules.see_cases(responsible_user)
    return Action.objects.create(
        case=case,
        meeting=meeting,
        # What an established plan says stays: the next version takes it along.
        plan=case.plans.drafts().first(),
        reference=case.number or "",
        what=what,
        owner=owner,
        responsible_user=responsible_user,
        due_on=due_on,
        intervention=intervention,
        expected=expected,
    )


@transaction.atomic
def add_criterion(case: Case, *, by: User, text: str) -> ClosingCriterion:
    """When the table will find that the house is no longer needed."""
    case = locks.ask(rules.agree, by, case)
    return ClosingCriterion.objects.create(
        case=case, text=text, position=case.closingcriterions.count()
    )


@transaction.atomic
def drop_criterion(criterion: ClosingCriterion, *, by: User) -> None:
    """Take a criterion off the list again."""
    criterion = locks.ask(rules.drop_criterion, by, criterion)
    case_actions.take_out(criterion, by=by)


@transaction.atomic
def name_casusregisseur(case: Case, *, by: User, user: User) -> Case:
    """Name who leads the work, a person of a Partij; who did so before hands over."""
    # What is saved below is the version that its reader saw.
    locks.ask(rules.name_casusregisseur, by, case)
    rules.be_casusregisseur(user)
    end_regie(case)
    case.casusregisseur = user
    setattr(case, LEADER_LEFT, False)
    case.save()
    principals.work_for(case, by=by, party=user.party)
    give_regie(case, by=by)
    return case


def give_regie(case: Case, *, by: User) -> None:
    """Let the casusregisseur into the case, as far as it was released."""
    if case.casusregisseur is not None:
        grants.give(
            case.casusregisseur,
            Access.COORDINATE,
            case_id=case.pk,
            why=Why.CASUSREGISSEUR,
            source_id=case.pk,
            by=by,
        )


def leave_unled(case: Case, *, by: User) -> None:
    """Nobody leads the work until somebody is named; that shows as a fault (O-9)."""
    end_regie(case)
    case.casusregisseur = None
    case.save()
    principals.work_for(case, by=by, party=case.registered_for)


def end_regie(case: Case) -> int:
    """Let whoever led the work out again; how many grants that ended."""
    return grants.withdraw(case_id=case.pk, why=Why.CASUSREGISSEUR, source_id=case.pk)


@transaction.atomic
def change_action(
    action: Action, *, by: User, what: str, due_on: date, expected: str
) -> Action:
    """Put an afspraak into better words, or give it another date."""
    locks.ask(rules.change_action, by, action)
    is_frozen = action.plan is not None and action.plan.state == Plan.State.ESTABLISHED
    require(
        not is_frozen or (what, expected) == (action.what, action.expected),
        "De tekst staat in een vastgesteld plan. Maak een nieuwe versie, of wijzig"
        " alleen de datum.",
    )
    action.what, action.expected = what, expected
    if due_on != action.due_on:
        action.postpone(due_on)
    action.save()
    doers.follow(action)
    return action


@transaction.atomic
def drop_action(action: Action, *, by: User) -> Action:
    """It need not be done any more."""
    action = locks.ask(rules.change_action, by, action)
    action.state = Action.State.DROPPED
    action.reported_at, action.reported_by = timezone.now(), by
    action.save()
    doers.follow(action)
    return action
