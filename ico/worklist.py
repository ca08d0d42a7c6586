"""What meetings, plans and agreements put on the pages of others."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import pages
from cases.models import Case
from cases.pages import Coming, Entry, Task
from house.words import word
from ico import standing
from ico.agreed import Action
from ico.meetings import Invitation, Meeting, without_meeting
from ico.plans import Plan
from zvh.guard import announce

MOST = 50


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
def invited(user: User) -> Entry:
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
    due = [action.due_on for action in _own_actions(user)]
    return Entry(
        "Uw afspraken", reverse("ico:own_actions"), len(due), min(due, default=None)
    )


def _of_bureau(user: User) -> Iterator[Task]:
    cases = Case.objects.visible_to(user).open()
    to_plan = _first(without_meeting(cases).select_related("registered_for"), user)
    meetings = Meeting.objects.filter(case__in=cases).select_related("case")
    planned = _first(standing.to_prepare(meetings), user, "starts_at", case="case__")
    held = _first(standing.to_conclude(meetings), user, "starts_at", case="case__")
    overdue = Action.objects.filter(case__in=cases).overdue()
    overdue = overdue.select_related("case", "owner")
    late = _first(overdue, user, "due_on", case="case__")
    looked_at = _first(
        Plan.objects.to_follow_up(cases), user, "follow_up_on", case="case__"
    )
    rows = (*planned, *held, *late, *looked_at)
    about = pages.about({*to_plan, *(row.case for row in rows)})
    for case in to_plan:
        yield _task(
            *(f"Plan {word('ico')}", "ico:plan_meeting", case.pk, case, user, about),
            waits=case.registered_for.name,
        )
    for meeting in planned:
        yield _of_planned(meeting, user, about)
    for meeting in held:
        yield _of_held(meeting, user, about)
    for plan in looked_at:
        yield _task(
            *("Bekijk hoe het staat", "ico:case_plan", plan.case_id),
            *(plan.case, user, about),
            due=plan.follow_up_on,
        )
    for action in late:
        yield _task(
            *("Spreek aan op een afspraak", "ico:action_report", action.pk),
            *(action.case, user, about),
            waits=action.owner.name,
            due=action.due_on,
        )


def _first(found: QuerySet[Any], user: User, *order: str, case: str = "") -> list[Any]:
    """Some of many, their own first: nobody does more in a day."""
    leads = f"{case}coordinator"
    own = Q(**{leads: user}) | Q(**{leads: None})
    if found.model is Meeting:
        own |= Q(chair=user) | Q(writer=user)
    first = ExpressionWrapper(own, output_field=BooleanField())
    return list(found.order_by(first.desc(), *order, "pk")[:MOST])


def _of_planned(meeting: Meeting, user: User, about: dict[UUID, str]) -> Task:
    if meeting.starts_at <= timezone.now():
        what = "Rond het overleg af"
    elif meeting.needs_replacement:  # type: ignore[attr-defined]
        what = "Nodig een vervanger uit"
    else:
        what = "Nodig de Partijen uit"
    return _task(
        *(what, "ico:meeting", meeting.pk, meeting.case, user, about),
        due=meeting.starts_at,
        also=(meeting.chair_id, meeting.writer_id),
    )


def _of_held(meeting: Meeting, user: User, about: dict[UUID, str]) -> Task:
    draft: UUID | None = meeting.draft  # type: ignore[attr-defined]
    if draft is None:
        what, name, key = "Maak het plan", "ico:build_plan", meeting.pk
    else:
        what, name, key = "Stel het plan vast", "ico:plan", draft
    return _task(what, name, key, meeting.case, user, about, also=(meeting.writer_id,))


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
    for action in _own_actions(user):
        yield Task(
            what="Meld terug over uw afspraak",
            url=reverse("ico:action_report", args=[action.pk]),
            case_number=action.reference,
            about="",
            waits="",
            due=action.due_on,
        )


# A partner's first page shows them twice: counted, and as what there is to do.
def _own_invitations(user: User) -> list[Invitation]:
    mine = Invitation.objects.addressed_to(user).still_to_come()
    return announce.remembered(("invitations", user.pk), lambda: list(mine))


def _own_actions(user: User) -> list[Action]:
    mine = Action.objects.own(user).open().by_date()
    return announce.remembered(("actions", user.pk), lambda: list(mine))
