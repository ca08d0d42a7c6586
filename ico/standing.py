"""How a case stands with its meetings, plans and agreements, asked in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case
from ico.agreed import Action
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
    key, starts_at = row.pop("ahead"), row.pop("starts_at")
    return Standing(ahead=Ahead(key, starts_at) if key else None, **row)


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("case").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())
