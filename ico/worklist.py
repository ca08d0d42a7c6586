"""What meetings, plans and agreements put on the pages of others."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import keys as keys_of_cases
from cases import pages
from cases.lifecycle import Phase
from cases.models import Case
from cases.pages import Coming, Entry, Task
from house import counting
from house.counting import Asked
from house.words import said, word
from ico import keys, standing, work_planning
from ico.agreed import Action
from ico.calls import CallToAccount
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.moments import Availability
from ico.plans import Plan
from ico.signals import Signal
from zvh.guard import announce

MOST = 50
REPORT = said("Meld terug over uw {afspraak}")
SIGNAL = said("Er is een signaal over een {afspraak}")
ASKED = said("Beantwoord een vraag over uw {afspraak}")


@pages.to_do
def to_do(user: User, everybody: bool) -> list[Task]:
    """What waits for this person: for the bureau its cases, for others their own."""
    found = _of_bureau(user, everybody) if user.is_bureau else _of_partner(user)
    return list(found)


@pages.coming
def coming(user: User) -> list[Coming]:
    """The meetings that are planned, for the calendar of Vandaag."""
    if not user.is_bureau:
        return []
    ahead = Meeting.objects.filter(pk__in=keys.ahead(most=5))
    meetings = ahead.in_order().select_related("case")
    return [
        Coming(
            title=f"{word('ico', 'capital')} {meeting.case.number}",
            at=meeting.starts_at,
            url=reverse("ico:meeting", args=[meeting.pk]),
        )
        for meeting in meetings
    ]


@pages.partner_entry
def invited(user: User) -> Entry:
    planned, asked = _own_invitations(user), work_planning.own(user)
    starts = [timezone.localdate(it.meeting.starts_at) for it in planned]
    starts += [it.answer_before for it in asked]
    return Entry(
        "Uw overleggen",
        reverse("ico:invitations"),
        len(planned) + len(asked),
        min(starts, default=None),
    )


@counting.counted("ico:invitations")
def invitations_to_come(user: User) -> Asked | None:
    """As many as the tile of their first page says: one number for one thing."""
    mine = Invitation.objects.addressed_to(user).still_to_come()
    return counting.rows(mine, listed_as="invitations", user=user)


@counting.counted("ico:invitations")
def moments_to_tell(user: User) -> Asked | None:
    mine = Availability.objects.own(user).unanswered()
    return counting.rows(mine, listed_as="availability", user=user)


@counting.counted("ico:own_actions")
def actions_to_do(user: User) -> Asked | None:
    mine = Action.objects.own(user).open()
    return counting.rows(mine, listed_as="actions", user=user)


@pages.partner_entry
def own_actions(user: User) -> Entry:
    due = [action.due_on for action in _own_actions(user)]
    return Entry(
        said("Uw {afspraak.plural}"),
        reverse("ico:own_actions"),
        len(due),
        min(due, default=None),
    )


def _of_bureau(user: User, everybody: bool) -> Iterator[Task]:
    cases = _cases(user, everybody)
    in_ico, monitored = (
        _cases(user, everybody, p) for p in (Phase.ICO, Phase.MONITORING)
    )
    meetings = Meeting.objects.filter(
        pk__in=keys.to_run(of_everybody=everybody)
    ).select_related("case")
    # The nearest of each kind: nobody does more in a day.
    unplanned = standing.without_meeting(Case.objects.filter(pk__in=in_ico))
    to_plan = list(unplanned.select_related("registered_for")[:MOST])
    planned = list(standing.to_prepare(meetings).order_by("starts_at")[:MOST])
    held = list(standing.to_conclude(meetings).order_by("starts_at")[:MOST])
    actions = Action.objects.filter(case__in=cases).overdue()
    late = list(actions.select_related("case", "owner").order_by("due_on")[:MOST])
    dated = Plan.objects.to_follow_up(monitored).order_by("follow_up_on")
    looked_at = list(dated[:MOST])
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
            *(said("Spreek aan op een {afspraak}"), "ico:action_report", action.pk),
            *(action.case, user, about),
            waits=action.owner.name,
            due=action.due_on,
        )


def _cases(user: User, everybody: bool, *phases: Phase) -> Any:
    """The cases that this person leads, by their keys; or all of everybody's."""
    if not everybody:
        return keys_of_cases.to_lead(user, *phases)
    visible = Case.objects.visible_to(user).open()
    return visible.in_phase(*phases) if phases else visible


def _of_planned(meeting: Meeting, user: User, about: dict[UUID, str]) -> Task:
    if meeting.moment[0] <= timezone.now():
        what = "Rond het overleg af"
    elif meeting.needs_replacement:  # type: ignore[attr-defined]
        what = "Nodig een vervanger uit"
    else:
        what = said("Nodig de {partij.plural} uit")
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
    mine = case.is_work_of(user) or user.pk in also
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
    for signal in Signal.objects.visible_to(user).with_who_leads(user):
        yield Task(
            what=SIGNAL,
            url=reverse("ico:action_report", args=[signal.action_id]),
            case_number=signal.action.reference,
            about="",
            waits=signal.action.owner.name,
            due=None,
        )
    for action in _own_actions(user):
        yield Task(
            what=ASKED if action.is_asked else REPORT,  # type: ignore[attr-defined]
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
    waits = CallToAccount.objects.unanswered().filter(action=OuterRef("pk"))
    mine = Action.objects.own(user).open().annotate(is_asked=Exists(waits)).by_date()
    return announce.remembered(("actions", user.pk), lambda: list(mine))
