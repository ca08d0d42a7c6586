"""What meetings, plans and agreements put on the pages of others."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import pages
from cases import rules as case_rules
from cases.lifecycle import Phase
from cases.models import Case, CaseUserGrant
from cases.pages import Coming, Entry, Event, EventKind, Panel, Step, Task
from house.words import word
from ico import rules
from ico.agreed import Action
from ico.meetings import Invitation, Meeting, without_meeting
from ico.plans import Plan
from zvh.guard.rules import allows


@pages.to_do
def to_do(user: User) -> list[Task]:
    """What waits for this person: for the bureau its cases, for others their own."""
    found = _of_bureau(user) if user.is_bureau else _of_partner(user)
    return list(found)


@pages.coming
def coming(user: User) -> list[Coming]:
    """The meetings that are planned, for the calendar of Vandaag."""
    if not user.is_bureau:
        return []
    cases = Case.objects.visible_to(user).open()
    meetings = Meeting.objects.filter(case__in=cases).upcoming().select_related("case")
    return [
        Coming(
            title=f"{word('ico', 'capital')} {meeting.case.number}",
            at=meeting.starts_at,
            url=reverse("ico:meeting", args=[meeting.pk]),
        )
        for meeting in meetings[:5]
    ]


@pages.partner_entry
def own_meetings(user: User) -> Entry:
    planned = _own_invitations(user)
    starts = [timezone.localdate(it.meeting.starts_at) for it in planned]
    return Entry(
        "Uw overleggen",
        reverse("ico:invitations"),
        len(planned),
        min(starts, default=None),
    )


@pages.partner_entry
def own_actions(user: User) -> Entry:
    due = [action.due_on for action in Action.objects.own(user).open()]
    return Entry(
        "Uw afspraken", reverse("ico:own_actions"), len(due), min(due, default=None)
    )


@pages.next_step(order=30)
def next_step(user: User, case: Case) -> Step | None:
    """From meeting to plan, and from plan to its end."""
    if case.phase == Phase.AFSCHALING:
        return _reopening(user, case)
    if case.phase not in rules.MEETS_IN or not user.is_bureau:
        return None
    return _meeting_step(case) or _plan_step(case) or _first_step(user, case)


@pages.panel(order=30)
def panel(user: User, case: Case) -> Panel | None:
    """What is the goal, what was agreed and how does it stand, what comes next."""
    plan = case.plans.newest_first().first()
    meeting = case.meetings.upcoming().first()
    if plan is None and meeting is None and case.phase not in rules.MEETS_IN:
        return None
    actions = case.actions.standing()
    context = {
        "case": case,
        "plan": plan,
        "meeting": meeting,
        "open": actions.open().count(),
        "late": actions.overdue().count(),
        "done": actions.filter(state=Action.State.DONE).count(),
        "lacks_regie": _lacks_regie(case),
    }
    return Panel(
        "Plan en afspraken",
        "ico/_panel.html",
        context,
        url=reverse("ico:case_plan", args=[case.pk]),
    )


@pages.happened
def happened(user: User, case: Case) -> list[Event]:
    return [
        *_of_meetings(case),
        *_of_plans(case),
        *_of_reports(case),
        *_of_regie(case),
        *_of_endings(case),
    ]


def _of_bureau(user: User) -> Iterator[Task]:
    cases = Case.objects.visible_to(user).open()
    to_plan = without_meeting(cases).select_related("registered_for")
    meetings = Meeting.objects.filter(case__in=cases).select_related("case")
    planned, held = list(meetings.planned()), list(meetings.held())
    late = (
        Action.objects.filter(case__in=cases).overdue().select_related("case", "owner")
    )
    about = pages.about(
        {*to_plan, *(it.case for it in planned + held), *(it.case for it in late)}
    )
    for case in to_plan:
        yield _task(
            *(f"Plan {word('ico')}", "ico:plan_meeting", case.pk, case, user, about),
            waits=case.registered_for.name,
        )
    for meeting in planned:
        yield from _of_planned(meeting, user, about)
    for meeting in held:
        yield from _of_held(meeting, user, about)
    for action in late:
        yield _task(
            *("Spreek aan op een afspraak", "ico:action_report", action.pk),
            *(action.case, user, about),
            waits=action.owner.name,
            due=action.due_on,
        )


def _of_planned(meeting: Meeting, user: User, about: dict[UUID, str]) -> Iterator[Task]:
    invited = meeting.invitations.standing()
    if meeting.starts_at <= timezone.now():
        what = "Rond het overleg af"
    elif not invited.exists() or invited.unsent().exists():
        what = "Nodig de Partijen uit"
    else:
        return
    yield _task(
        *(what, "ico:meeting", meeting.pk, meeting.case, user, about),
        due=meeting.starts_at,
        also=(meeting.chair_id, meeting.writer_id),
    )


def _of_held(meeting: Meeting, user: User, about: dict[UUID, str]) -> Iterator[Task]:
    plan = meeting.plans.newest_first().first()
    if plan is None and not meeting.case.plans.drafts().exists():
        what, name, key = "Maak het plan", "ico:build_plan", meeting.pk
    elif plan is not None and plan.is_draft:
        what, name, key = "Stel het plan vast", "ico:plan", plan.pk
    else:
        return
    yield _task(what, name, key, meeting.case, user, about, also=(meeting.writer_id,))


def _task(
    what: str,
    name: str,
    key: UUID,
    case: Case,
    user: User,
    about: dict[UUID, str],
    *,
    waits: str = "",
    due: Any = None,
    also: tuple[UUID, ...] = (),
) -> Task:
    mine = case.coordinator_id in (None, user.pk) or user.pk in also
    return Task(
        what=what,
        url=reverse(name, args=[key]),
        case_number=case.number or "",
        about=about.get(case.pk, ""),
        waits=waits,
        due=due,
        mine=mine,
    )


def _of_partner(user: User) -> Iterator[Task]:
    for invitation in _own_invitations(user):
        if not invitation.answer:
            yield Task(
                what="Laat weten of u komt",
                url=reverse("ico:invitation", args=[invitation.pk]),
                case_number=invitation.case.number or "",
                about="",
                waits="",
                due=invitation.meeting.starts_at,
            )
    for action in Action.objects.own(user).open().by_date():
        yield Task(
            what="Meld terug over uw afspraak",
            url=reverse("ico:action_report", args=[action.pk]),
            case_number=action.reference,
            about="",
            waits="",
            due=action.due_on,
        )


def _own_invitations(user: User) -> list[Invitation]:
    mine = Invitation.objects.visible_to(user).filter(
        user=user, meeting__state=Meeting.State.PLANNED
    )
    return list(mine.sent().select_related("meeting", "case"))


def _reopening(user: User, case: Case) -> Step | None:
    if not allows(case_rules.reopen, user, case):
        return None
    return Step("Open de casus weer", reverse("ico:reopen", args=[case.pk]))


def _meeting_step(case: Case) -> Step | None:
    meeting = case.meetings.planned().in_order().first()
    if meeting is None:
        return None
    return Step("Open het overleg", reverse("ico:meeting", args=[meeting.pk]))


def _plan_step(case: Case) -> Step | None:
    if draft := case.plans.drafts().first():
        return Step(
            "Lees het concept van het plan", reverse("ico:plan", args=[draft.pk])
        )
    held = case.meetings.held().filter(plans=None).last()
    if held is not None:
        return Step("Maak het plan", reverse("ico:build_plan", args=[held.pk]))
    return None


def _first_step(user: User, case: Case) -> Step | None:
    if case.phase == Phase.ICO:
        label = f"Plan {word('ico')}"
        return Step(label, reverse("ico:plan_meeting", args=[case.pk]))
    return Step("Bekijk de afspraken", reverse("ico:case_plan", args=[case.pk]))


def _lacks_regie(case: Case) -> bool:
    """A case that was at the table and has nobody who leads it is a fault (O-9)."""
    if case.casusregisseur_id or case.phase not in rules.MEETS_IN:
        return False
    return bool(case.phase == Phase.MONITORING or case.meetings.held().exists())


def _of_meetings(case: Case) -> Iterator[Event]:
    for meeting in case.meetings.select_related("chair"):
        url = reverse("ico:meeting", args=[meeting.pk])
        yield _event(meeting.first_processed_at, "Overleg gepland", "", url)
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
        yield Event(
            action.reported_at,
            f"Teruggemeld over een afspraak: {action.get_state_display().lower()}",
            action.reported_by.name if action.reported_by else "",
            text=action.report,
            kind=EventKind.PLAN,
            url=reverse("ico:action_report", args=[action.pk]),
        )


def _of_regie(case: Case) -> Iterator[Event]:
    named = CaseUserGrant.objects.filter(content_object=case, why="casusregisseur")
    for grant in named.select_related("user", "given_by"):
        yield Event(
            grant.given_at,
            f"{grant.user.name} is casusregisseur",
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
                "De casus is weer geopend",
                ending.reopened_by.name if ending.reopened_by else "",
                text=ending.reopened_because,
            )


def _event(at: datetime, title: str, who: str, url: str) -> Event:
    return Event(at, title, who, kind=EventKind.MEETING, url=url)
