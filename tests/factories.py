"""Rows to start from, made behind the scenes."""

from datetime import date
from typing import Any
from uuid import uuid4

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

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

BUREAU = "bureau"


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    name = factory.Sequence(lambda n: f"Partij {n}")
    keten = Keten.ZORG
    kind = Kind.LID2
    bound_since = date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persoon{n}@partij.example")
    name = factory.Sequence(lambda n: f"Persoon {n}")
    party = factory.SubFactory(PartyFactory)
    must_change_password = False

    @factory.post_generation
    def roles(self, create: bool, given: Any, **kwargs: Any) -> None:
        for role in given or ():
            AuthorisationFactory(user=self, role=role, designated_by=self.party)
            if role in Role.bureau():
                self.groups.add(Group.objects.get_or_create(name=BUREAU)[0])


class AuthorisationFactory(DjangoModelFactory):
    class Meta:
        model = Authorisation

    user = factory.SubFactory(UserFactory)
    role = Role.KETENPARTNER
    function = Function.VERWERKING
    designated_by = factory.SubFactory(PartyFactory)
    reason = "Werkt mee aan casussen."
    until = date(2099, 12, 31)
    since = date(2020, 1, 1)
    confirmed_at = factory.LazyFunction(timezone.now)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    party = factory.SubFactory(PartyFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@partij.example")


def some_key() -> str:
    """A key that belongs to nothing."""
    return str(uuid4())
