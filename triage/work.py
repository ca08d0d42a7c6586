"""What the weging shows on the pages of a case, on Vandaag and to the sender."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import identity, pages
from cases.lifecycle import Phase
from cases.models import Case
from cases.pages import Assigned, Event, EventKind, Notice, Panel, Step, Task
from house import counting
from house.words import word
from triage import advising, listing, rules, summary
from triage.decisions import Outcome
from triage.models import (
    AgendaItem,
    PurposeDecision,
    RelevantParty,
    TriageDecision,
    TriageMeeting,
)
from triage.outcomes import SUPPORT_TERM
from zvh.guard.rules import allows
from zvh.lib.dates import in_full, short


@pages.to_do
def registrations(user: User, everybody: bool) -> list[Task]:
    """What the intake of each registration waits for."""
    if not user.is_procescoordinator:
        return []
    return [
        Task(
            what=row.what,
            url=row.url,
            case_number=row.case.number or "",
            about=row.about,
            waits=f"{row.case.registered_for.name} wacht",
            due=row.due,
            mine=row.case.is_work_of(user),
        )
        for row in listing.to_judge(user)
    ]


@pages.to_do
def decided(user: User, everybody: bool) -> list[Task]:
    """What was decided and not told yet; and each four weeks: can support end?"""
    if not user.is_procescoordinator:
        return []
    waiting = listing.decided_and_waiting(user)
    about = identity.in_short(waiting)
    return [_after_deciding(user, case, about.get(case.pk, "")) for case in waiting]


@pages.to_do
def meetings(user: User, everybody: bool) -> list[Task]:
    """Agendas to send and wegingen to close; for a participant, an agenda to read."""
    if user.is_bureau:
        waiting = list(TriageMeeting.objects.open().by_date())
        closes = _to_close(waiting) if user.is_procescoordinator else []
        return [*_to_send(waiting), *closes]
    running = TriageMeeting.objects.visible_to(user).waiting_to_be_closed()
    return [
        _task("Bekijk de agenda", meeting, due=meeting.starts_at)
        for meeting in running.by_date()
    ]


@counting.counted("triage:current")
def to_weigh(user: User) -> counting.Asked | None:
    """What the coming weging decides on; what is for a later one does not press."""
    if not user.is_bureau:
        return None
    return counting.Asked("SELECT zvh_to_weigh(%s)", [counting.MOST])


@pages.next_step(order=20)
def step(user: User, case: Case) -> Step | None:
    """The one thing to do now in intake, weging or support."""
    made = {
        Phase.INTAKE: _intake_step,
        Phase.TRIAGE: _weging_step,
        Phase.SUPPORT: _support_step,
    }.get(Phase(case.phase))
    if made is None or not user.is_procescoordinator:
        return None
    return made(user, case)


@pages.panel(order=10)
def decision(user: User, case: Case) -> Panel | None:
    """How the weging decided, and for an ICO what it is for."""
    found = summary.decision_of(case)
    if found is None:
        return None
    return Panel(
        f"Besluit van {word('weging', 'definite')}",
        "triage/_decision.html",
        {
            "decision": found,
            "themes": summary.themes_of(found),
            "needed": summary.needed_at(found),
        },
    )


@pages.panel(order=20)
def support(user: User, case: Case) -> Panel | None:
    """The last notes of bilateral support."""
    if not case.has_been(Phase.SUPPORT):
        return None
    notes = list(case.supportnotes.select_related("by").order_by("-at")[:3])
    if not notes and case.phase != Phase.SUPPORT:
        return None
    may_note = allows(rules.support, user, case)
    url = reverse("triage:support", args=[case.pk]) if may_note else None
    return Panel("Ondersteuning", "triage/_support_notes.html", {"notes": notes}, url)


@pages.assigns
def for_the_first_table(case: Case) -> Assigned | None:
    """What the weging set for the meeting that it asks for (W-3)."""
    found = summary.decision_of(case)
    if found is None or found.outcome != Outcome.ICO:
        return None
    relevant = RelevantParty.objects.filter(decision=found)
    grounds = dict(relevant.values_list("party", "ground"))
    return Assigned(str(found.goal), list(found.themes), grounds)


@pages.happened
def purpose(user: User, case: Case) -> list[Event]:
    return [
        Event(one.at, _purpose_title(one), one.by.name, one.motivation)
        for one in case.purposedecisions.select_related("by", "on_behalf_of")
    ]


@pages.happened
def agendas(user: User, case: Case) -> list[Event]:
    """On which agendas the case stood, and what was still needed."""
    items = case.agendaitems.select_related("meeting", "deferred_from")
    return [
        Event(
            item.first_processed_at,
            f"Op de agenda van {in_full(item.meeting.date)}",
            "het systeem",
            _deferred(item),
            EventKind.MEETING,
        )
        for item in items
    ]


@pages.happened
def outcomes(user: User, case: Case) -> list[Event]:
    decided = case.triagedecisions.select_related("by")
    return [
        Event(
            one.at,
            f"Besluit: {one.outcome_name}{_taken_back(one)}",
            one.by.name,
            one.motivation,
            EventKind.MEETING,
        )
        for one in decided
    ]


@pages.happened
def notes(user: User, case: Case) -> list[Event]:
    if not case.has_been(Phase.SUPPORT):
        return []
    return [
        Event(note.at, "Ondersteuning", note.by.name, note.text, EventKind.INFORMATION)
        for note in case.supportnotes.select_related("by")
    ]


@pages.sender_notice
def advice(user: User, case: Case) -> Notice | None:
    """The advice, for as long as it is kept."""
    found = case.advices.filter(sent_at__isnull=False).first()
    if found is None or case.advice_until is None:
        return None
    last_day = case.advice_until - timedelta(days=1)
    context = {"advice": found, "last_day": last_day}
    return Notice("Er is een advies", "triage/_advice_notice.html", context)


def _after_deciding(user: User, case: Any, about: str) -> Task:
    helps = case.advice_key is None
    return Task(
        what="Kan de ondersteuning eindigen?" if helps else advising.ADVISE,
        url=reverse("triage:support", args=[case.pk])
        if helps
        else reverse("triage:write_advice", args=[case.advice_key]),
        case_number=case.number or "",
        about=about,
        waits="" if helps else "de aanmelder wacht",
        due=case.since + SUPPORT_TERM if helps else None,
        mine=case.is_work_of(user),
    )


def _to_send(waiting: list[TriageMeeting]) -> list[Task]:
    now, today = timezone.now(), timezone.localdate()
    return [
        _task("Verstuur de agenda", meeting, due=meeting.sends_at)
        for meeting in waiting
        if meeting.agenda_sent_at is None
        and meeting.date >= today
        and meeting.closes_at <= now
    ]


def _to_close(waiting: list[TriageMeeting]) -> list[Task]:
    return [
        _task("Sluit het overleg", meeting, due=meeting.date)
        for meeting in waiting
        if meeting.is_running and meeting.starts_at <= timezone.now()
    ]


def _task(what: str, meeting: TriageMeeting, *, due: date | datetime) -> Task:
    return Task(
        what=what,
        url=reverse("triage:meeting", args=[meeting.pk]),
        case_number="",
        about=f"{word('weging', 'capital')} van {short(meeting.date)}",
        waits="",
        due=due,
    )


def _intake_step(user: User, case: Case) -> Step:
    waiting = listing.next_step(case)
    return Step(waiting.what, waiting.url)


def _weging_step(user: User, case: Case) -> Step | None:
    if unsent := listing.unsent_advice(case):
        return Step(*advising.step_of(unsent))
    item = listing.open_item(case)
    if item is None:
        return None
    label = (
        "Neem een besluit"
        if item.meeting.is_running
        else f"Bekijk voor {word('weging', 'definite')}"
    )
    note = f"{word('weging', 'capital_definite')} is op {in_full(item.meeting.date)}."
    return Step(label, reverse("triage:item", args=[item.pk]), note)


def _support_step(user: User, case: Case) -> Step:
    return Step("Leg ondersteuning vast", reverse("triage:support", args=[case.pk]))


def _purpose_title(decided: PurposeDecision) -> str:
    outcome = ", ".join(decided.grounds) if decided.fits else "past niet"
    return f"Doel getoetst namens {decided.on_behalf_of.name}: {outcome}"


def _deferred(item: AgendaItem) -> str:
    if item.state == AgendaItem.State.DEFERRED:
        return f"Aangehouden. Nog nodig: {item.still_needed}"
    if item.deferred_from:
        return f"Doorgeschoven van {in_full(item.deferred_from.date)}."
    return ""


def _taken_back(decided: TriageDecision) -> str:
    return " (herzien)" if decided.taken_back_at else ""
