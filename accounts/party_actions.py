"""What can happen to a Partij and to whom one asks there."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts import rules
from accounts.parties import Contact, Party
from accounts.people import User


@transaction.atomic
def add_party(*, by: User, **told: Any) -> Party:
    """An organisation that may take part; until it signs it is asked nothing."""
    rules.administer(by)
    return Party.objects.create(**told)


@transaction.atomic
def change_party(party: Party, *, by: User, **told: Any) -> Party:
    """Put right what is known of a Partij; its bond has an act of its own."""
    rules.administer_party(by, party)
    for name, value in told.items():
        setattr(party, name, value)
    party.save()
    return party


@transaction.atomic
def bind_party(
    party: Party, *, by: User | None, since: date, until: date | None = None
) -> None:
    """The Partij signed the covenant: it can be asked and invited in these days."""
    if by is not None:
        rules.administer_party(by, party)
    party.bound_since, party.bound_until = since, until
    party.save(update_fields=["bound_since", "bound_until"])


@transaction.atomic
def add_contact(
    party: Party,
    *,
    by: User,
    name: str,
    email: str,
    phone: str = "",
    is_deputy: bool = False,
) -> Contact:
    """Somebody to ask at a Partij; with an account where the address has one there."""
    rules.administer_party(by, party)
    email = email.strip().lower()
    return Contact.objects.create(
        party=party,
        user=_account_of(party, email),
        name=name,
        email=email,
        phone=phone,
        is_deputy=is_deputy,
    )


@transaction.atomic
def change_contact(
    contact: Contact,
    *,
    by: User,
    name: str,
    email: str,
    phone: str = "",
    is_deputy: bool = False,
) -> Contact:
    """Put right who this is; another address may belong to another account."""
    rules.administer_contact(by, contact)
    contact.name, contact.phone, contact.is_deputy = name, phone, is_deputy
    contact.email = email.strip().lower()
    contact.user = _account_of(contact.party, contact.email)
    contact.save()
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: User) -> None:
    rules.administer_contact(by, contact)
    contact.delete()


def link_contacts(user: User) -> None:
    """Whoever was asked before having an account is asked by that account now."""
    waiting = Contact.objects.of(user.party).without_account()
    for contact in waiting.filter(email=user.email):
        contact.user = user
        contact.save(update_fields=["user"])


def _account_of(party: Party, email: str) -> User | None:
    found: User | None = User.objects.filter(party=party, email=email).first()
    return found
