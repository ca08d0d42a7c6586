"""A case on its way to the weging, and those who sit there."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Kind, User
from cases import actions as case_actions
from cases.models import Case, Person, PersonDetails
from tests.backstage import backstage
from tests.cast import play
from tests.factories import ContactFactory, PartyFactory
from triage import actions, agenda, asking
from triage.actions import IcoTask
from triage.models import AgendaItem, Inquiry, TriageMeeting
from zvh.guard.announce import acting_as

DUTCH = ZoneInfo("Europe/Amsterdam")


def at(day: str, clock: str = "10:00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=DUTCH)


@pytest.fixture
def clock(db):
    """Monday 16 November 2026, 9:00; the weging is on Tuesday, closing Monday 12:00."""
    with time_machine.travel(at("2026-11-16", "09:00:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def gemeente(db):
    """A Partij of lid 1, on whose behalf the bureau decides."""
    with backstage():
        return PartyFactory(name="Gemeente Duin", kind=Kind.LID1)


@pytest.fixture
def agent(politie: User) -> User:
    """The contact of the police, who is asked to every weging."""
    return _contact(politie, "politie")


@pytest.fixture
def raad(db) -> User:
    """The contact of the Raad voor de Kinderbescherming: only with a minor."""
    return _contact(play("raad", "Rita Voorbeeld", "ketenpartner", name="Raad"), "rvdk")


@pytest.fixture
def send(bram) -> Callable[..., Case]:
    """A registration that Bram has sent."""

    def sent(surname: str = "Proefpersoon", born: date = date(1985, 3, 1)) -> Case:
        with acting_as(bram):
            case = case_actions.start_registration(by=bram)
            person = Person.objects.create(
                case=case, given_by=bram.party, given_names="Test", surname=surname
            )
            PersonDetails.objects.create(
                case=case, given_by=bram.party, person=person, birth_date=born
            )
            return case_actions.send_registration(case, by=bram)

    return sent


@pytest.fixture
def put_forward(send, anna, gemeente) -> Callable[..., Case]:
    """A registration that Anna found complete and that fits the purpose."""

    def forward(**registration) -> Case:
        case = send(**registration)
        with acting_as(anna):
            judge(case, anna, gemeente)
        return fresh(case)

    return forward


@pytest.fixture
def weighing(clock, put_forward, agent) -> Callable[..., AgendaItem]:
    """A case on an agenda that was sent: the weging can begin."""

    def started(**registration) -> AgendaItem:
        case = put_forward(**registration)
        clock.move_to(at("2026-11-16", "18:30:00"))
        agenda.prepare()
        clock.move_to(at("2026-11-17", "10:00:00"))
        return item_of(case)

    return started


@pytest.fixture
def case(clock, put_forward) -> Case:
    """Found complete on Monday morning; the purpose fits."""
    return put_forward()


@pytest.fixture
def inquiry(case, anna, agent) -> Inquiry:
    """The police is asked whether it knows whom the case is about."""
    return ask(case, anna, agent.party)


def ask(case, anna, *parties):
    with acting_as(anna):
        sent = asking.send_inquiries(case, by=anna, parties=parties)
    return sent[0] if len(sent) == 1 else sent


def judge(case, anna, gemeente):
    actions.judge_complete(case, by=anna)
    actions.decide_purpose(
        case,
        by=anna,
        grounds=["nuisance"],
        motivation="Ernstige overlast in de buurt.",
        on_behalf_of=gemeente,
    )


def decide(item, by, outcome, **more):
    """Decide as this person, with what an ICO needs where it is one."""
    if outcome == "ico":
        more.setdefault("ico", IcoTask("Rust in huis", ("oggz",), "regular", {}))
    with acting_as(by):
        return actions.decide(
            item, by=by, outcome=outcome, motivation="Daarom.", **more
        )


def fresh(case: Case) -> Case:
    with backstage():
        return Case.objects.get(pk=case.pk)


def item_of(case: Case) -> AgendaItem:
    with backstage():
        items = AgendaItem.objects.select_related("case", "meeting")
        return items.filter(case=case, state="open").get()


def meeting_on(day: str) -> TriageMeeting:
    return TriageMeeting.objects.get(date=day)


def _contact(user: User, soort: str) -> User:
    with backstage():
        user.party.soorten = [soort]
        user.party.save()
        ContactFactory(party=user.party, user=user, name=user.name, email=user.email)
    return user
