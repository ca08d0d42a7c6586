"""The whole life of a case, through the pages, by the people who live it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse

from accounts.models import Kind, Role, User
from tests.backstage import backstage
from tests.browsing import Somebody
from tests.cast import play
from tests.factories import ContactFactory, PartyFactory
from zvh.guard import jobs

DUTCH = ZoneInfo("Europe/Amsterdam")
MARK = "Zkanariezq"
BORN = "13-07-1951"
BSN = "999993653"
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=DUTCH)
TUESDAY = datetime(2026, 11, 17, 10, 0, tzinfo=DUTCH)
LATER = TUESDAY + timedelta(days=14)


@dataclass
class Life:
    """The people around one case, and the case itself once it has begun."""

    people: dict[str, User]
    sign_in: Callable[[User], Client]
    key: UUID = UUID(int=0)

    def __post_init__(self) -> None:
        self.come_in()

    def come_in(self) -> None:
        """Everybody signs in anew, as on every morning."""
        who = {name: self.sign_in(user) for name, user in self.people.items()}
        self.partner = Somebody(who["partner"], MARK)
        self.anna = Somebody(who["anna"], MARK)
        self.agent = Somebody(who["agent"], MARK)

    def url(self, name: str, key: UUID | str | None = None) -> str:
        return reverse(name, args=[key or self.key])


def cast(sign_in: Callable[[User], Client]) -> Life:
    """A procescoördinator, a partner who registers, a police officer who weighs."""
    people = {
        "partner": play("gerda", "Gerda Voorbeeld", Role.KETENPARTNER, name="GGZ Proef"),
        "anna": play("anna", "Anna Voorbeeld", Role.PROCESCOORDINATOR, name="Het huis"),
        "agent": play(
            *("agent", "Pim Voorbeeld", Role.KETENPARTNER),
            name="Politie Proef",
            kind=Kind.LID1,
        ),
    }
    with backstage():
        PartyFactory(name="Gemeente Proef", kind=Kind.LID1)
        for name, soort in (("agent", "politie"), ("partner", "ggz")):
            user = people[name]
            user.party.soorten = [soort]
            user.party.save()
            ContactFactory(party=user.party, user=user)

    return Life(people, sign_in)


def draft(life: Life) -> None:
    """The partner fills in every page of a registration."""
    partner = life.partner
    partner.open(reverse("cases:register")).send()
    life.key = UUID(partner.url.split("/")[2])
    for step in ("criteria", "overleg", "onderwerp", "situatie", "achtergrond"):
        partner.open(reverse("cases:registration_step", args=[life.key, step]))
        partner.send(holds="version")
    partner.open(life.url("cases:registration_add_person"))
    partner.send(holds="surname", birth_date=BORN, bsn=BSN)
    partner.open(life.url("cases:registration_add_organisation"))
    partner.send(holds="involvement")
    partner.open(reverse("cases:registration_step", args=[life.key, "informeren"]))
    partner.send(holds="version", informed="yes", informed_on="12-11-2026")
    partner.open(life.url("cases:registration_attachments"))
    partner.send(holds="file")


def send(life: Life) -> None:
    life.partner.open(life.url("cases:registration_check"))
    life.partner.send(to="versturen")


def take_in(life: Life) -> None:
    """Anna finds it complete and decides that it fits the purpose of the law."""
    anna = life.anna
    anna.open(life.url("triage:decide_purpose")).send(holds="fits", fits="yes")
    anna.open(life.url("triage:intake")).send(to="volledig")


def weigh(life: Life, outcome: str) -> None:
    """The weekly meeting: the agenda goes out, and the case is decided upon."""
    from triage.models import AgendaItem

    with backstage():
        item = AgendaItem.objects.get(case=life.key)
    life.anna.open(life.url("triage:send_agenda", item.meeting_id)).send()
    life.agent.open(life.url("triage:meeting", item.meeting_id))
    assert MARK in life.agent.open(life.url("triage:item", item.pk)).page
    life.anna.open(life.url("triage:item", item.pk))
    life.anna.send(holds="outcome", outcome=outcome)
    life.anna.open(life.url("triage:close_meeting", item.meeting_id)).send()


def tick() -> None:
    """The beat: every job that is due runs."""
    jobs.tick()
