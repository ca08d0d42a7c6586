"""A case in the phase ICO, and a table around it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Kind, Party, Role, SecurePage, User
from cases.lifecycle import Phase
from cases.models import Case, Registration
from ico import actions
from ico.models import Action, Meeting, Plan
from tests.backstage import backstage
from tests.cast import play
from tests.factories import PartyFactory
from tests.ico.through_a_page import GATEWAY, listed, page_of, sent
from tests.stories import in_phase
from zvh.guard.announce import acting_as


@pytest.fixture
def case(bram: User, anna: User) -> Case:
    """Registered by Bram of the GGZ; the weging decided on an ICO."""
    return in_phase(Phase.ICO, partner=bram, anna=anna)


@pytest.fixture
def untold(case: Case) -> Case:
    """The sender did not tell the betrokkene."""
    with backstage():
        Registration.objects.filter(case=case).update(informed="unknown")
    return case


@pytest.fixture
def noor(db: None) -> User:
    """A ketenpartner of the municipality, who takes part in the meeting."""
    return play(
        *("noor", "Noor Voorbeeld", Role.KETENPARTNER),
        name="Gemeente Zee",
        kind=Kind.LID1,
    )


@pytest.fixture
def starts_at() -> datetime:
    return (timezone.now() + timedelta(days=14)).replace(
        minute=0, second=0, microsecond=0
    )


@pytest.fixture
def meeting(case: Case, anna: User, starts_at: datetime) -> Meeting:
    """Planned by Anna, two weeks from now; nobody is invited yet."""
    with acting_as(anna):
        return actions.plan_meeting(case, by=anna, **plan_of(anna, starts_at))


@pytest.fixture
def invite(meeting: Meeting, anna: User) -> Callable[..., SimpleNamespace]:
    """Anna invites somebody to the meeting and sends it."""

    def invited(guest: User) -> object:
        with acting_as(anna):
            made = actions.invite(
                meeting,
                by=anna,
                guest=guest,
                ground="beeldvorming",
                reason="Kent het gezin.",
                about="Test Proefpersoon, 17 mei 1984",
                asked="Vertel over de woonsituatie.",
            )
            actions.send_invitations(meeting, by=anna)
        return made

    return invited


def plan_of(anna: User, starts_at: datetime) -> dict[str, object]:
    return {
        "chair": anna,
        "writer": anna,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "place": "Zaal Duinroos",
        "goal": "Het gezin kan blijven wonen.",
        "decisions": ["align"],
        "themes": ["woonoverlast"],
    }


@pytest.fixture
def table(
    invite: Callable[..., object],
    meeting: Meeting,
    noor: User,
    politie: User,
    bram: User,
) -> list[User]:
    """Noor, the police and Bram sit at the table, and it has begun."""
    for guest in (noor, politie, bram):
        invite(guest)
    begin(meeting)
    return [noor, politie, bram]


@pytest.fixture
def held(table: list[User], meeting: Meeting, anna: User, noor: User) -> Meeting:
    """A meeting that went well: everything was said, agreed and decided."""
    with acting_as(anna):
        found = Meeting.objects.get(pk=meeting.pk)
        for seat in found.attendances.all():
            actions.come_or_go(seat, by=anna)
        for section in found.sections.all():
            actions.write_section(section, by=anna, text=f"Over {section.heading}.")
        found = Meeting.objects.get(pk=meeting.pk)
        follow_up = timezone.localdate() + timedelta(days=60)
        actions.decide(
            found,
            by=anna,
            agreed_goal="Het gezin woont rustig.",
            follow_up_on=follow_up,
        )
        agree(found, anna, noor)
        actions.add_criterion(found.case, by=anna, text="Drie maanden geen melding.")
        actions.name_casusregisseur(found.case, by=anna, user=noor)
        return actions.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)


def begin(meeting: Meeting) -> None:
    """What was released is read from here on, without a second key (I-5)."""
    with backstage():
        meeting.starts_at = timezone.now()
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at)


def agree(meeting: Meeting, anna: User, who: User, *, days: int = 30) -> Action:
    return actions.agree(
        meeting.case,
        by=anna,
        meeting=meeting,
        what="Vraagt schuldhulp aan.",
        owner=who.party,
        responsible_user=who,
        due_on=timezone.localdate() + timedelta(days=days),
        expected="Er is een regeling.",
    )


@pytest.fixture
def plan(held: Meeting, anna: User) -> Plan:
    """A draft, made from the meeting."""
    with acting_as(anna):
        return actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)


@pytest.fixture
def established(plan: Plan, anna: User) -> Plan:
    with acting_as(anna):
        return actions.establish_plan(plan, by=anna)


@pytest.fixture
def gateway(db: None, settings: Any) -> Iterator[None]:
    """The house sends codes as text messages, and nobody asked for one before."""
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def thuiszorg(db: None) -> Party:
    with backstage():
        return PartyFactory(name="Thuiszorg Proef")


@pytest.fixture
def kim(gateway: None, meeting: Meeting, anna: User, thuiszorg: Party) -> SecurePage:
    """Invited without account, by a letter that is out."""
    invitation = listed(meeting, anna, thuiszorg)
    sent(meeting, anna)
    return page_of(invitation)
