"""How cases stand with their meetings, plans and agreements, asked in few queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.models import Case
from ico.agreed import Action
from ico.meetings import Invitation, Meeting
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
    here: dict[str, Any] = {"case": OuterRef("pk")}
    meetings, plans = Meeting.objects.filter(**here), Plan.objects.filter(**here)
    actions = Action.objects.filter(**here).standing()
    ahead = meetings.upcoming()
    without_plan = meetings.held().without_plan().order_by("-starts_at")
    row = (
        Case.objects.filter(pk=case.pk)
        .values(
            planned=Subquery(meetings.planned().in_order().values("pk")[:1]),
            ahead=Subquery(ahead.values("pk")[:1]),
            starts_at=Subquery(ahead.values("starts_at")[:1]),
            was_held=Exists(meetings.held()),
            to_plan=Subquery(without_plan.values("pk")[:1]),
            draft=Subquery(plans.drafts().values("pk")[:1]),
            open=_number(actions.open()),
            late=_number(actions.overdue()),
            done=_number(actions.filter(state=Action.State.DONE)),
        )
        .get()
    )
    told: dict[str, Any] = {**row}
    key, starts_at = told.pop("ahead"), told.pop("starts_at")
    return Standing(ahead=Ahead(key, starts_at) if key else None, **told)


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("case").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())
