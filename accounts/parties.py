"""The organisations that bound themselves to the covenant, and whom to ask there."""

from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from house.words import word
from zvh.lib.keys import new_id

if TYPE_CHECKING:
    from accounts.people import User


class Keten(models.TextChoices):
    JUSTITIE = "justitie", "Justitie"
    ZORG = "zorg", "Zorg"
    BESTUUR = "bestuur", "Bestuur"


class Kind(models.TextChoices):
    LID1 = "lid1", "Deelnemer lid 1"
    LID2 = "lid2", "Deelnemer lid 2"
    NONE = "none", "Geen deelnemer"


class PartyQuerySet(models.QuerySet["Party"]):
    def visible_to(self, user: "User") -> Self:
        """Which organisations take part is no secret among those who take part."""
        return self if user.is_authenticated else self.none()

    def with_contacts(self) -> Self:
        """With how many people can be asked there: none is a gap to be seen (G-2)."""
        counted = self.annotate(contact_count=models.Count("contacts"))
        # A query that counts keeps no order of its own.
        return counted.order_by("name")

    def bound(self, on: date) -> Self:
        """Parties that the covenant binds on that day."""
        started = self.filter(bound_since__lte=on)
        return started.filter(Q(bound_until=None) | Q(bound_until__gt=on))

    def of_soort(self, soort: str) -> Self:
        return self.filter(soorten__contains=soort)

    def lid1(self) -> Self:
        return self.filter(kind=Kind.LID1)

    def apart_from_the_house(self) -> Self:
        """Parties whose people can do the work of a case; the bureau itself cannot."""
        return self.exclude(soorten__contains=Party.BUREAU).organisations()

    def organisations(self) -> Self:
        """Without the one that stands for people of no Partij."""
        return self.exclude(soorten__contains=Party.OUTSIDE)


class Party(models.Model):
    """An organisation around the table, with one voice and one signature."""

    BUREAU = "bureau"
    OUTSIDE = "derden"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("naam", max_length=200)
    soorten = models.JSONField("soorten", default=list)
    keten = models.CharField("keten", max_length=20, choices=Keten)
    kind = models.CharField("soort deelnemer", max_length=10, choices=Kind)
    units = models.JSONField("onderdelen", default=list, blank=True)
    representative_function = models.CharField(
        "functie van de vertegenwoordiger", max_length=200, blank=True
    )
    address = models.CharField("adres", max_length=300, blank=True)
    bound_since = models.DateField("gebonden sinds", null=True, blank=True)
    bound_until = models.DateField("gebonden tot", null=True, blank=True)
    mail_domains = models.JSONField("maildomeinen", default=list, blank=True)

    objects = PartyQuerySet.as_manager()

    class Privacy:
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {
                "id",
                "name",
                "soorten",
                "keten",
                "kind",
                "units",
                "representative_function",
                "address",
                "bound_since",
                "bound_until",
                "mail_domains",
            }
        )

    class Meta:
        verbose_name = "Partij"
        verbose_name_plural = "Partijen"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("name", name="a_party_has_a_name_of_its_own"),
            models.CheckConstraint(
                name="a_bond_ends_after_it_starts",
                condition=Q(bound_until=None) | Q(bound_until__gt=F("bound_since")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_lid1(self) -> bool:
        return self.kind == Kind.LID1

    @property
    def is_the_house(self) -> bool:
        return self.BUREAU in self.soorten

    def is_bound(self, on: date) -> bool:
        started = self.bound_since is not None and self.bound_since <= on
        return started and (self.bound_until is None or self.bound_until > on)


def of_nobody() -> Party:
    """What stands where a Partij is told of somebody who is of none."""
    known = {"keten": Keten.BESTUUR, "kind": Kind.NONE, "soorten": [Party.OUTSIDE]}
    return Party.objects.get_or_create(name="Incidentele derde", defaults=known)[0]


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: "User") -> Self:
        """The bureau knows everybody's contacts, a Partij its own."""
        return self if user.is_bureau else self.filter(party=user.party_id)

    def who_is(self, user: "User") -> Self:
        """The rows that mean this person, also where nobody linked the account yet."""
        means = Q(user=user) | Q(user=None, email=user.email)
        return self.filter(means, party=user.party_id).order_by("is_deputy", "name")

    def of_key(self, key: str) -> "Contact | None":
        """The contact that an address of a page names, if there is one."""
        try:
            return self.filter(pk=UUID(key)).first()
        except ValueError:
            return None

    def of(self, *parties: Party) -> Self:
        """First whom to ask, then who stands in."""
        return self.filter(party__in=parties).order_by("is_deputy", "name")

    def with_account(self) -> Self:
        return self.filter(user__is_active=True)

    def without_account(self) -> Self:
        return self.filter(user=None)


class Contact(models.Model):
    """A person whom the bureau asks when it needs something from a Partij."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="contacts", verbose_name="Partij"
    )
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name="account",
    )
    name = models.CharField("naam", max_length=200)
    email = models.EmailField("e-mailadres", max_length=254)
    phone = models.CharField("telefoon", max_length=30, blank=True)
    is_deputy = models.BooleanField("vervanger", default=False)

    objects = ContactQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"name", "email", "phone"})
        process = frozenset({"id", "party", "user", "is_deputy"})

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        constraints = [
            models.UniqueConstraint(
                "party", "email", name="a_contact_is_named_once_per_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{word('contactpersoon', 'capital')} {str(self.pk)[:8]}"
