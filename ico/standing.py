"""How cases stand with their meetings, plans and agreements, asked in few queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.lifecycle import Phase
from cases.models import Case
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.plans import Plan


@dataclass(frozen=True)
class Ahead:
    """The next meeting."""

    pk: UUID
    starts_at: datetime


@dataclass(frozen=True)
class Standing:
    """What the steps and the panel of a case are chosen by."""

    planned: UUID | None
    ahead: Ahead | None
    was_held: bool
    to_plan: UUID | None
    draft: UUID | None
    open: int
    late: int
    done: int


def of(case: Case) -> Standing:
    """Asked once for the case that a page is about."""
    known: dict[str, Any] = case.__dict__
    if "standing" not in known:
        known["standing"] = _asked(case)
    found: Standing = known["standing"]
    return found


def without_meeting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases in the phase ICO for which nothing is planned or held: 'nog te plannen'."""
    here = Meeting.objects.standing().filter(case=OuterRef("pk"))
    since = here.filter(
        Q(state=Meeting.State.SEEKING) | Q(starts_at__gte=OuterRef("phase_since"))
    )
    return cases.filter(phase=Phase.ICO).exclude(Exists(since))


def to_prepare(meetings: Any) -> QuerySet[Meeting]:
    """Planned, and somebody has yet to be invited; or its hour has come."""
    invited = Invitation.objects.filter(meeting=OuterRef("pk")).standing()
    replaced = Exists(invited.with_replacement())
    waits = replaced | ~Exists(invited) | Exists(invited.unsent())
    planned: QuerySet[Meeting] = meetings.planned().annotate(needs_replacement=replaced)
    return planned.filter(waits | Q(starts_at__lte=timezone.now()))


def to_conclude(meetings: Any) -> QuerySet[Meeting]:
    """Held, and its plan was not made or not established; with its `draft`, if any."""
    newest = Plan.objects.filter(meeting=OuterRef("pk")).newest_first()
    drafts = Plan.objects.filter(case=OuterRef("case")).drafts()
    held: QuerySet[Meeting] = meetings.held().annotate(
        draft=Subquery(newest.values("pk")[:1]),
        state_of_plan=Subquery(newest.values("state")[:1]),
    )
    to_make = Q(draft=None) & ~Exists(drafts)
    return held.filter(to_make | Q(state_of_plan=Plan.State.DRAFT))


def _asked(case: Case) -> Standing:
    """In one question of the owner's functions: a table named is a policy planned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM zvh_how_it_stands(%s)", [case.pk])
        planned, ahead, starts_at, was_held, *rest = cursor.fetchone()
    return Standing(
        planned, Ahead(ahead, starts_at) if ahead else None, bool(was_held), *rest
    )
