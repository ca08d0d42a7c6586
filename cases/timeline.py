"""What happened to a case, as `cases` itself knows it; other rooms tell their own."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from cases import pages
from cases.identity import phase_label
from cases.lifecycle import SHIELDED, Phase
from cases.models import Case, PhaseChange
from cases.pages import Event, EventKind
from house.words import said, word


@pages.happened
def steps(user: User, case: Case) -> list[Event]:
    return [
        Event(change.at, _step(change), change.by.name if change.by else "het systeem")
        for change in case.phasechanges.select_related("by")
    ]


@pages.happened
def principals(user: User, case: Case) -> list[Event]:
    """For whom the work was done, one after another (P-13)."""
    found = case.principals.select_related("party", "answering", "by")
    return [
        Event(one.since, f"Het huis werkt namens {one.said}", one.by.name)
        for one in found
    ]


@pages.happened
def contributions(user: User, case: Case) -> list[Event]:
    given = case.contributions.filter(withdrawn_at=None)
    return [
        Event(
            piece.given_at,
            f"{word('inbreng', 'capital')} van {piece.given_by.name}",
            piece.typed_by.name,
            piece.get_category_display(),
            EventKind.INFORMATION,
        )
        for piece in given.select_related("given_by", "typed_by")
    ]


@pages.happened
def requests(user: User, case: Case) -> list[Event]:
    if not case.has_been(Phase.REGISTRATION):
        return []
    asked = case.completionrequests.select_related("asked_by")
    return [
        Event(
            one.asked_at,
            "Aanvulling gevraagd aan de aanmelder",
            one.asked_by.name,
            one.missing,
            EventKind.INFORMATION,
        )
        for one in asked
    ]


@pages.happened
def openings(user: User, case: Case) -> list[Event]:
    """Why somebody read the case after it was shielded."""
    if not case.has_been(*SHIELDED):
        return []
    return [
        Event(
            one.at,
            "Geopend terwijl het afgeschermd was",
            one.by.name,
            one.reason,
            EventKind.ACCESS,
        )
        for one in case.shieldedopenings.select_related("by")
    ]


def choices(events: Iterable[Event], chosen: str) -> list[dict[str, Any]]:
    """The kinds that occur, each with its number of events; the first is all."""
    counted = Counter(event.kind for event in events)
    kinds = [kind for kind in EventKind if kind in counted]
    return [
        {
            "label": "Alles",
            "url": "?",
            "current": not chosen,
            "count": counted.total(),
        },
        *(
            {
                "label": kind.label,
                "url": f"?soort={kind}",
                "current": chosen == kind,
                "count": counted[kind],
            }
            for kind in kinds
        ),
    ]


def of_kind(events: Iterable[Event], chosen: str) -> list[Event]:
    return [event for event in events if not chosen or event.kind == chosen]


def _step(change: PhaseChange) -> str:
    if change.before == Phase.REGISTRATION and change.after == Phase.INTAKE:
        return said("{aanmelding.capital} verstuurd")
    if change.after == Phase.REGISTRATION:
        return "Terug naar de aanmelder"
    return f"Naar {phase_label(change.after)}"
