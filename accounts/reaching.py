"""Whether every Partij can be reached; a gap shows before somebody must be asked."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone

from accounts.authorisations import Role
from accounts.parties import Contact, Party, PartyQuerySet
from accounts.people import User
from house import counting
from house.counting import Asked


@dataclass
class Reach:
    """The gaps, each of a kind with its own remedy; a Partij may have several."""

    without_contact: list[Party] = field(default_factory=list)
    without_account: list[Party] = field(default_factory=list)
    only_deputies: list[Party] = field(default_factory=list)
    closed: list[Contact] = field(default_factory=list)
    without_role: list[Contact] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not any(vars(self).values())


def of_everybody() -> Reach:
    """Of the Partijen that the covenant binds today; the house asks itself nothing."""
    reach = Reach()
    answering = set(
        User.objects.holding(Role.KETENPARTNER).values_list("pk", flat=True)
    )
    contacts = Contact.objects.select_related("user", "party").order_by("name")
    asked = _asked().prefetch_related(Prefetch("contacts", contacts))
    for party in asked:
        _look_at(party, list(party.contacts.all()), reach)
        for contact in party.contacts.all():
            _look_at_account(contact, answering, reach)
    return reach


def unreachable() -> list[Party]:
    """Bound, and nobody is known there: what nobody should find out too late (G-2)."""
    return list(_asked().filter(contacts=None).order_by("name"))


@counting.counted("accounts:parties")
def gaps(user: User) -> Asked | None:
    """At how many Partijen nobody is known, for who keeps them up to date."""
    if not user.is_procesondersteuner:
        return None
    return counting.rows(_asked().filter(contacts=None))


def people_to_ask(*parties: Party) -> list[Contact]:
    """Their contacts with an account that may answer; deputies among them."""
    partners = User.objects.holding(Role.KETENPARTNER)
    contacts = Contact.objects.of(*parties).with_account()
    return list(contacts.filter(user__in=partners.values("pk")).select_related("user"))


def _asked() -> PartyQuerySet:
    return Party.objects.bound(timezone.localdate()).apart_from_the_house()


def _look_at(party: Party, contacts: list[Contact], reach: Reach) -> None:
    if not contacts:
        reach.without_contact.append(party)
        return
    if all(contact.user_id is None for contact in contacts):
        reach.without_account.append(party)
    if all(contact.is_deputy for contact in contacts):
        reach.only_deputies.append(party)


def _look_at_account(contact: Contact, answering: set[object], reach: Reach) -> None:
    if contact.user is None:
        return
    if not contact.user.is_active:
        reach.closed.append(contact)
    elif contact.user_id not in answering:
        reach.without_role.append(contact)
