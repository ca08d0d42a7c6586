"""What was told about each invented case before anybody met."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from bench.book import Book
from bench.people import Cast, Somebody
from bench.road import Way
from bench.stock import AREAS, GEMEENTEN, GIVEN, PREFIXES, STREETS, Stock
from cases import search
from cases.lifecycle import Phase
from cases.models import (
    Attachment,
    Case,
    CompletionRequest,
    DomainProblem,
    InvolvedParty,
    Person,
    PersonDetails,
    Registration,
    SearchKey,
    Subject,
)
from house import profile

SUBJECTS = (Subject.PERSON,) * 8 + (Subject.FAMILY,) * 3 + (Subject.AREA,)
DRAFT_DAYS = 30
ENCLOSED, RETURNED = 20, 10  # one case in so many


@dataclass
class Story:
    """One case, and who has what part in it."""

    nth: int
    key: UUID
    way: Way
    subject: str
    number: str | None
    sender: Somebody
    coordinator: Somebody | None
    casusregisseur: Somebody | None
    is_restricted: bool
    today: date

    @property
    def has_work(self) -> bool:
        """Whether the data for the work have not been cleaned yet."""
        if self.way.phase is Phase.ADVISED:
            return False
        terms = self.way.terms
        return terms is None or terms[0] >= self.today

    @property
    def has_plan(self) -> bool:
        terms = self.way.terms
        return self.way.phase is not Phase.ADVISED and (
            terms is None or terms[1] >= self.today
        )


class Dossiers:
    """Writes the case, its people and its registration."""

    def __init__(self, book: Book, stock: Stock, cast: Cast, now: datetime) -> None:
        self.book, self.stock, self.cast, self.now = book, stock, cast, now
        self.dice = book.dice
        self.domains = [key for key, _ in profile.active().choices("leefgebieden")]

    def tell(self, story: Story) -> None:
        self._case(story)
        if story.way.phase is Phase.ADVISED:
            return
        self._people(story)
        if story.has_work:
            self._registration(story)
            self._problems(story)
            self._involved(story)
            self._requests(story)

    def _case(self, story: Story) -> None:
        way = story.way
        sent = next((at for there, at in way.moves if there is Phase.INTAKE), None)
        self.book.add(
            Case,
            at=way.begun,
            id=story.key,
            version=len(way.moves) + 2,
            number=story.number,
            subject=story.subject,
            phase=way.phase,
            phase_since=way.since,
            last_activity_at=self._last_activity(way),
            registered_by_id=story.sender.key,
            registered_for_id=story.sender.party,
            registered_at=sent,
            coordinator_id=story.coordinator and story.coordinator.key,
            casusregisseur_id=story.casusregisseur and story.casusregisseur.key,
            is_restricted=story.is_restricted,
            **self._terms(way),
        )

    def _terms(self, way: Way) -> dict[str, date | None]:
        if way.is_draft:
            until = way.begun.date() + timedelta(days=DRAFT_DAYS)
            return dict.fromkeys(TERMS, until)
        if way.phase is Phase.ADVISED:
            decided = way.since.date()
            gone: dict[str, date | None] = dict.fromkeys(TERMS, decided)
            return gone | {"advice_until": decided + timedelta(days=14)}
        if way.ended is None or way.terms is None:
            return {}
        work, plan, shell = way.terms
        closed = {"cleaned_on": plan} if way.phase is Phase.CLOSED else {}
        terms = dict(zip(TERMS, (work, plan, shell, shell), strict=True))
        return {"scaled_down_on": way.ended, **terms, **closed}

    def _last_activity(self, way: Way) -> datetime:
        if way.phase in (Phase.AFSCHALING, Phase.CLOSED, Phase.ADVISED):
            return way.since
        return way.since + (self.now - way.since) * self.dice.random()

    def _people(self, story: Story) -> None:
        if story.subject == Subject.AREA:
            return
        count = 1 if story.subject == Subject.PERSON else self.dice.randint(2, 4)
        surname = self.stock.surname()
        for nth in range(count):
            role = Person.Role.BETROKKENE if nth < 2 else Person.Role.FAMILY
            self._person(story, surname, role)

    def _person(self, story: Story, surname: str, role: str) -> None:
        at, sender = story.way.begun, story.sender
        mine: dict[str, Any] = {"case_id": story.key, "given_by_id": sender.party}
        given = self.stock.pick(GIVEN)
        person = self.book.add(
            Person,
            at=at,
            **mine,
            role=role,
            given_names=given,
            prefix=self.stock.pick(PREFIXES),
            surname=surname,
        )
        born = date(1940, 1, 1) + timedelta(days=int(self.dice.random() * 26000))
        bsn = self.stock.bsn()
        if story.has_work:
            self.book.add(
                PersonDetails,
                at=at,
                **mine,
                person_id=person,
                birth_date=born,
                bsn=bsn,
                address=f"{self.stock.pick(STREETS)} {self.dice.randint(1, 250)}",
                gemeente=self.stock.pick(GEMEENTEN),
                phone="088 000 00 00",
            )
        if not story.way.is_draft:
            for kind, digest in _keys(surname, given, born, bsn):
                self.book.add(
                    SearchKey,
                    at=at,
                    case_id=story.key,
                    person_id=person,
                    kind=kind,
                    digest=digest,
                )

    def _registration(self, story: Story) -> None:
        way, tell = story.way, self.stock.story
        sent = way.at(Phase.INTAKE)
        judged = way.at(Phase.TRIAGE)
        coordinator = story.coordinator
        area = self.stock.pick(AREAS) if story.subject == Subject.AREA else ""
        self.book.add(
            Registration,
            at=way.begun,
            case_id=story.key,
            given_by_id=story.sender.party,
            multiple_problems=True,
            several_chains=True,
            surroundings=True,
            local_safety=False,
            consultation=Registration.Consultation.NOT_ENOUGH,
            tried=tell(2),
            goal=tell(1),
            area=area,
            occasion=tell(4),
            interventions=tell(2),
            frames=tell(1),
            safety_risks=tell(1),
            informed=Registration.Informed.YES,
            informed_by="De aanmelder",
            informed_on=way.begun.date(),
            completed_at=sent,
            judged_complete_at=judged,
            judged_complete_by_id=coordinator.key if judged and coordinator else None,
        )
        if story.nth % ENCLOSED == 0:
            body = tell(6).encode()
            self.book.add(
                Attachment,
                at=way.begun,
                case_id=story.key,
                given_by_id=story.sender.party,
                name="verslag.txt",
                media_type="text/plain",
                size=len(body),
                body=body,
            )

    def _problems(self, story: Story) -> None:
        start = self.dice.randint(0, len(self.domains) - 1)
        for nth in range(self.dice.randint(2, 4)):
            self.book.add(
                DomainProblem,
                at=story.way.begun,
                case_id=story.key,
                given_by_id=story.sender.party,
                domain=self.domains[(start + nth) % len(self.domains)],
                problem=self.stock.story(1),
                severity=self.stock.pick(SEVERITIES),
            )

    def _involved(self, story: Story) -> None:
        for party in self.dice.sample(self.cast.parties, 2):
            self.book.add(
                InvolvedParty,
                at=story.way.begun,
                case_id=story.key,
                given_by_id=story.sender.party,
                party_id=party,
                contact="De casemanager",
                involvement=self.stock.story(1),
            )

    def _requests(self, story: Story) -> None:
        """What was asked back: by now answered, unless it lies with its sender."""
        way, by = story.way, story.coordinator
        returned = way.phase is Phase.REGISTRATION and not way.is_draft
        if by is None or not (returned or story.nth % RETURNED == 0):
            return
        asked = way.since if returned else (way.at(Phase.INTAKE) or way.begun)
        self.book.add(
            CompletionRequest,
            at=asked,
            case_id=story.key,
            missing=self.stock.story(2),
            asked_at=asked,
            asked_by_id=by.key,
            answer_before=asked.date() + timedelta(days=7),
            answered_at=None if returned else asked + timedelta(hours=20),
        )


TERMS = ("work_until", "plan_until", "shell_until", "advice_until")
SEVERITIES = [severity.value for severity in DomainProblem.Severity]


def _keys(surname: str, given: str, born: date, bsn: str) -> list[tuple[str, str]]:
    return [
        *_name_keys(surname, given),
        *_day_keys(born),
        (search.Kind.BSN.value, search.digest(search.Kind.BSN, bsn)),
    ]


@cache
def _name_keys(surname: str, given: str) -> list[tuple[str, str]]:
    """The keys that everybody of this name has, by the house's own rules."""
    nobody = Person(case_id=UUID(int=0), given_names=given, surname=surname)
    made = search.keys_of(nobody, birth_date=None, bsn="")
    return [(str(key.kind), key.digest) for key in made]


@cache
def _day_keys(born: date) -> list[tuple[str, str]]:
    nobody = Person(case_id=UUID(int=0), given_names="", surname="")
    made = search.keys_of(nobody, birth_date=born, bsn="")
    return [(str(key.kind), key.digest) for key in made]
