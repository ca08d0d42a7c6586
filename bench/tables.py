"""What happened at the tables of the invented house: meetings, plans, agreements."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench.book import Book
from bench.carrying_out import CarryingOut
from bench.dossiers import Story
from bench.people import Cast, Somebody
from bench.stock import Stock
from cases.lifecycle import Phase
from cases.models import Category, Contribution, Release, Use
from house import profile
from ico.minutes import STEP_OF
from ico.models import (
    Action,
    Attendance,
    ClosingCriterion,
    Invitation,
    Meeting,
    MinutesSection,
    Plan,
    PlanLine,
    Section,
)

CATEGORIES = [category.value for category in Category]
TWO_HOURS = timedelta(hours=2)
GUESTS, PIECES, LATE = 3, (2, 5), 0.2


@dataclass
class Table:
    """One meeting as it is being written, and who sat there."""

    story: Story
    at: datetime
    is_held: bool
    guests: list[Somebody]
    key: UUID | None = None
    pieces: list[tuple[UUID, Somebody, str]] = field(default_factory=list)

    @property
    def mine(self) -> dict[str, Any]:
        return {"case_id": self.story.key, "meeting_id": self.key}


class Tables:
    """Writes what follows after a case was let in: from invitation to afschaling."""

    def __init__(self, book: Book, stock: Stock, cast: Cast, now: datetime) -> None:
        self.book, self.stock, self.cast, self.now = book, stock, cast, now
        self.dice = book.dice
        self.follow = CarryingOut(book, stock, now)
        self.domains = [key for key, _ in profile.active().choices("leefgebieden")]

    def seat(self, story: Story) -> Table | None:
        """The meeting of this case, when it has come so far; who was there."""
        since = story.way.at(Phase.ICO)
        if since is None or (story.way.phase is Phase.ICO and self.dice.random() < 0.3):
            return None
        table = self._table(story, since)
        if story.has_work:
            self._meeting(table)
        if story.has_plan and table.is_held:
            self._plan(table)
        return table

    def _table(self, story: Story, since: datetime) -> Table:
        monitored = story.way.at(Phase.MONITORING)
        guests = self.dice.sample(self.cast.others, GUESTS)
        if story.sender is self.cast.partner:
            guests[1] = story.sender
        if story.casusregisseur:
            guests[0] = story.casusregisseur
        guests = list({guest.party: guest for guest in guests}.values())
        if monitored:
            return Table(story, monitored - timedelta(days=6), True, guests)
        if self.dice.random() < 0.5:
            ahead = timedelta(days=self.dice.randint(1, 20), hours=1)
            return Table(story, self.now + ahead, False, guests)
        held = max(since, self.now - timedelta(days=self.dice.uniform(1, 9)))
        return Table(story, held - TWO_HOURS, True, guests)

    def _meeting(self, table: Table) -> None:
        story, by = table.story, self._by(table.story)
        state = Meeting.State
        held = {"state": state.HELD, "ended_at": table.at + TWO_HOURS}
        table.key = self.book.add(
            Meeting,
            at=table.at - timedelta(days=21),
            case_id=story.key,
            starts_at=table.at,
            ends_at=table.at + TWO_HOURS,
            place="Vergaderzaal De Brug",
            chair_id=by,
            writer_id=by,
            goal=self.stock.story(1),
            decisions=["align"],
            themes=["oggz"],
            agreed_goal=self.stock.story(1) if table.is_held else "",
            **(held if table.is_held else {}),
        )
        for guest in table.guests:
            self._guest(table, guest)
        for heading, step in STEP_OF.items():
            text = self.stock.story(3) if table.is_held else ""
            self.book.add(
                MinutesSection,
                at=table.at,
                **table.mine,
                step=step,
                heading=heading,
                text=text,
            )
        for nth in range(self.dice.randint(*PIECES)):
            self._piece(table, table.guests[nth % len(table.guests)])

    def _guest(self, table: Table, guest: Somebody) -> None:
        sent = table.at - timedelta(days=14)
        self.book.add(
            Invitation,
            at=sent,
            **table.mine,
            party_id=guest.party,
            user_id=guest.key,
            ground="beeldvorming",
            reason=self.stock.story(1),
            about="De betrokkene",
            asked=self.stock.story(1),
            sent_at=sent,
            answer=Invitation.Answer.ACCEPTED,
            answered_at=min(sent + timedelta(days=2), self.now),
        )
        came = {"arrived_at": table.at} if table.is_held else {}
        self.book.add(
            Attendance,
            at=sent,
            **table.mine,
            party_id=guest.party,
            user_id=guest.key,
            function="casemanager",
            has_mandate=True,
            **came,
        )

    def _piece(self, table: Table, giver: Somebody) -> None:
        at = table.at - timedelta(days=5)
        domain = self.stock.pick(self.domains)
        text = self.stock.story(3)
        key = self.book.add(
            Contribution,
            at=at,
            case_id=table.story.key,
            given_by_id=giver.party,
            typed_by_id=giver.key,
            category=self.stock.pick(CATEGORIES),
            domain=domain,
            text=text,
        )
        table.pieces.append((key, giver, domain))
        plan = (Use.PLAN, table.guests[0].party)
        for use, party in (*((Use.ICO, it.party) for it in table.guests), plan):
            self.book.add(
                Release,
                at=at,
                case_id=table.story.key,
                contribution_id=key,
                use=use,
                party_id=party,
                source_id=table.key,
                agreed_by_id=giver.key,
            )

    def _plan(self, table: Table) -> None:
        story, by = table.story, self._by(table.story)
        established = story.way.at(Phase.MONITORING)
        stands = {"state": Plan.State.ESTABLISHED, "established_at": established}
        made = table.at + timedelta(hours=3)
        plan = self.book.add(
            Plan,
            at=made,
            case_id=story.key,
            number=1,
            meeting_id=table.key,
            met_on=table.at.date(),
            goal=self.stock.story(1),
            judgement=self.stock.story(3),
            information=self.stock.story(1),
            casusregisseur_id=story.casusregisseur and story.casusregisseur.key,
            follow_up_on=(self.now + timedelta(days=self.dice.randint(1, 90))).date(),
            made_by_id=by,
            **(stands | {"established_by_id": by} if established else {}),
        )
        criteria = self._lines(table, plan, made)
        for nth in range(self.dice.randint(2, 4)):
            self._action(table, plan if established else None, nth)
        if established and not story.way.ended:
            self.follow.followed(story, by, table.guests)
        if story.way.ended:
            self.follow.end(story, criteria, self._by(story), self.cast.lid1[0])

    def _lines(self, table: Table, plan: UUID, at: datetime) -> list[UUID]:
        mine = {"case_id": table.story.key, "plan_id": plan}
        for nth, guest in enumerate(table.guests):
            self.book.add(
                PlanLine,
                at=at,
                **mine,
                section=Section.TABLE,
                text="casemanager",
                owner_id=guest.party,
                position=nth,
            )
        for nth, (key, giver, domain) in enumerate(table.pieces):
            self.book.add(
                PlanLine,
                at=at,
                **mine,
                section=Section.PICTURE,
                domain=domain,
                text=self.stock.story(3),
                owner_id=giver.party,
                source_id=key,
                position=nth,
            )
        return [self._criterion(table, mine, at, nth) for nth in range(2)]

    def _criterion(
        self, table: Table, mine: dict[str, Any], at: datetime, nth: int
    ) -> UUID:
        text = self.stock.story(1)
        case_id = table.story.key
        self.book.add(ClosingCriterion, at=at, case_id=case_id, text=text, position=nth)
        made: UUID = self.book.add(
            PlanLine,
            at=at,
            **mine,
            section=Section.CRITERION,
            text=text,
            position=nth,
        )
        return made

    def _action(self, table: Table, plan: UUID | None, nth: int) -> None:
        story, owner = table.story, table.guests[nth % len(table.guests)]
        is_open = story.way.ended is None and nth == 0
        due = table.at.date() + timedelta(days=30)
        if is_open:
            days = -3 if self.dice.random() < LATE else self.dice.randint(1, 60)
            due = (self.now + timedelta(days=days)).date()
        done = {
            "state": Action.State.DONE,
            "report": self.stock.story(1),
            "reported_at": table.at + timedelta(days=29),
            "reported_by_id": owner.key,
        }
        key = self.book.add(
            Action,
            at=table.at,
            **table.mine,
            plan_id=plan,
            reference=story.number or "",
            what=self.stock.story(1),
            owner_id=owner.party,
            responsible_user_id=owner.key,
            due_on=due,
            expected=self.stock.story(1),
            **({} if is_open else done),
        )
        if is_open and due < self.now.date():
            self.follow.late(story, key, owner)
        elif not is_open:
            self.follow.done(story, key, owner, table.at + timedelta(days=29))

    def _by(self, story: Story) -> UUID:
        return (story.coordinator or self.cast.coordinators[0]).key
