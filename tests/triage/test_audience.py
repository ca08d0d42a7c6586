"""In whatever order things happen, nobody reads what its owner does not allow.

What is expected follows from what the owner said and who is let in; after each act
everybody looks: through pages, lists, search and export, and by hand in SQL.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases import actions as cases
from cases import grants, lists
from cases.grants import Why
from cases.models import Case, Contribution
from tests.backstage import backstage
from tests.cast import play
from tests.triage.conftest import _contact, ask, at, item_of
from triage import actions, agenda, answering, contesting
from triage.answering import Given, Told
from triage.models import AgendaItem, Inquiry, TriageMeeting
from zvh.guard.announce import Purpose, acting_as, announced
from zvh.guard.models import Overtaken

LISTS = ("triage:current", "triage:own_inquiries", "cases:start", "cases:today")
KINDS = [one.key for one in lists.every()]
TAKEN = {"reason": "checking", "suffix": "csv"}
REFUSALS = (PermissionDenied, ObjectDoesNotExist, Overtaken)
MARK = "Geheimenis"


@dataclass
class World:
    """The people and the case, as they are when each example begins."""

    clock: Any
    case: Case
    inquiry: Inquiry
    item: AgendaItem
    anna: User
    owner: User
    reader: User
    others: list[User]
    browsers: dict[User, Client]


@dataclass(frozen=True)
class Expected:
    """What stands, whether the owner allows it, and whether the reader is let in."""

    text: str = ""
    is_allowed: bool = False
    is_let_in: bool = False
    count: int = 0

    @property
    def read(self) -> str:
        return self.text if self.is_allowed and self.is_let_in else ""


Act = Callable[[World, Expected], Expected]


def done(user: User, act: Callable[[], object]) -> bool:
    """Whether this person could do it; what was refused changed nothing."""
    with suppress(*REFUSALS), transaction.atomic(), acting_as(user):
        act()
        return True
    return False


def own_inquiry(world: World) -> Inquiry:
    return Inquiry.objects.visible_to(world.owner).get(pk=world.inquiry.pk)


def own_piece() -> Contribution:
    return Contribution.objects.get(withdrawn_at=None)


def answered(world: World, told: Expected, text: str, *, allowed: bool) -> Expected:
    said = (Told(text, "police", "registraties"),) if text else ()
    answer = Given("known", said, for_triage=allowed)
    if done(
        world.owner,
        lambda: answering.answer(own_inquiry(world), by=world.owner, given=answer),
    ):
        return replace(told, text=text, is_allowed=allowed, count=told.count + 1)
    return told


def give(world: World, told: Expected) -> Expected:
    text = f"{MARK}-{told.count}"
    return answered(world, told, text, allowed=told.is_allowed)


def allow(world: World, told: Expected) -> Expected:
    return answered(world, told, told.text, allowed=True)


def forbid(world: World, told: Expected) -> Expected:
    return answered(world, told, told.text, allowed=False)


def deny(world: World, told: Expected) -> Expected:
    """Not known after all: what was told is taken back."""
    given = Given("unknown")
    if done(
        world.owner,
        lambda: answering.answer(own_inquiry(world), by=world.owner, given=given),
    ):
        return replace(told, text="", is_allowed=False)
    return told


def correct(world: World, told: Expected) -> Expected:
    text = f"{MARK}-{told.count}"
    if done(
        world.owner,
        lambda: answering.correct(own_piece(), by=world.owner, text=text),
    ):
        return replace(told, text=text, count=told.count + 1)
    return told


def withdraw(world: World, told: Expected) -> Expected:
    if done(world.owner, lambda: answering.take_back(own_piece(), by=world.owner)):
        return replace(told, text="")
    return told


def contest(world: World, told: Expected) -> Expected:
    """It was written down by telephone, and the owner says that it is not so."""
    with backstage():
        for row in Inquiry.objects.filter(pk=world.inquiry.pk).exclude(answer=""):
            row.spoken_by = "Iemand, per telefoon"
            row.save()
    if done(
        world.owner,
        lambda: contesting.contest(own_inquiry(world), by=world.owner, text="Nee."),
    ):
        return replace(told, is_allowed=False)
    return told


def send(world: World, told: Expected) -> Expected:
    with backstage():
        case = Case.objects.get(pk=world.case.pk)
        opens = not case.is_restricted and not case.is_shielded
    meeting = TriageMeeting.objects.get(pk=world.item.meeting_id)
    if done(world.anna, lambda: agenda.send(meeting, by=world.anna)):
        return replace(told, is_let_in=opens)
    return told


def close(world: World, told: Expected) -> Expected:
    meeting = TriageMeeting.objects.get(pk=world.item.meeting_id)
    if done(world.anna, lambda: agenda.close(meeting, by=world.anna)):
        return replace(told, is_let_in=False)
    return told


def end_grant(world: World, told: Expected) -> Expected:
    with acting_as(world.anna), announced(world.anna, purpose=Purpose.AGENDA):
        grants.withdraw(
            case_id=world.case.pk,
            why=Why.AGENDA,
            source_id=world.item.meeting_id,
            user=world.reader,
        )
    return replace(told, is_let_in=False)


def restrict(world: World, told: Expected) -> Expected:
    def act() -> None:
        cases.restrict(Case.objects.get(pk=world.case.pk), by=world.anna, names=[])

    return replace(told, is_let_in=told.is_let_in and not done(world.anna, act))


def shield(world: World, told: Expected) -> Expected:
    """Decided, helped and scaled down: it has left every list."""

    def act() -> None:
        item = AgendaItem.objects.get(pk=world.item.pk)
        actions.decide(item, by=world.anna, outcome="support", motivation="Zo.")
        cases.scale_down(Case.objects.get(pk=world.case.pk), by=world.anna)

    return replace(told, is_let_in=told.is_let_in and not done(world.anna, act))


def midnight(world: World, told: Expected) -> Expected:
    world.clock.move_to(at("2026-11-18", "00:00:00"))
    return replace(told, is_let_in=False)


ACTS: list[Act] = [
    *(give, allow, forbid, deny, correct, withdraw, contest),
    *(send, close, end_grant, restrict, shield, midnight),
]


@pytest.fixture
def world(clock, case, anna, agent, bram, cato, raad, sign_in) -> World:
    """The police is asked; the prosecutor sits at the table with them."""
    reader = _contact(play("olga", "Olga Voorbeeld", "ketenpartner", name="OM"), "om")
    inquiry = ask(case, anna, agent.party)
    clock.move_to(at("2026-11-17", "09:00:00"))
    with backstage():
        # Longer than in life, so that every order of acts can be tried.
        inquiry.answer_before = at("2026-11-30")
        inquiry.save()
    people = [anna, agent, reader, bram, cato, raad]
    return World(
        clock=clock,
        case=case,
        inquiry=inquiry,
        item=item_of(case),
        anna=anna,
        owner=agent,
        reader=reader,
        others=[bram, cato, raad],
        browsers={user: sign_in(user) for user in people},
    )


@pytest.mark.long
@pytest.mark.eis("I-3", "I-4", "P-3", "P-4")
@pytest.mark.safety("X6")
@settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=3, max_size=7))
def test_no_order_of_acts_shows_what_its_owner_does_not_allow(world, acts):
    began = at("2026-11-17", "09:00:00")
    world.clock.move_to(began)
    with transaction.atomic():
        told = Expected()
        for minutes, act in enumerate(acts, start=1):
            if act is not midnight and told is not None:
                world.clock.shift(timedelta(minutes=minutes))
            told = act(world, told)
            look(world, told)
        transaction.set_rollback(True)


@pytest.mark.eis("I-3", "I-4", "P-3", "P-4")
@pytest.mark.parametrize(
    "acts",
    [
        [give, allow, send],
        [send, give, allow, correct],
        [give, allow, send, forbid, allow, withdraw],
        [give, allow, send, contest, allow],
        [give, allow, send, shield],
        [give, allow, send, midnight],
        [give, allow, send, end_grant, allow, correct],
        [give, allow, restrict, send],
    ],
    ids=lambda acts: "-".join(act.__name__ for act in acts),
)
def test_each_of_these_orders_too(world, acts):
    told = Expected()
    for act in acts:
        told = act(world, told)
        look(world, told)


def look(world: World, told: Expected) -> None:
    """Everybody looks everywhere; the reader reads what is expected and no more."""
    assert by_hand(world.reader) == ([told.read] if told.read else [])
    seen = pages_of(world, world.reader)
    assert (MARK in seen) == bool(told.read)
    assert told.read in seen
    for other in world.others:
        assert by_hand(other) == []
        assert MARK not in pages_of(world, other)


def by_hand(user: User) -> list[str]:
    """What the role of the application gives this person, whatever the pages do."""
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_contribution")
        (count,) = cursor.fetchone()
        pieces = list(Contribution.objects.all())
        assert count == len(pieces)
        return [piece.text for piece in pieces]


def pages_of(world: World, user: User) -> str:
    """All that these pages say to this person."""
    browser = world.browsers[user]
    keys = {
        "triage:item": world.item.pk,
        "triage:meeting": world.item.meeting_id,
        "triage:inquiry": world.inquiry.pk,
        "cases:information": world.case.pk,
        "cases:timeline": world.case.pk,
        "triage:inquiries": world.case.pk,
    }
    asked = [
        *(browser.get(reverse(name)) for name in LISTS),
        *(browser.get(reverse(name, args=[key])) for name, key in keys.items()),
        browser.post(reverse("cases:search"), {"q": MARK}),
        *(browser.post(reverse("cases:export", args=[key]), TAKEN) for key in KINDS),
    ]
    return "".join(answer.text for answer in asked)
