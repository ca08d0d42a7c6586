"""How each invented case was weighed, and what came of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from bench.book import Book
from bench.dossiers import Story
from bench.people import Cast
from bench.stock import Stock
from cases.lifecycle import Phase
from house import calendar
from house.calendar import TriageWeek
from triage.models import (
    Advice,
    AgendaItem,
    Outcome,
    PurposeDecision,
    RelevantParty,
    SupportNote,
    TriageDecision,
    TriageMeeting,
)

OUTCOMES = {Phase.ADVISED: Outcome.ADVICE, Phase.SUPPORT: Outcome.SUPPORT}
THEMES = ("oggz", "woonoverlast", "jeugd", "nazorg_detentie")


class Weighing:
    """Writes the wegingen, the agendas and the decisions."""

    def __init__(self, book: Book, stock: Stock, cast: Cast, now: datetime) -> None:
        self.book, self.stock, self.cast, self.now = book, stock, cast, now
        self.dice = book.dice
        self.meetings: dict[datetime, UUID] = {}
        self.decisions: dict[UUID, UUID] = {}

    def weigh(self, story: Story) -> None:
        way = story.way
        at = way.at(Phase.TRIAGE)
        if at is None:
            return
        weging = (
            calendar.triage_for_send(at)
            if way.phase is Phase.TRIAGE
            else (self._met_before(way.moves[2][1]))
        )
        meeting = self._meeting(weging)
        if story.has_work:
            self._purpose(story, at)
            self._agenda(story, meeting, at)
        if story.has_plan and way.phase is not Phase.TRIAGE:
            self._decision(story, meeting, way.moves[2][1])
        if way.phase is Phase.ADVISED:
            self._advice(story, way.since)
        if way.phase is Phase.SUPPORT:
            self._support(story)

    def _met_before(self, at: datetime) -> TriageWeek:
        """The weging in the week of this decision."""
        return calendar.next_triage(at - timedelta(days=7))

    def _meeting(self, weging: TriageWeek) -> UUID:
        known = self.meetings.get(weging.starts_at)
        if known is None:
            known = self.meetings[weging.starts_at] = self._made(weging)
        return known

    def _made(self, weging: TriageWeek) -> UUID:
        chair = self.cast.coordinators[0].key
        is_over = weging.starts_at < self.now
        over = {"closed_at": weging.ends_at, "closed_by_id": chair} if is_over else {}
        made: UUID = self.book.add(
            TriageMeeting,
            at=weging.closes_at - timedelta(days=7),
            date=timezone.localtime(weging.starts_at).date(),
            starts_at=weging.starts_at,
            closes_at=weging.closes_at,
            chair_id=chair,
            # The next agenda is out, so that there is something to decide.
            agenda_sent_at=min(weging.closes_at, self.now),
            **over,
        )
        return made

    def _purpose(self, story: Story, at: datetime) -> None:
        self.book.add(
            PurposeDecision,
            at=at,
            case_id=story.key,
            fits=True,
            crime=True,
            unsafety=True,
            motivation=self.stock.story(2),
            on_behalf_of_id=self._lid1(story),
            by_id=self._by(story),
        )

    def _agenda(self, story: Story, meeting: UUID, at: datetime) -> None:
        state = AgendaItem.State
        is_open = story.way.phase is Phase.TRIAGE
        self.book.add(
            AgendaItem,
            at=at,
            case_id=story.key,
            meeting_id=meeting,
            position=self.dice.randint(1, 20),
            state=state.OPEN if is_open else state.DECIDED,
            completed_at=story.way.at(Phase.INTAKE),
        )

    def _decision(self, story: Story, meeting: UUID, at: datetime) -> None:
        outcome = OUTCOMES.get(story.way.phase, Outcome.ICO)
        ico: dict[str, Any] = {}
        if outcome == Outcome.ICO:
            themes = [self.stock.pick(THEMES)]
            kind = TriageDecision.Kind.REGULAR
            ico = {"goal": self.stock.story(1), "themes": themes, "kind": kind}
        decision = self.book.add(
            TriageDecision,
            at=at,
            case_id=story.key,
            outcome=outcome,
            motivation=self.stock.story(2),
            meeting_id=meeting,
            on_behalf_of_id=self._lid1(story),
            by_id=self._by(story),
            **ico,
        )
        if ico:
            for party in self.dice.sample(self.cast.parties, 3):
                self.book.add(
                    RelevantParty,
                    at=at,
                    case_id=story.key,
                    decision_id=decision,
                    party_id=party,
                )

    def _advice(self, story: Story, at: datetime) -> None:
        self.book.add(
            Advice,
            at=at,
            case_id=story.key,
            text=self.stock.story(4),
            written_by_id=self._by(story),
            sent_at=at,
        )

    def _support(self, story: Story) -> None:
        for nth in range(self.dice.randint(1, 5)):
            self.book.add(
                SupportNote,
                at=story.way.since + (self.now - story.way.since) * (nth / 6),
                case_id=story.key,
                text=self.stock.story(2),
                by_id=self._by(story),
            )

    def _by(self, story: Story) -> UUID:
        return (story.coordinator or self.cast.coordinators[0]).key

    def _lid1(self, story: Story) -> UUID:
        return self.cast.lid1[story.nth % len(self.cast.lid1)]
