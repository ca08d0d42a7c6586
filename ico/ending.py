"""The afschaling: tested, evaluated, decided; and taken up again when it must."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import Party, Role, User
from cases import actions as case_actions
from cases import grants
from cases import rules as case_rules
from cases.grants import Why
from cases.lifecycle import Phase
from cases.models import Case
from ico import convening, evaluating, locks, rules, rules_ending
from ico.agreed import Afschaling, CriterionTest
from ico.agreeing import end_regie, give_regie, leave_unled
from ico.developments import leader_of
from ico.meetings import Meeting
from ico.plans import PlanLine, Section
from zvh.guard import facts, jobs
from zvh.guard.dossier import dossier_models, keep_of
from zvh.guard.models import Keep
from zvh.guard.rules import allows


class Tested(NamedTuple):
    """One criterion, whether it is met, and what there is to say about it."""

    line: PlanLine
    is_met: bool
    note: str


class Consequence(NamedTuple):
    """What goes, when, and how many rows that are."""

    keep: Keep
    on: date
    rows: int


@transaction.atomic
def scale_down(
    case: Case,
    *,
    by: User,
    closing_party: Party,
    reason: str,
    goal_reached: str,
    cooperation: str,
    tests: Iterable[Tested] = (),
    way: str = "",
    agreed: bool = False,
    worked: str = "",
    hindered: str = "",
    factors: str = "",
    blockades: Iterable[str] = (),
) -> Afschaling:
    """Close the case to everybody, with what it was good for, and set its terms."""
    case = locks.ask(rules.scale_down, by, case)
    rules.close_for(closing_party)
    regisseur = leader_of(case) if agreed else None
    rules_ending.decide_the_way(case, way=way, decided_with=regisseur)
    decided = Afschaling.objects.create(
        case=case,
        decided_by=by,
        closing_party=closing_party,
        way=way,
        decided_with=regisseur,
        reason=reason,
        goal_reached=goal_reached,
        cooperation=cooperation,
        worked=worked,
        hindered=hindered,
        factors=factors,
    )
    for test in tests:
        CriterionTest.objects.create(case=case, afschaling=decided, **test._asdict())
    _tell_everybody(case)
    _let_everybody_out(case, by=by)
    facts.write(
        "evaluated",
        {"reason": reason, "goal": goal_reached, "cooperation": cooperation},
    )
    evaluating.count_blockades("evaluated_blockade", blockades)
    case_actions.scale_down(case, by=by)
    return decided


@transaction.atomic
def reopen(case: Case, *, by: User, because: str) -> Case:
    """Take the case up again where it was, with who does what."""
    case = locks.ask(case_rules.reopen, by, case)
    there = _came_from(case)
    case = case_actions.reopen(case, by=by, to=there)
    decided = case.afschalings.order_by("decided_at").last()
    if decided is not None:
        decided.reopened_at, decided.reopened_by = timezone.now(), by
        decided.reopened_because = because
        decided.save()
    _take_up_actions(case)
    regisseur = leader_of(case)
    if regisseur is not None and allows(rules.be_casusregisseur, regisseur):
        give_regie(case, by=by)
    elif case.casusregisseur is not None:
        # Who left meanwhile, or whose Partij did, does not come back by itself.
        leave_unled(case, by=by)
    return case


def criteria_of(case: Case) -> list[PlanLine]:
    """The criteria of the last established plan: those are tested (S-1)."""
    plan = case.plans.established().newest_first().first()
    return list(plan.lines.of(Section.CRITERION)) if plan else []


def consequences(case: Case) -> list[Consequence]:
    """What would be removed when, of a case that is scaled down today."""
    terms = case_actions.terms_from(timezone.localdate())
    counts: Counter[str] = Counter()
    for model in dossier_models():
        counts[keep_of(model)] += model.objects.filter(case=case).count()
    return [Consequence(Keep(keep), day, counts[keep]) for keep, day in terms.items()]


def people_who_lose_access(case: Case) -> int:
    """How many people outside the bureau see something of this case now."""
    bureau = User.objects.holding(*Role.bureau())
    readers = grants.readers_of(case.pk).exclude(pk__in=bureau.values("pk"))
    doers = case.actions.filter(responsible_user__isnull=False, closed_off_at=None)
    reading = set(readers.values_list("pk", flat=True))
    return len(reading | set(doers.values_list("responsible_user", flat=True)))


def _tell_everybody(case: Case) -> None:
    """Whoever took part hears that it ends, and what to delete on their own side."""
    bureau = User.objects.holding(*Role.bureau()).values("pk")
    readers = set(grants.readers_of(case.pk).exclude(pk__in=bureau))
    doing = case.actions.filter(responsible_user__isnull=False, closed_off_at=None)
    readers |= {action.responsible_user for action in doing}
    for user in sorted(readers, key=lambda one: one.pk):
        mails.post("case_closed", to=user, reference=case.number or "", case_id=case.pk)


def _let_everybody_out(case: Case, *, by: User) -> None:
    locks.hold_guests(case)
    for meeting in case.meetings.ahead():
        convening.cancel_meeting(meeting, by=by)
    for meeting in Meeting.objects.filter(case=case).held():
        convening.let_out(meeting)
    for action in case.actions.filter(closed_off_at=None).select_for_update():
        action.closed_off_at = timezone.now()
        action.save()
    grants.withdraw_given_by(Why.INVITATION, case_id=case.pk)
    end_regie(case)
    jobs.wake("involvement")


def _take_up_actions(case: Case) -> None:
    """They go on with who did them; who left meanwhile does not come back by itself."""
    today = timezone.localdate()
    for action in case.actions.filter(closed_off_at__isnull=False):
        doer = action.responsible_user
        if doer and not (doer.is_active and doer.party.is_bound(today)):
            action.responsible_user = None
        action.closed_off_at = None
        action.save()


def _came_from(case: Case) -> Phase:
    last = case.phasechanges.filter(after=Phase.AFSCHALING).order_by("at").last()
    return Phase.SUPPORT if last and last.before == Phase.SUPPORT else Phase.MONITORING
