"""What the rooms above tell the house of itself: what a change does there (ADR 23).

    @neighbours.tells("triage", wakes="agenda")
    def planned(user, before, after) -> Iterable[Consequence]: ...

A room says what would become otherwise with another profile, before it is saved, and
which of its jobs is to be woken afterwards. The change itself is state: a job that is
not woken finds it at its next tick.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from house.profile import Profile
from zvh.guard import jobs


@dataclass(frozen=True)
class Consequence:
    """One sentence about what becomes otherwise, and where it can be seen."""

    text: str
    url: str = ""
    warns: bool = False


Offer = Callable[[], list[tuple[str, str]]]
Teller = Callable[[Any, Profile, Profile], Iterable[Consequence]]
_tellers: dict[str, list[Teller]] = {}
_wakes: dict[str, list[str]] = {}
_offers: dict[str, Offer] = {}


def tells(part: str, *, wakes: str = "") -> Callable[[Teller], Teller]:
    """Register what a room says of a change in this part of the profile."""

    def register(teller: Teller) -> Teller:
        _tellers.setdefault(part, []).append(teller)
        if wakes:
            _wakes.setdefault(part, []).append(wakes)
        return teller

    return register


def consequences(
    part: str, user: Any, before: Profile, after: Profile
) -> list[Consequence]:
    """What the rooms say of this change."""
    several = (tell(user, before, after) for tell in _tellers.get(part, ()))
    return [one for each in several for one in each]


def wake(part: str) -> None:
    """Have the jobs look that this part of the profile is the business of."""
    for name in _wakes.get(part, ()):
        jobs.wake(name)


def offers(what: str) -> Callable[[Offer], Offer]:
    """Register who knows what there is to choose from: 'parties', 'categories'."""

    def register(ask: Offer) -> Offer:
        _offers[what] = ask
        return ask

    return register


def offered(what: str) -> list[tuple[str, str]]:
    """What a room has on offer, as choices; nothing where no room knows."""
    ask = _offers.get(what)
    return ask() if ask else []
