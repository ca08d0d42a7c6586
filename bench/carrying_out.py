"""What happened while the plans of the invented house were carried out."""

from datetime import datetime, timedelta
from uuid import UUID

from bench.book import Book
from bench.dossiers import Story
from bench.people import Somebody
from bench.stock import Stock
from cases.lifecycle import Phase
from cases.models import Continuation, ContinuationAkkoord
from ico.models import (
    Afschaling,
    CallToAccount,
    CriterionTest,
    Departure,
    Development,
    DevelopmentReader,
    Escalation,
    Evaluation,
    ReportFile,
    Signal,
)

PDF = b"%PDF-1.4\n%%EOF"
ENCLOSED = 0.05


class CarryingOut:
    """Writes the signals, files and answers that belong to agreements."""

    def __init__(self, book: Book, stock: Stock, now: datetime) -> None:
        self.book, self.stock, self.now = book, stock, now
        self.dice = book.dice

    def late(self, story: Story, action: UUID, owner: Somebody) -> None:
        """Nobody did what was agreed, and somebody says so."""
        leader = story.casusregisseur or owner
        at = self.now - timedelta(days=2)
        self.book.add(
            Signal,
            at=at,
            case_id=story.key,
            action_id=action,
            kind=Signal.Kind.NOT_KEPT,
            why=self.stock.story(1),
            by_id=leader.key,
            told_at=at,
            passed_on_at=at,
        )

        self.book.add(
            CallToAccount,
            at=at,
            case_id=story.key,
            action_id=action,
            way=CallToAccount.Way.PHONE,
            text=self.stock.story(1),
            by_id=leader.key,
            answer_before=(self.now + timedelta(days=3)).date(),
        )

    def followed(self, story: Story, by: UUID, guests: list[Somebody]) -> None:
        """Somebody told how it goes; of some a question went up, or somebody left."""
        teller, reader = guests[0], guests[-1]
        at = self.now - timedelta(days=self.dice.randint(1, 60))
        told = self.book.add(
            Development,
            at=at,
            case_id=story.key,
            text=self.stock.story(1),
            audience=Development.Audience.CHOSEN,
            reference=story.number or "",
            by_id=teller.key,
            party_id=teller.party,
            told_at=at,
        )
        self.book.add(
            DevelopmentReader,
            at=at,
            case_id=story.key,
            development_id=told,
            party_id=reader.party,
        )
        if self.dice.random() < ENCLOSED:
            self.book.add(
                Escalation,
                at=at,
                case_id=story.key,
                reason="capaciteit",
                question=self.stock.story(1),
                level=Escalation.Level.MANAGEMENT,
                party_id=reader.party,
                asked_by_id=by,
                answer_before=(self.now + timedelta(days=5)).date(),
            )
            self.book.add(
                Departure,
                at=at,
                case_id=story.key,
                user_id=reader.key,
                party_id=reader.party,
                why=self.stock.story(1),
            )

            self.book.add(
                Evaluation,
                at=at,
                case_id=story.key,
                happened=self.stock.story(1),
                foreseen=Evaluation.Said.PARTLY,
                cooperation=Evaluation.Said.YES,
                by_id=by,
            )

            self._continued(story, by, reader, at)

    def _continued(self, story: Story, by: UUID, giver: Somebody, at: datetime) -> None:
        """It went on with a dossier that is gone by now, with its giver's word."""
        earlier = self.book.add(
            Continuation,
            at=at,
            case_id=story.key,
            earlier_case=self.book.key(at),
            earlier_number="2019-0001",
            reason=self.stock.story(1),
            instructed_by="de deelnemers",
            by_id=by,
        )
        self.book.add(
            ContinuationAkkoord,
            at=at,
            case_id=story.key,
            continuation_id=earlier,
            party_id=giver.party,
            said_by="de contactpersoon",
        )

    def done(self, story: Story, action: UUID, owner: Somebody, at: datetime) -> None:
        """With what was done a file may have come along, while the work is kept."""
        if story.has_work and self.dice.random() < ENCLOSED:
            self.book.add(
                ReportFile,
                at=at,
                case_id=story.key,
                action_id=action,
                name="verslag.pdf",
                media_type="application/pdf",
                size=len(PDF),
                body=PDF,
                by_id=owner.key,
            )

    def end(self, story: Story, criteria: list[UUID], by: UUID, party: UUID) -> None:
        """The case was scaled down, each criterion tested."""
        at = story.way.at(Phase.AFSCHALING) or self.now
        afschaling = self.book.add(
            Afschaling,
            at=at,
            case_id=story.key,
            decided_by_id=by,
            closing_party_id=party,
            reason="doel_bereikt",
            goal_reached=Afschaling.Reached.YES,
            cooperation=Afschaling.Reached.YES,
            worked=self.stock.story(2),
        )
        for line in criteria:
            self.book.add(
                CriterionTest,
                at=at,
                case_id=story.key,
                afschaling_id=afschaling,
                line_id=line,
                is_met=True,
            )
