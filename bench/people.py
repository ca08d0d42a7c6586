"""Everybody who works in the invented house, and the three whom the bench watches."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import (
    Authorisation,
    Contact,
    Function,
    Keten,
    Kind,
    Party,
    Role,
    User,
)
from bench.book import Book
from bench.stock import GIVEN, Stock
from cases.grants import BUREAU
from house import profile

PASSWORD = "potlood-karton-maandag"  # noqa: S105  # pragma: allowlist secret
AT = "@bench.example"
ALL, LIGHT, PARTNER = f"alles{AT}", f"drie-procent{AT}", f"veertig{AT}"
SIGNED = date(2020, 1, 1)
KEPT = date(2099, 12, 31)
PARTIES, CASES_PER_COORDINATOR = 80, 150
KETENS = (Keten.JUSTITIE, Keten.ZORG, Keten.BESTUUR)


@dataclass(frozen=True)
class Somebody:
    """A user, as the rows of cases refer to one."""

    key: UUID
    party: UUID
    name: str


@dataclass
class Cast:
    """Who can play a part in a case."""

    coordinators: list[Somebody] = field(default_factory=list)
    partners: list[Somebody] = field(default_factory=list)
    parties: list[UUID] = field(default_factory=list)
    lid1: list[UUID] = field(default_factory=list)
    light: Somebody = None  # type: ignore[assignment]
    partner: Somebody = None  # type: ignore[assignment]
    group: int = 0

    @cached_property
    def others(self) -> list[Somebody]:
        """The partners but the one who is watched."""
        return self.partners[1:]


class Hiring:
    """Writes Partijen and people, as many as this number of cases needs."""

    def __init__(self, book: Book, stock: Stock, moment: datetime) -> None:
        self.book, self.stock = book, stock
        self.at = moment - timedelta(days=4 * 365)
        self.password = make_password(PASSWORD, salt="bench")
        self.cast = Cast()

    def hire(self, cases: int) -> Cast:
        group, _ = Group.objects.get_or_create(name=BUREAU, defaults={"pk": 1})
        self.cast.group = group.pk
        house = self._house()
        for nth in range(max(4, cases // CASES_PER_COORDINATOR)):
            email = ALL if nth == 0 else f"regie{nth}{AT}"
            self.cast.coordinators.append(
                self._user(email, house, Role.PROCESCOORDINATOR, member=True)
            )
        self.cast.light = self._user(LIGHT, house, Role.PROCESCOORDINATOR)
        self._user(f"manager{AT}", house, Role.MANAGER, member=True)
        self._user(f"fg{AT}", house, Role.FG)
        for nth in range(PARTIES):
            self._party(nth)
        self._partners(max(PARTIES, cases // 100))
        return self.cast

    def _house(self) -> UUID:
        name = profile.active().host_party
        return self._bound(name, ["bureau"], Keten.BESTUUR, Kind.NONE)

    def _party(self, nth: int) -> None:
        soorten = [key for key, _ in profile.active().choices("soorten")]
        soort = [one for one in soorten if one != Party.BUREAU][nth % 18]
        kind = Kind.LID1 if nth % 3 == 0 else Kind.LID2
        made = self._bound(
            f"{profile.active().label('soorten', soort)} {nth:03}",
            [soort],
            KETENS[nth % 3],
            kind,
        )
        self.cast.parties.append(made)
        if kind == Kind.LID1:
            self.cast.lid1.append(made)

    def _bound(self, name: str, soorten: list[str], keten: str, kind: str) -> UUID:
        made: UUID = self.book.add(
            Party,
            at=self.at,
            name=name,
            soorten=soorten,
            keten=keten,
            kind=kind,
            bound_since=SIGNED,
            mail_domains=["bench.example"],
        )
        return made

    def _partners(self, count: int) -> None:
        for nth in range(count):
            party = self.cast.parties[nth % PARTIES]
            email = PARTNER if nth == 0 else f"partner{nth}{AT}"
            made = self._user(email, party, Role.KETENPARTNER)
            self.cast.partners.append(made)
            if nth < PARTIES:
                self.book.add(
                    Contact,
                    at=self.at,
                    party_id=party,
                    user_id=made.key,
                    name=made.name,
                    email=email,
                )
        self.cast.partner = self.cast.partners[0]

    def _user(
        self, email: str, party: UUID, role: str, *, member: bool = False
    ) -> Somebody:
        name = f"{self.stock.pick(GIVEN)} {self.stock.surname()}"
        key = self.book.add(
            User,
            at=self.at,
            email=email,
            name=name,
            party_id=party,
            password=self.password,
            password_set_at=self.at,
            must_change_password=False,
        )
        self.book.add(
            Authorisation,
            at=self.at,
            user_id=key,
            role=role,
            function=Function.VERWERKING,
            designated_by_id=party,
            reason="Werkt mee aan casussen.",
            since=SIGNED,
            until=KEPT,
            confirmed_at=self.at,
        )
        if member:
            through = User.groups.through
            self.book.add(through, at=self.at, user_id=key, group_id=self.cast.group)
        return Somebody(key, party, name)
