"""The plan on paper, as PDF and in Word: in the house's letter, marked confidential."""

from itertools import groupby
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases import identity
from house import lists, profile
from ico import pieces, sharing
from ico.developments import leader_of
from ico.plans import Plan, PlanLine, Section
from zvh.lib import pdf, word

FIRST = 10  # agreements that fit on one page


def plan_pdf(plan: Plan, *, by: User) -> bytes:
    """One version of the plan, as this reader may see it."""
    return pdf.render("ico/plan_pdf.html", _paper(plan, by))


def plan_word(plan: Plan, *, by: User) -> bytes:
    """The same, from the same page, for who works on in Word (F-2)."""
    return word.render("ico/plan_pdf.html", _paper(plan, by))


def plan_summary(plan: Plan, *, by: User) -> bytes:
    """One page of it: the goal, who leads, and what is due first."""
    paper = _paper(plan, by)
    due = [action for action in paper["actions"] if action.is_open]
    lengths = range(min(FIRST, len(due)), -1, -1)
    contexts = (
        paper | {"first": due[:shown], "later": len(due) - shown} for shown in lengths
    )
    return pdf.render_one_page("ico/plan_summary_pdf.html", contexts)


def _paper(plan: Plan, by: User) -> dict[str, Any]:
    return plan_context(plan, by=by) | {
        "house": profile.active(),
        "reference": plan.case.number,
        "printed_by": by.name,
        "printed_at": timezone.now(),
    }


def plan_context(plan: Plan, *, by: User) -> dict[str, Any]:
    """The plan as it reads: goal, what we know, think and do, and when it is enough."""
    labels = lists.all_labels("leefgebieden")
    picture = _picture(plan)
    return {
        "plan": plan,
        "case": plan.case,
        # What was established says who led then.
        "leader": leader_of(plan.case) if plan.is_draft else plan.casusregisseur,
        "about": _whom(plan),
        "table": list(plan.lines.of(Section.TABLE)),
        "domains": [
            (labels.get(domain, "Algemeen"), list(lines))
            for domain, lines in groupby(picture, key=lambda line: line.domain)
        ],
        "reads_table": by.is_bureau or sharing.sat_at(plan.meeting_id),
        "criteria": list(plan.lines.of(Section.CRITERION)),
        "actions": plan.case.actions.up_to(plan).by_date(),
        "today": timezone.localdate(),
    }


def _picture(plan: Plan) -> list[PlanLine]:
    lines = list(plan.lines.of(Section.PICTURE))
    if not plan.is_draft:
        return lines
    # What a giver took back goes at once, not only when the plan is established.
    gone = {line.pk for line in pieces.no_longer_released(plan)}
    return [line for line in lines if line.pk not in gone]


def _whom(plan: Plan) -> str:
    return ", ".join(person.full_name for person in identity.betrokkenen(plan.case))
