"""A whole invented house, of any size, and of the same seed always the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from bench import bare, looks, place, road
from bench.book import Book, batches
from bench.dossiers import SUBJECTS, Dossiers, Story
from bench.people import CASES_PER_COORDINATOR, Cast, Hiring, Somebody
from bench.stock import Stock
from bench.tables import Tables
from bench.traces import Traces
from bench.weighing import Weighing
from cases.lifecycle import Phase
from house import own

AT_ONCE = 500
YEARS = timedelta(days=3 * 365)
SEEN_BY_PARTNER = 40
ONE_IN = 33  # what the light user sees: three in a hundred
RESTRICTED = 0.02

Say = Callable[[str], None]


@transaction.atomic
def build(
    cases: int, *, seed: int, now: datetime, looks_per_case: int, say: Say
) -> str:
    """Fill the marked database; returns a checksum of all that was copied in."""
    place.refuse_other_databases()
    place.refuse_a_house_in_use()
    # A plan that stands can only be copied in past its triggers; every key is
    # checked afterwards instead of row by row. Other constraints stay on.
    _triggers("replica")
    book = Book(seed)
    with own.once(), connection.execute_wrapper(book.settled):
        writer = Writer(book, cases, now)
        indexes = bare.strip()
        for batch in batches(cases, AT_ONCE):
            for nth in batch:
                writer.write(nth)
            book.copy()
            say(f"{batch.stop} of {cases} cases, {book.rows} rows")
        book.settle()
    say(f"{cases * looks_per_case} access records")
    looks.look(cases, cases * looks_per_case, seed, now - YEARS, now)
    say(f"{len(indexes)} indexes")
    bare.dress(indexes)
    say(f"{bare.check_keys()} foreign keys checked")
    bare.go_on_counting(cases)
    _triggers("origin")
    return book.digest.hexdigest()


def _triggers(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('session_replication_role', %s, true)", [role]
        )


class Writer:
    """Decides who plays which part in each case, and lets every room write its own."""

    def __init__(self, book: Book, cases: int, now: datetime) -> None:
        self.book, self.cases, self.now, self.dice = book, cases, now, book.dice
        stock = Stock(book.dice)
        self.cast: Cast = Hiring(book, stock, now).hire(cases)
        self.phases = road.phases(cases)
        self.dice.shuffle(self.phases)
        self.unsent = 0
        rooms = (book, stock, self.cast, now)
        self.dossiers, self.weighing = Dossiers(*rooms), Weighing(*rooms)
        self.tables, self.traces = Tables(*rooms), Traces(*rooms)
        self.every = max(1, cases // SEEN_BY_PARTNER)
        # The light user sees many cases in a large house, and leads as many as anybody.
        share = max(1, cases // ONE_IN // CASES_PER_COORDINATOR)
        self.led_by_light = ONE_IN * share

    def write(self, nth: int) -> None:
        story = self._story(nth)
        self.dossiers.tell(story)
        self.weighing.weigh(story)
        table = self.tables.seat(story)
        self.traces.leave(story, table)
        if nth % ONE_IN == 0 and not story.way.is_draft:
            self.traces.let_in_light(story)

    def _story(self, nth: int) -> Story:
        # Three in five, from the first: however small, a house has a draft to send.
        is_draft = self.unsent % 5 < 3
        self.unsent += self.phases[nth] is Phase.REGISTRATION
        way = road.way(self.phases[nth], self.now, self.dice, is_draft=is_draft)
        return Story(
            nth=nth,
            key=self._key(way.begun),
            way=way,
            subject=SUBJECTS[self.dice.randint(0, len(SUBJECTS) - 1)],
            number=None if way.is_draft else f"{way.begun.year}-{nth + 1:04}",
            sender=self._sender(nth),
            coordinator=self._coordinator(nth, way),
            casusregisseur=self._casusregisseur(way),
            is_restricted=not way.is_draft and self.dice.random() < RESTRICTED,
            today=self.now.date(),
        )

    def _key(self, begun: datetime) -> UUID:
        return self.book.key(begun)

    def _sender(self, nth: int) -> Somebody:
        """One partner is let into forty cases, the others share the rest."""
        of_one = nth % self.every == 0 and nth // self.every < SEEN_BY_PARTNER
        others = self.cast.others
        return self.cast.partner if of_one else others[nth % len(others)]

    def _coordinator(self, nth: int, way: road.Way) -> Somebody | None:
        """Nobody leads what has not been taken up yet."""
        if way.is_draft or way.phase is Phase.INTAKE:
            return None
        if nth % self.led_by_light == 0:
            return self.cast.light
        return self.cast.coordinators[nth % len(self.cast.coordinators)]

    def _casusregisseur(self, way: road.Way) -> Somebody | None:
        if way.at(Phase.ICO) is None or self.dice.random() < 0.1:
            return None
        return self.dice.choice(self.cast.others)
