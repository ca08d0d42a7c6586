"""The pieces of information about a case, as a table, a plan or a Partij sees them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Contribution, Use
from house import lists
from ico.meetings import Meeting
from ico.plans import Plan, PlanLine, Section

Shown = list[tuple[str, list[dict[str, Any]]]]


def standing(case: Case) -> QuerySet[Contribution]:
    """All that was given and not taken back."""
    found: QuerySet[Contribution] = Contribution.objects.filter(
        case_id=case.pk, withdrawn_at=None
    )
    return found.select_related("given_by", "typed_by").order_by("given_at")


def released_for_plan(case: Case) -> list[Contribution]:
    """What their givers let into the plan, and stand by, by leefgebied."""
    found = standing(case).filter(
        releases__use=Use.PLAN, releases__until=None, contested_at=None
    )
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


def hold(plan: Plan) -> None:
    """Nobody takes back what these lines say until this is done (I-4)."""
    sources = plan.lines.exclude(source=None).values("source")
    rows = Contribution.objects.filter(pk__in=sources).order_by("pk")
    list(rows.select_for_update(no_key=True))


def given_by(user: User, meeting: Meeting) -> list[dict[str, Any]]:
    """What this person's Partij gave; without account, what they gave themselves."""
    own = standing(meeting.case).filter(given_by=user.party)
    if user.is_visitor:
        own = own.filter(typed_by=user)
    labels = _labels()
    return [
        {
            "piece": piece,
            "domain": labels.get(piece.domain, ""),
            "review": piece.reviews.filter(closed_at=None).first(),
            **_state(piece, meeting),
        }
        for piece in own
    ]


def released_to(meeting: Meeting, user: User) -> list[tuple[Contribution, str]]:
    """What others let this Partij read in the meeting, with its leefgebied.

    Who has no account gets what the meeting decides that they need, and no more.
    """
    if user.is_visitor:
        return []
    party = user.party
    found = standing(meeting.case).filter(
        releases__use=Use.ICO,
        releases__source_id=meeting.pk,
        releases__party=party,
        releases__until=None,
        releases__since__lte=timezone.now(),
    )
    labels = _labels()
    others = found.exclude(given_by=party).distinct()
    return [(piece, labels.get(piece.domain, "")) for piece in others]


def by_domain(meeting: Meeting) -> Shown:
    """All pieces under their leefgebied, each with to whom it was released."""
    labels = _labels()
    order = [*labels, ""]
    found = standing(meeting.case).prefetch_related(
        *("releases__party", "releases__opened_by", "releases__consulted"),
        "reviews",
    )
    ordered = sorted(found, key=lambda piece: _place(piece.domain, order))
    return [
        (labels.get(domain, "Algemeen"), _shown(group, meeting))
        for domain, group in groupby(ordered, key=lambda piece: piece.domain)
    ]


def for_all(shown: Shown, there: set[UUID]) -> tuple[Shown, int]:
    """What every Partij that is there may read, and how much that leaves out.

    On a wall all read the same (I-3, I-5).
    """
    told = [
        (title, [one for one in group if _is_for_all(one, there)])
        for title, group in shown
    ]
    count = sum(len(group) for _, group in shown)
    return told, count - sum(len(group) for _, group in told)


def _is_for_all(one: dict[str, Any], there: set[UUID]) -> bool:
    piece = one["piece"]
    reading = one["readers"] | {piece.given_by_id}
    is_open = not one["anew"] and piece.contested_at is None
    return is_open and bool(one["readers"]) and there <= reading


def _labels() -> dict[str, str]:
    return lists.all_labels("leefgebieden")


def _place(domain: str, order: list[str]) -> int:
    return order.index(domain) if domain in order else len(order)


def _shown(pieces: Iterable[Contribution], meeting: Meeting) -> list[dict[str, Any]]:
    return [{"piece": piece, **_released(piece, meeting)} for piece in pieces]


def _released(piece: Contribution, meeting: Meeting) -> dict[str, Any]:
    running = [it for it in piece.releases.all() if it.until is None]
    here = [it for it in running if it.source_id == meeting.pk and it.use == Use.ICO]
    now = timezone.now()
    return {
        "parties": sorted({it.party.name for it in here}),
        "readers": {it.party_id for it in here if it.since <= now},
        # The second key was not turned, and the table has not met yet (I-5).
        "waits": bool(here) and all(it.since > now for it in here),
        "opened": next((it for it in here if it.opened_by_id), None),
        "in_plan": any(it.use == Use.PLAN for it in running),
        # Until it was judged for the new goal nobody reads it (O-10).
        "anew": any(it.closed_at is None for it in piece.reviews.all()),
    }


def _state(piece: Contribution, meeting: Meeting) -> dict[str, bool]:
    running = piece.releases.filter(until=None)
    return {
        "is_released": running.filter(use=Use.ICO, source_id=meeting.pk).exists(),
        "is_in_plan": running.filter(use=Use.PLAN).exists(),
    }
