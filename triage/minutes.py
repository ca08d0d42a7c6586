"""The minutes of a weging: they grow with each act, and are kept as long as the cases.

Nothing is written for them alone: who came, what was decided and what was taken back
stand in their own rows, and go with the case (W-4, S-3).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from triage import summary
from triage.models import AgendaItem, TriageDecision, TriageMeeting
from triage.summary import Row


@dataclass(frozen=True)
class Said:
    """One thing that happened with a case, at its moment."""

    at: datetime | None
    title: str
    who: str
    text: str
    taken_back_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A case in the minutes, with what was decided about it in order."""

    row: Row
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Minutes:
    """Who was there, and what was decided about what this person may see."""

    entries: list[Entry]
    present: list[Any]
    absent: list[Any]


def of(meeting: TriageMeeting, user: User) -> Minutes:
    rows = summary.rows(meeting, user)
    decided = _decided(meeting, user)
    entries = [Entry(row, _said(row.item, decided[row.item.case_id])) for row in rows]
    asked = list(meeting.invitations.by_name())
    present = [it for it in asked if it.came_at]
    # Where nobody noted who came, nobody can be said to have stayed away.
    away = [it for it in asked if not it.came_at and it.ended_at is None]
    return Minutes(entries=entries, present=present, absent=away if present else [])


def unsaid(meeting: TriageMeeting) -> list[str]:
    """What nobody can add any more once it is closed."""
    came = any(it.came_at for it in meeting.invitations.by_name())
    return [
        *([] if meeting.chair_id else ["wie voorzat"]),
        *([] if came else ["wie er was"]),
    ]


def _decided(meeting: TriageMeeting, user: User) -> dict[Any, list[TriageDecision]]:
    found = TriageDecision.objects.visible_to(user).filter(meeting=meeting)
    by_case: dict[Any, list[TriageDecision]] = defaultdict(list)
    for decision in found.select_related("by", "on_behalf_of").order_by("at"):
        by_case[decision.case_id].append(decision)
    return by_case


def _said(item: AgendaItem, decided: list[TriageDecision]) -> list[Said]:
    told = [
        Said(
            one.at,
            one.outcome_name,
            f"{one.by.name} namens {one.on_behalf_of.name}",
            one.motivation,
            one.taken_back_at,
        )
        for one in decided
    ]
    if item.state == AgendaItem.State.DEFERRED:
        told.append(Said(None, "Aangehouden", "", f"Nog nodig: {item.still_needed}"))
    return told
