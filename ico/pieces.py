"""The pieces of information about a case, as a table, a plan or a Partij sees them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from accounts.models import Party
from cases.models import Case, Contribution, Use
from house import profile
from ico.plans import Plan, PlanLine, Section


def standing(case: Case) -> QuerySet[Contribution]:
    """All that was given and not taken back."""
    found: QuerySet[Contribution] = Contribution.objects.filter(
        case_id=case.pk, withdrawn_at=None
    )
    return found.select_related("given_by", "typed_by").order_by("given_at")


def released_for_plan(case: Case) -> list[Contribution]:
    """What their givers let into the plan, by leefgebied."""
    found = standing(case).filter(releases__use=Use.PLAN, releases__until=None)
    return sorted(found.distinct(), key=lambda piece: (piece.domain, piece.given_at))


def left_out_of_plan(case: Case) -> list[Contribution]:
    """What the table may have heard, and the plan may not say."""
    inside = {piece.pk for piece in released_for_plan(case)}
    return [piece for piece in standing(case) if piece.pk not in inside]


def no_longer_released(plan: Plan) -> list[PlanLine]:
    """Lines whose giver took the piece back, or no longer lets a plan say it (I-4)."""
    released = {piece.pk for piece in released_for_plan(plan.case)}
    told = plan.lines.in_order().filter(section=Section.PICTURE)
    return [
        line
        for line in told.exclude(owner=None)
        if line.source_id is None or line.source_id not in released
    ]


def of_party(case: Case, party: Party) -> list[dict[str, Any]]:
    """What one Partij gave, and for what it released it."""
    labels = _labels()
    return [
        {"piece": piece, "domain": labels.get(piece.domain, ""), **_state(piece)}
        for piece in standing(case).filter(given_by=party)
    ]


def released_to(case: Case, party: Party) -> list[tuple[Contribution, str]]:
    """What others let this Partij read in the meeting, with its leefgebied."""
    found = standing(case).filter(
        releases__use=Use.ICO, releases__party=party, releases__until=None
    )
    labels = _labels()
    others = found.exclude(given_by=party).distinct()
    return [(piece, labels.get(piece.domain, "")) for piece in others]


def by_domain(case: Case) -> list[tuple[str, list[dict[str, Any]]]]:
    """All pieces under their leefgebied, each with to whom it was released."""
    labels = _labels()
    order = [*labels, ""]
    found = standing(case).prefetch_related("releases__party")
    ordered = sorted(found, key=lambda piece: _place(piece.domain, order))
    return [
        (labels.get(domain, "Algemeen"), _shown(group))
        for domain, group in groupby(ordered, key=lambda piece: piece.domain)
    ]


def _labels() -> dict[str, str]:
    return dict(profile.active().choices("leefgebieden"))


def _place(domain: str, order: list[str]) -> int:
    return order.index(domain) if domain in order else len(order)


def _shown(pieces: Iterable[Contribution]) -> list[dict[str, Any]]:
    return [{"piece": piece, **_released(piece)} for piece in pieces]


def _released(piece: Contribution) -> dict[str, Any]:
    running = [it for it in piece.releases.all() if it.until is None]
    return {
        "parties": sorted({it.party.name for it in running if it.use == Use.ICO}),
        "in_plan": any(it.use == Use.PLAN for it in running),
    }


def _state(piece: Contribution) -> dict[str, bool]:
    uses = set(piece.releases.filter(until=None).values_list("use", flat=True))
    return {"is_released": Use.ICO in uses, "is_in_plan": Use.PLAN in uses}
