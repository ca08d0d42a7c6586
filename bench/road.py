"""How far each invented case has come, and when it passed where."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from cases.lifecycle import Phase
from zvh.lib.dates import add_months

# Of a thousand cases. What waits at the front is as long in every house: each
# has one weging a week, which takes some twenty cases.
SHARES = {
    Phase.REGISTRATION: 10,
    Phase.INTAKE: 8,
    Phase.TRIAGE: 6,
    Phase.ADVISED: 6,
    Phase.SUPPORT: 60,
    Phase.ICO: 120,
    Phase.MONITORING: 410,
    Phase.AFSCHALING: 190,
    Phase.CLOSED: 190,
}
MOST = {Phase.REGISTRATION: 200, Phase.INTAKE: 60, Phase.TRIAGE: 20}
ROADS = {
    Phase.REGISTRATION: (),
    Phase.INTAKE: (Phase.INTAKE,),
    Phase.TRIAGE: (Phase.INTAKE, Phase.TRIAGE),
    Phase.ADVISED: (Phase.INTAKE, Phase.TRIAGE, Phase.ADVISED),
    Phase.SUPPORT: (Phase.INTAKE, Phase.TRIAGE, Phase.SUPPORT),
    Phase.ICO: (Phase.INTAKE, Phase.TRIAGE, Phase.ICO),
    Phase.MONITORING: (Phase.INTAKE, Phase.TRIAGE, Phase.ICO, Phase.MONITORING),
}
ROADS[Phase.AFSCHALING] = (*ROADS[Phase.MONITORING], Phase.AFSCHALING)
ROADS[Phase.CLOSED] = (*ROADS[Phase.AFSCHALING], Phase.CLOSED)
# For how many days a case may be in its phase today, and was in those before.
HERE = {
    Phase.REGISTRATION: (0, 25),
    Phase.INTAKE: (0, 9),
    Phase.TRIAGE: (0, 6),
    Phase.ADVISED: (0, 13),
    Phase.SUPPORT: (0, 200),
    Phase.ICO: (0, 45),
    Phase.MONITORING: (0, 500),
}
BEFORE = {
    Phase.REGISTRATION: (1, 6),
    Phase.INTAKE: (1, 9),
    Phase.TRIAGE: (3, 10),
    Phase.ICO: (14, 50),
    Phase.MONITORING: (60, 400),
}
WORK_DAYS, PLAN_MONTHS, SHELL_MONTHS = 30, 6, 12
CLEANS_AT = 5


@dataclass
class Way:
    """One case's road: where it is now, and since when it was anywhere."""

    phase: Phase
    begun: datetime
    moves: list[tuple[Phase, datetime]] = field(default_factory=list)
    is_draft: bool = False
    ended: date | None = None

    def at(self, phase: Phase) -> datetime | None:
        """When the case last came here."""
        return next((at for there, at in reversed(self.moves) if there is phase), None)

    @property
    def since(self) -> datetime:
        return self.moves[-1][1] if self.moves else self.begun

    @property
    def terms(self) -> tuple[date, date, date] | None:
        """On which days its work data, its plan and its shell go."""
        if self.ended is None:
            return None
        return terms_of(self.ended)


def terms_of(ended: date) -> tuple[date, date, date]:
    return (
        ended + timedelta(days=WORK_DAYS),
        add_months(ended, PLAN_MONTHS),
        add_months(ended, SHELL_MONTHS),
    )


def phases(cases: int) -> list[Phase]:
    """The phase of each of so many cases, in no order yet."""
    counts = {phase: cases * share // 1000 for phase, share in SHARES.items()}
    for phase, most in MOST.items():
        counts[phase] = max(1, min(counts[phase], most))
    counts[Phase.ADVISED] = max(1, counts[Phase.ADVISED])
    counts[Phase.MONITORING] += cases - sum(counts.values())
    return [phase for phase, count in counts.items() for _ in range(count)]


def way(phase: Phase, now: datetime, dice: Random, *, is_draft: bool) -> Way:
    """Some road that ends here today; of a registration, whether it was never sent."""
    if phase is Phase.REGISTRATION:
        return _unsent(now, dice, is_draft)
    ended = _ended(phase, now.date(), dice)
    tail = _tail(phase, now, ended, dice)
    moves, since = list(tail), tail[-1][1]
    for there in reversed(ROADS[phase][: -len(tail)]):
        since = _earlier(since, BEFORE[there], dice)
        moves.append((there, since))
    begun = _earlier(since, BEFORE[Phase.REGISTRATION], dice)
    return Way(phase, begun, moves[::-1], ended=ended)


def _unsent(now: datetime, dice: Random, is_draft: bool) -> Way:
    """A draft; or sent, and back with its sender for what is missing."""
    since = _earlier(now, HERE[Phase.REGISTRATION], dice)
    if is_draft:
        return Way(Phase.REGISTRATION, since, is_draft=True)
    sent = _earlier(since, (2, 6), dice)
    moves = [(Phase.INTAKE, sent), (Phase.REGISTRATION, since)]
    return Way(Phase.REGISTRATION, _earlier(sent, (1, 6), dice), moves)


def _ended(phase: Phase, today: date, dice: Random) -> date | None:
    """Scaled down on a day of which the next term is still to come, or is today."""
    if phase not in (Phase.AFSCHALING, Phase.CLOSED):
        return None
    newest, oldest = today, _months_back(today, PLAN_MONTHS)
    if phase is Phase.CLOSED:
        newest, oldest = oldest - timedelta(days=1), _months_back(today, SHELL_MONTHS)
    return oldest + timedelta(days=dice.randint(0, (newest - oldest).days))


def _tail(
    phase: Phase, now: datetime, ended: date | None, dice: Random
) -> list[tuple[Phase, datetime]]:
    """The last moves, newest first: closing follows from the day of scaling down."""
    if ended is None:
        return [(phase, _earlier(now, HERE[phase], dice))]
    scaled = min(_on(ended, dice.uniform(8, 17)), now)
    if phase is Phase.AFSCHALING:
        return [(phase, scaled)]
    closed = _on(add_months(ended, PLAN_MONTHS), CLEANS_AT)
    return [(phase, closed), (Phase.AFSCHALING, scaled)]


def _months_back(day: date, months: int) -> date:
    """The first day of which so many months later is not before this day."""
    back = add_months(day, -months)
    while add_months(back, months) < day:
        back += timedelta(days=1)
    return back


def _on(day: date, hour: float) -> datetime:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    return midnight + timedelta(hours=hour)


def _earlier(at: datetime, days: tuple[int, int], dice: Random) -> datetime:
    low, high = days
    return at - timedelta(days=dice.uniform(low, high), minutes=dice.randint(1, 300))
