"""Which of the moments is best, and why: in words, by who can be there."""

from collections.abc import Iterable
from dataclasses import dataclass

from house.words import noun
from ico import bookings
from ico.bookings import Busy
from ico.meetings import Meeting
from ico.moments import Availability, Can, Moment
from ico.rooms import Resource

NO_ANSWER, NO_ANSWERS = "gaf nog geen antwoord", "gaven nog geen antwoord"


@dataclass(frozen=True)
class Weighed:
    """One moment: who of those who must, and of those who may, can be there."""

    moment: Moment
    needed: dict[str, list[str]]
    others: dict[str, list[str]]
    is_free: bool

    @property
    def reason(self) -> str:
        said = [_of_needed(self.needed), _of_others(self.others)]
        if not self.is_free:
            said.append(
                "De voorzitter, de verslaglegger of de ruimte heeft dan intussen een"
                " ander overleg."
            )
        return " ".join(sentence for sentence in said if sentence)

    @property
    def order(self) -> tuple[object, ...]:
        """The lower, the better: it counts who cannot, and compares no persons."""
        needed, others = self.needed, self.others
        return (
            not self.is_free,
            len(needed[Can.NO]),
            len(needed[""]),
            len(needed[Can.IF_NEEDED]),
            len(others[Can.NO]) + len(others[""]),
            self.moment.starts_at,
        )


def weigh(meeting: Meeting) -> list[Weighed]:
    """All moments that are still to come, the best one first."""
    moments = list(meeting.moments.to_come())
    if not moments:
        return []
    asked = list(meeting.availabilities.open().for_list())
    taken = _taken(meeting, moments)
    weighed = [_weighed(moment, asked, taken) for moment in moments]
    return sorted(weighed, key=lambda one: one.order)


def _weighed(
    moment: Moment, asked: Iterable[Availability], taken: list[Busy]
) -> Weighed:
    needed, others = _nobody(), _nobody()
    for one in asked:
        side = needed if one.invitation.is_needed else others
        side[one.says(moment.pk)].append(one.party.name)
    clashes = any(busy.overlaps(moment.starts_at, moment.ends_at) for busy in taken)
    return Weighed(moment, needed, others, not clashes)


def _nobody() -> dict[str, list[str]]:
    return {Can.YES: [], Can.IF_NEEDED: [], Can.NO: [], "": []}


def _taken(meeting: Meeting, moments: list[Moment]) -> list[Busy]:
    whom = {Resource.objects.of(one).number for one in bookings.of(meeting)}
    since = min(moment.starts_at for moment in moments)
    until = max(moment.ends_at for moment in moments)
    return [busy for busy in bookings.busy(since, until) if busy.number in whom]


def _of_needed(needed: dict[str, list[str]]) -> str:
    count = sum(len(names) for names in needed.values())
    if not count:
        return ""
    if len(needed[Can.YES]) + len(needed[Can.IF_NEEDED]) == count:
        if_needed = needed[Can.IF_NEEDED]
        but = f", {_named(if_needed)} als het moet" if if_needed else ""
        return f"Iedereen die erbij moet zijn, kan{but}."
    said = []
    if absent := needed[Can.NO]:
        must, can = ("moet", "kan") if len(absent) == 1 else ("moeten", "kunnen")
        said.append(f"{_named(absent)} {must} erbij zijn en {can} niet.")
    if silent := needed[""]:
        one = len(silent) == 1
        must, gave = ("moet", NO_ANSWER) if one else ("moeten", NO_ANSWERS)
        said.append(f"{_named(silent)} {must} erbij zijn en {gave}.")
    return " ".join(said)


def _of_others(others: dict[str, list[str]]) -> str:
    count = sum(len(names) for names in others.values())
    if not count:
        return ""
    can, silent = len(others[Can.YES]) + len(others[Can.IF_NEEDED]), len(others[""])
    if count == 1:
        what = "kan ook" if can else "kan niet"
        return f"De andere {noun(1, 'partij')} {NO_ANSWER if silent else what}."
    verb = "kan" if can == 1 else "kunnen"
    said = f"Van de {count} andere {noun(count, 'partij')} {verb} er {can}"
    gave = NO_ANSWER if silent == 1 else NO_ANSWERS
    return f"{said}; {silent} {gave}." if silent else f"{said}."


def _named(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} en {names[-1]}"
