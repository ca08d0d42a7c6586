"""The people a case is about; each belongs to exactly one case."""

from django.db import models

from accounts.models import Party
from cases.categories import Category
from house.words import spoken
from zvh.guard.content import ContentDateField, ContentTextField
from zvh.guard.models import DossierModel, Keep


class WithdrawableModel(DossierModel):
    """A row that `actions.take_out` removes at once when it was withdrawn."""

    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, editable=False)

    class Meta:
        abstract = True


class GivenModel(WithdrawableModel):
    """A row that somebody gave, and that stays that Partij's (zeggenschap, I-3)."""

    given_by = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="gegeven door"
    )

    class Meta:
        abstract = True


class Person(GivenModel):
    """A betrokkene, or somebody around them, in exactly one case."""

    class Role(models.TextChoices):
        BETROKKENE = "betrokkene", "Betrokkene"
        FAMILY = "family", "Gezinslid"
        VICTIM = "victim", "Slachtoffer"
        NETWORK = "network", "Iemand uit het netwerk"

        @property
        def said(self) -> str:
            """The role in the words of this house."""
            return spoken(self.label)

    role = models.CharField("rol", max_length=20, choices=Role, default=Role.BETROKKENE)
    given_names = ContentTextField("voornamen", blank=True)
    prefix = ContentTextField("tussenvoegsel", blank=True)
    surname = ContentTextField("achternaam")

    class Privacy:
        keep = Keep.SHELL
        categories = dict.fromkeys(
            ("given_names", "prefix", "surname"), Category.IDENTITY
        )
        personal = frozenset(categories)
        process = frozenset({"role", "given_by", "withdrawn_at"})

    class Meta:
        verbose_name = "betrokkene"
        verbose_name_plural = "betrokkenen"

    @property
    def full_name(self) -> str:
        return " ".join(
            part for part in (self.given_names, self.prefix, self.surname) if part
        )

    @property
    def initials(self) -> str:
        """How a list names somebody: 'J. de V.'"""
        first = f"{self.given_names[:1]}. " if self.given_names else ""
        middle = f"{self.prefix} " if self.prefix else ""
        return f"{first}{middle}{self.surname[:1]}."


class PersonDetails(GivenModel):
    """The particulars of a person that are needed while the work goes on."""

    person = models.OneToOneField(
        Person, models.DO_NOTHING, related_name="details", verbose_name="betrokkene"
    )
    birth_date = ContentDateField("geboortedatum", null=True, blank=True)
    bsn = ContentTextField("burgerservicenummer", blank=True)
    address = ContentTextField("adres", blank=True)
    gemeente = ContentTextField("gemeente", blank=True)
    phone = ContentTextField("telefoon", blank=True)
    relation = ContentTextField("relatie met de anderen", blank=True)

    class Privacy:
        keep = Keep.WORK
        categories = {
            "birth_date": Category.IDENTITY,
            "bsn": Category.BSN,
            "address": Category.LIVING,
            "gemeente": Category.LIVING,
            "phone": Category.IDENTITY,
            "relation": Category.RELATIONS,
        }
        personal = frozenset(categories)
        process = frozenset({"person", "given_by", "withdrawn_at"})

    class Meta:
        verbose_name = "persoonsgegevens"
        verbose_name_plural = "persoonsgegevens"
