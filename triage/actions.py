"""What can happen to a case from its arrival to the outcome of the weging."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import Party, User
from cases import actions as case_actions
from cases import principals
from cases.lifecycle import Phase
from cases.models import Case, CompletionRequest
from triage import agenda, preparing, rules, waiting
from triage.models import (
    Advice,
    AgendaItem,
    Outcome,
    PurposeDecision,
    RelevantParty,
    TriageDecision,
    TriageMeeting,
)
from zvh.guard import facts
from zvh.guard.rules import allows, require

PHASE_AFTER = {Outcome.SUPPORT: Phase.SUPPORT, Outcome.ICO: Phase.ICO}


@dataclass(frozen=True)
class IcoTask:
    """What the weging asks of an ICO: what it is for, and who belongs there."""

    goal: str
    themes: tuple[str, ...]
    kind: str
    # Each with the ground on which it may lawfully be there (O-3).
    parties: Mapping[Party, str]


# intake


@transaction.atomic
def judge_complete(case: Case, *, by: User) -> Case:
    """It has what the weging needs, and goes there once the purpose fits."""
    rules.judge(by, case)
    case_actions.judge_complete(case, by=by)
    return _put_forward_if_ready(case_actions.take_on(case, by=by), by=by)


@transaction.atomic
def ask_completion(
    case: Case, *, by: User, missing: str, answer_before: date
) -> CompletionRequest:
    """Back to the sender with what is missing, and by when (A-6)."""
    rules.judge(by, case)
    case = case_actions.take_on(case, by=by)
    return case_actions.ask_completion(
        case, by=by, missing=missing, answer_before=answer_before
    )


@transaction.atomic
def decide_purpose(
    case: Case,
    *,
    by: User,
    grounds: Iterable[str],
    motivation: str,
    on_behalf_of: Party,
) -> PurposeDecision:
    """It fits the purpose of the law on these grounds; with none it does not (A-9)."""
    rules.decide_purpose(by, case)
    rules.on_behalf_of(on_behalf_of)
    given = set(grounds)
    case = case_actions.take_on(case, by=by)
    # Who decides this answers for a sender who is not of lid 1 (P-13).
    principals.work_for(case, by=by, party=case.registered_for, answering=on_behalf_of)
    decision = PurposeDecision.objects.create(
        case=case,
        fits=bool(given),
        crime="crime" in given,
        nuisance="nuisance" in given,
        unsafety="unsafety" in given,
        motivation=motivation,
        on_behalf_of=on_behalf_of,
        by=by,
    )
    if decision.fits:
        _put_forward_if_ready(case, by=by)
    else:
        _conclude(case, Outcome.ADVICE, by=by, motivation=motivation)
    return decision


# the weging


@transaction.atomic
def name_chair(meeting: TriageMeeting, *, by: User, chair: User | None) -> None:
    """Say who leads this weging, or that nobody does yet."""
    rules.name_chair(by, meeting)
    meeting.chair = chair
    meeting.save()


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    by: User,
    outcome: str,
    motivation: str,
    ico: IcoTask | None = None,
) -> TriageDecision:
    """Take one of the three decisions, and set in motion what follows from it (W-3)."""
    rules.decide(by, item)
    item = _locked(item)
    rules.decide(by, item)
    item.state = AgendaItem.State.DECIDED
    item.save()
    decision = _conclude(
        item.case,
        Outcome(outcome),
        by=by,
        motivation=motivation,
        meeting=item.meeting,
        ico=ico,
    )
    if decision.outcome != Outcome.ADVICE:
        case_actions.move(item.case, PHASE_AFTER[Outcome(decision.outcome)], by=by)
        _tell_sender(item.case, "outcome_known")
    return decision


@transaction.atomic
def defer(item: AgendaItem, *, by: User, still_needed: str) -> AgendaItem:
    """Wait a week: the case comes back by itself, with what is still needed (W-5)."""
    rules.decide(by, item)
    item = _locked(item)
    rules.decide(by, item)
    again = agenda.defer(item, still_needed=still_needed)
    _tell_sender(item.case, "weighing_deferred")
    facts.write("deferred", {"subject": item.case.subject})
    return again


@transaction.atomic
def revise(decision: TriageDecision, *, by: User) -> TriageDecision:
    """Take a decision back that has set nothing in motion yet."""
    decision = TriageDecision.objects.select_for_update().get(pk=decision.pk)
    rules.revise(by, decision)
    decision.taken_back_at = timezone.now()
    decision.save()
    facts.take_back(
        "weighed", _dimensions(decision), days=_days_until(decision.at, decision.case)
    )
    for advice in decision.case.advices.filter(sent_at=None):
        case_actions.take_out(advice, by=by)
    decided = AgendaItem.State.DECIDED
    for item in decision.case.agendaitems.filter(state=decided):
        agenda.take_up_again(item)
    return decision


def _put_forward_if_ready(case: Case, *, by: User) -> Case:
    if not allows(rules.put_forward, by, case):
        return case
    case = case_actions.move(case, Phase.TRIAGE, by=by)
    agenda.put_on(case, by=by)
    return case


def _conclude(
    case: Case,
    outcome: Outcome,
    *,
    by: User,
    motivation: str,
    meeting: TriageMeeting | None = None,
    ico: IcoTask | None = None,
) -> TriageDecision:
    purpose = rules.decided_purpose(case)
    require(
        (ico is not None) == (outcome == Outcome.ICO),
        "Alleen een overleg heeft een doel.",
    )
    decision = TriageDecision(
        case=case,
        outcome=outcome,
        motivation=motivation,
        meeting=meeting,
        on_behalf_of=purpose.on_behalf_of,
        by=by,
    )
    if ico:
        decision.goal, decision.kind = ico.goal, ico.kind
        decision.themes = list(ico.themes)
    decision.save()
    if ico:
        _name_relevant(decision, ico.parties, by=by)
    if outcome == Outcome.ADVICE:
        waiting.close_all(case)
        Advice.objects.create(case=case, text=motivation, written_by=by)
    facts.write("weighed", _dimensions(decision), days=_days_until(decision.at, case))
    return decision


def _name_relevant(
    decision: TriageDecision, parties: Mapping[Party, str], *, by: User
) -> None:
    """Those who should be there, also as Partijen involved in the case itself."""
    for party, ground in parties.items():
        rules.be_at_the_table(party, ground)
        RelevantParty.objects.create(
            case=decision.case, decision=decision, party=party, ground=ground
        )
    preparing.name_as_involved(decision.case, parties, by=by)


def _tell_sender(case: Case, kind: str) -> None:
    mails.post(
        kind, to=case.registered_by, reference=case.number or "", case_id=case.pk
    )


def _dimensions(decision: TriageDecision) -> dict[str, str]:
    return {
        "outcome": decision.outcome,
        "where": decision.where,
        "subject": decision.case.subject,
    }


def _days_until(moment: datetime, case: Case) -> int:
    registered = case.registered_at or case.created_at
    return (moment - registered).days


def _locked(item: AgendaItem) -> AgendaItem:
    locked: AgendaItem = AgendaItem.objects.select_for_update().get(pk=item.pk)
    return locked
