"""What each invented case left behind: access given, moves, mails, its log."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from accounts.models import Outgoing
from bench.book import Book
from bench.dossiers import Story
from bench.people import Cast, Somebody
from bench.stock import Stock
from bench.tables import Table
from cases.grants import Access, Why
from cases.lifecycle import Phase
from cases.models import (
    Case,
    CaseGroupGrant,
    CaseUserGrant,
    ParkedForm,
    Person,
    PhaseChange,
    Registration,
    ShieldedOpening,
)
from privacy.models import Removal
from zvh.guard.models import Fact, LogEntry

LOGGED = (Case, Person, Registration)
CHANGES_PER_MOVE = 3
OPENED, PARKED = 20, 50  # one case in so many
CREATE, UPDATE = 0, 1


class Traces:
    """Writes the rows that follow from an act rather than from a form."""

    def __init__(self, book: Book, stock: Stock, cast: Cast, now: datetime) -> None:
        self.book, self.stock, self.cast, self.now = book, stock, cast, now
        self.dice = book.dice
        found = Permission.objects.filter(content_type__app_label="cases")
        self.permissions = {one.codename: one.pk for one in found}
        self.types = [ContentType.objects.get_for_model(model).pk for model in LOGGED]

    def leave(self, story: Story, table: Table | None) -> None:
        self._let_in(story, table)
        self._moves(story)
        self._log(story)
        self._mails(story)
        self._openings(story)
        self._removals(story)
        if story.has_work and story.nth % PARKED == 1:
            self._parked(story)

    def let_in_light(self, story: Story) -> None:
        """The colleague who works on three cases in a hundred, each given in person."""
        light = self.cast.light
        # Who leads a restricted case was let in already.
        if not (story.is_restricted and story.coordinator is light):
            self._grant(story, light, Access.WORK, Why.NAMED, story.way.begun)

    def _let_in(self, story: Story, table: Table | None) -> None:
        begun = story.way.begun
        self._grant(story, story.sender, Access.REGISTER, Why.REGISTRATION, begun)
        sent = next((at for there, at in story.way.moves), None)
        if sent and story.is_restricted and story.coordinator:
            self._grant(story, story.coordinator, Access.WORK, Why.NAMED, sent)
        elif sent:
            self.book.add(
                CaseGroupGrant,
                at=sent,
                content_object_id=story.key,
                group_id=self.cast.group,
                permission_id=self.permissions[Access.WORK],
                why=Why.SENT,
                source_id=story.key,
                given_by_id=story.sender.key,
            )
        if table and table.key and story.way.phase is Phase.ICO:
            for guest in table.guests:
                self._grant(
                    *(story, guest, Access.ATTEND, Why.INVITATION),
                    min(table.at - timedelta(days=14), self.now),
                    source=table.key,
                )
        if story.casusregisseur and story.way.at(Phase.ICO):
            self._grant(
                *(story, story.casusregisseur, Access.COORDINATE, Why.CASUSREGISSEUR),
                story.way.at(Phase.ICO) or begun,
            )

    def _grant(
        self,
        story: Story,
        user: Somebody,
        access: Access,
        why: Why,
        at: datetime,
        *,
        source: UUID | None = None,
    ) -> None:
        self.book.add(
            CaseUserGrant,
            at=at,
            content_object_id=story.key,
            user_id=user.key,
            permission_id=self.permissions[access],
            why=why,
            source_id=source or story.key,
            given_by_id=user.key,
        )

    def _moves(self, story: Story) -> None:
        before, since = Phase.REGISTRATION, story.way.begun
        by = story.coordinator or story.sender
        for phase, at in story.way.moves:
            if story.way.phase is not Phase.ADVISED:
                self.book.add(
                    PhaseChange,
                    at=at,
                    case_id=story.key,
                    before=before,
                    after=phase,
                    by_id=story.sender.key if phase is Phase.INTAKE else by.key,
                )
            self.book.add(
                Fact,
                at=at,
                kind="moved",
                month=at.date().replace(day=1),
                dimensions={
                    "from": str(before),
                    "to": str(phase),
                    "subject": str(story.subject),
                },
                days=max(0, (at - since).days),
            )
            before, since = phase, at

    def _log(self, story: Story) -> None:
        by = story.coordinator or story.sender
        self._changed(story, story.sender, story.way.begun, 0, CREATE)
        for _, at in story.way.moves:
            for kind in range(CHANGES_PER_MOVE):
                self._changed(story, by, at + timedelta(seconds=kind), kind, UPDATE)

    def _changed(
        self, story: Story, by: Somebody, at: datetime, kind: int, action: int
    ) -> None:
        self.book.add(
            LogEntry,
            at=at,
            content_type_id=self.types[kind],
            object_pk=str(story.key),
            object_repr="casus",
            action=action,
            changes={"phase": ["intake", "triage"]},
            changes_text="",
            actor_id=by.key,
            timestamp=at,
            case_id=story.key,
        )

    def _mails(self, story: Story) -> None:
        if not story.has_work:
            return
        for nth, (_, at) in enumerate(story.way.moves):
            waits = self.now - at < timedelta(minutes=5)
            self.book.add(
                Outgoing,
                at=at,
                kind="registration_received",
                recipient_id=story.sender.key,
                reference=story.number or "",
                case_id=story.key,
                object_id=story.key,
                message_id=f"<{story.key}.{nth}@bench.example>",
                sent_at=None if waits else at + timedelta(minutes=1),
                attempts=0 if waits else 1,
            )

    def _openings(self, story: Story) -> None:
        if story.way.ended and story.coordinator and story.nth % OPENED == 0:
            self.book.add(
                ShieldedOpening,
                at=story.way.since,
                case_id=story.key,
                by_id=story.coordinator.key,
                reason=self.stock.story(1),
            )

    def _removals(self, story: Story) -> None:
        terms = story.way.terms
        if terms is None:
            return
        for rule, due in zip(("work", "plan"), terms, strict=False):
            if due < self.now.date():
                at = self.now - (self.now.date() - due)
                self.book.add(
                    Removal,
                    at=at,
                    case_key=story.key,
                    rule=rule,
                    due_on=due,
                    batch=UUID(int=due.toordinal()),
                    items=12,
                    counts={"cases.Contribution": 4, "cases.DomainProblem": 8},
                    remove_on=due.replace(year=due.year + 5, day=1),
                )

    def _parked(self, story: Story) -> None:
        self.book.add(
            ParkedForm,
            at=self.now - timedelta(hours=2),
            case_id=story.key,
            user_id=story.sender.key,
            path=f"/casussen/{story.key}/",
            fields={"goal": [self.stock.story(1)]},
        )
