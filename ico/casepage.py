"""What meetings, plans and agreements show on the page of their case."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from cases import along, pages
from cases import rules as case_rules
from cases.identity import LEADER_LEFT
from cases.lifecycle import Phase
from cases.models import Case, CaseUserGrant
from cases.pages import Event, EventKind, Panel, Step
from house.words import said, word
from ico import rules, standing
from ico.agreed import Action
from ico.calls import Escalation
from ico.developments import Departure
from ico.meetings import Meeting
from ico.plans import Plan
from ico.signals import Signal
from zvh.guard.rules import allows

ESCALATED = "is_escalated"


@pages.next_step(order=30)
def next_step(user: User, case: Case) -> Step | None:
    """From meeting to plan, and from plan to its end."""
    if case.phase == Phase.AFSCHALING:
        return _reopening(user, case)
    if case.phase not in rules.MEETS_IN or not user.is_bureau:
        return None
    return _meeting_step(case) or _plan_step(case) or _first_step(case)


def who_left() -> Exists:
    """Between leaving and what the bureau settles nobody leads the case (P-7, O-9)."""
    who = {"case": OuterRef("pk"), "user": OuterRef("casusregisseur")}
    return Exists(Departure.objects.of_leaders().filter(**who))


def escalated() -> Exists:
    """Few cases are: only of those it is asked which question, to whom (F-7)."""
    return Exists(Escalation.objects.filter(case=OuterRef("pk")))


along.reads(LEADER_LEFT, who_left)
along.reads(ESCALATED, escalated)


@pages.panel(order=30)
def panel(user: User, case: Case) -> Panel | None:
    """What is the goal, what was agreed and how does it stand, what comes next."""
    if not case.has_been(*rules.MEETS_IN):
        return None
    plan = case.plans.newest_first().first()
    stands = standing.of(case)
    if plan is None and stands.ahead is None and case.phase not in rules.MEETS_IN:
        return None
    context = {
        "case": case,
        "plan": plan,
        "meeting": stands.ahead,
        "open": stands.open,
        "late": stands.late,
        "done": stands.done,
        "lacks_regie": _lacks_regie(case),
        "escalations": _escalations(case),
    }
    return Panel(
        said("Plan en {afspraak.plural}"),
        "ico/_panel.html",
        context,
        url=reverse("ico:case_plan", args=[case.pk]),
    )


def _escalations(case: Case) -> QuerySet[Escalation]:
    if not along.told(case, ESCALATED):
        return Escalation.objects.none()
    return Escalation.objects.filter(case=case).in_order()


@pages.happened
def happened(user: User, case: Case) -> list[Event]:
    if not case.has_been(*rules.MEETS_IN):
        return _endings(case)
    return [
        *_of_meetings(case),
        *_of_plans(case),
        *_of_reports(case),
        *_of_regie(case),
        *_of_what_went_wrong(case),
        *_endings(case),
    ]


def _endings(case: Case) -> list[Event]:
    return list(_of_endings(case)) if case.has_been(Phase.AFSCHALING) else []


def _reopening(user: User, case: Case) -> Step | None:
    if not allows(case_rules.reopen, user, case):
        return None
    label = said("Open {casus.definite} weer")
    return Step(label, reverse("ico:reopen", args=[case.pk]))


def _meeting_step(case: Case) -> Step | None:
    planned = standing.of(case).planned
    if planned is None:
        return None
    return Step("Open het overleg", reverse("ico:meeting", args=[planned]))


def _plan_step(case: Case) -> Step | None:
    stands = standing.of(case)
    if stands.draft:
        return Step(
            "Lees het concept van het plan", reverse("ico:plan", args=[stands.draft])
        )
    if stands.to_plan:
        return Step("Maak het plan", reverse("ico:build_plan", args=[stands.to_plan]))
    return None


def _first_step(case: Case) -> Step | None:
    if case.phase == Phase.ICO:
        label = f"Plan {word('ico')}"
        return Step(label, reverse("ico:plan_meeting", args=[case.pk]))
    label = said("Bekijk de {afspraak.plural}")
    return Step(label, reverse("ico:case_plan", args=[case.pk]))


def _lacks_regie(case: Case) -> bool:
    """A case that was at the table and has nobody who leads it is a fault (O-9)."""
    if case.casusregisseur_id or case.phase not in rules.MEETS_IN:
        return False
    return bool(case.phase == Phase.MONITORING or standing.of(case).was_held)


def _of_meetings(case: Case) -> Iterator[Event]:
    for meeting in case.meetings.select_related("chair"):
        url = reverse("ico:meeting", args=[meeting.pk])
        seeks = meeting.state == Meeting.State.SEEKING
        first = "Moment gezocht voor een overleg" if seeks else "Overleg gepland"
        yield _event(meeting.first_processed_at, first, "", url)
        if meeting.ended_at:
            held = meeting.state == Meeting.State.HELD
            title = "Overleg gehouden" if held else "Overleg afgezegd"
            yield _event(meeting.ended_at, title, meeting.chair.name, url)


def _of_plans(case: Case) -> Iterator[Event]:
    plans: list[Plan] = list(case.plans.established().select_related("established_by"))
    for plan in plans:
        if plan.established_at and plan.established_by:
            yield Event(
                plan.established_at,
                f"Versie {plan.number} van het plan vastgesteld",
                plan.established_by.name,
                kind=EventKind.PLAN,
                url=reverse("ico:plan", args=[plan.pk]),
            )


def _of_reports(case: Case) -> Iterator[Event]:
    reported = case.actions.filter(reported_at__isnull=False)
    for action in reported.select_related("reported_by"):
        state = action.get_state_display().lower()
        title = f"Teruggemeld over een {word('afspraak')}: {state}"
        if action.state == Action.State.DROPPED:
            title = f"{word('afspraak', 'capital')} vervallen"
        yield Event(
            action.reported_at,
            title,
            action.reported_by.name if action.reported_by else "",
            text=action.report,
            kind=EventKind.PLAN,
            url=reverse("ico:action_report", args=[action.pk]),
        )


def _of_what_went_wrong(case: Case) -> Iterator[Event]:
    for signal in Signal.objects.filter(case=case).in_order():
        yield Event(
            signal.at,
            f"Signaal over een {word('afspraak')}: {signal.get_kind_display().lower()}",
            signal.by.name,
            text=signal.why,
            kind=EventKind.PLAN,
            url=reverse("ico:action_report", args=[signal.action_id]),
        )
    for asked in _escalations(case):
        yield Event(
            asked.asked_at,
            f"Opgeschaald naar {asked.party.name}",
            asked.asked_by.name,
            text=asked.question,
            kind=EventKind.PLAN,
            url=reverse("ico:escalation", args=[asked.pk]),
        )


def _of_regie(case: Case) -> Iterator[Event]:
    named = CaseUserGrant.objects.filter(content_object=case, why="casusregisseur")
    for grant in named.select_related("user", "given_by"):
        yield Event(
            grant.given_at,
            f"{grant.user.name} is {word('casusregisseur')}",
            grant.given_by.name if grant.given_by else "",
            kind=EventKind.ACCESS,
        )


def _of_endings(case: Case) -> Iterator[Event]:
    for ending in case.afschalings.select_related("decided_by", "closing_party"):
        yield Event(
            ending.decided_at,
            f"Afgeschaald namens {ending.closing_party.name}",
            ending.decided_by.name,
        )
        if ending.reopened_at:
            yield Event(
                ending.reopened_at,
                said("{casus.capital_definite} is weer geopend"),
                ending.reopened_by.name if ending.reopened_by else "",
                text=ending.reopened_because,
            )


def _event(at: datetime, title: str, who: str, url: str) -> Event:
    return Event(at, title, who, kind=EventKind.MEETING, url=url)
