"""The people who play in the tests, and how they come in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Keten, Kind, Role, User
from accounts.sessions import SECOND_FACTOR
from tests.backstage import backstage
from tests.factories import BUREAU, PartyFactory, UserFactory


def play(email: str, name: str, /, *roles: str, **party: Any) -> User:
    """Somebody with these roles, of a Partij of their own."""
    with backstage():
        Group.objects.get_or_create(name=BUREAU)
        return UserFactory(
            email=f"{email}@rollen.example",
            name=name,
            roles=roles,
            party=PartyFactory(**party),
        )


@pytest.fixture
def anna(db: None) -> User:
    """The procescoördinator."""
    return play("anna", "Anna Voorbeeld", Role.PROCESCOORDINATOR, name="Het huis")


@pytest.fixture
def bas(db: None) -> User:
    """The procesondersteuner, who is the regional administrator too."""
    return play("bas", "Bas Voorbeeld", Role.PROCESONDERSTEUNER, name="Huis (bas)")


@pytest.fixture
def mirjam(db: None) -> User:
    """The manager."""
    return play("mirjam", "Mirjam Voorbeeld", Role.MANAGER, name="Huis (mirjam)")


@pytest.fixture
def bram(db: None) -> User:
    """A ketenpartner, who registers cases for the GGZ."""
    return play("bram", "Bram Voorbeeld", Role.KETENPARTNER, name="GGZ De Linde")


@pytest.fixture
def cato(db: None) -> User:
    """A ketenpartner of another organisation, who is let into nothing."""
    return play("cato", "Cato Voorbeeld", Role.KETENPARTNER, name="Reclassering")


@pytest.fixture
def politie(db: None) -> User:
    """A ketenpartner of the police, who sits at every weging."""
    return play(
        *("politie", "Pim Voorbeeld", Role.KETENPARTNER),
        name="Politie",
        keten=Keten.JUSTITIE,
        kind=Kind.LID1,
    )


@pytest.fixture
def fg(db: None) -> User:
    """The privacy officer."""
    return play("fg", "Fleur Voorbeeld", Role.FG, name="Huis (fg)")


@pytest.fixture
def bestuurder(db: None) -> User:
    """A member of the board, who sees totals only."""
    return play("bestuurder", "Bo Voorbeeld", Role.BESTUURDER, name="Gemeente Duin")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser in which this person has signed in with both factors."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session[SECOND_FACTOR] = str(user.pk)
        session.save()
        return client

    return signed_in
