"""What people in a plan tell each other, and that somebody's part in it ends (F-5)."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Party, User
from cases import along
from cases.identity import LEADER_LEFT
from cases.models import Case
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self
    from uuid import UUID


class DevelopmentQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The row policy says who reads it: most readers have no grant on the case."""
        return super().visible_to(user) if user.is_bureau else self.all()

    def in_order(self) -> "Self":
        people = self.select_related("by", "party")
        return people.prefetch_related("readers__party").order_by("-at", "-pk")

    def of(self, case_id: "UUID") -> "Self":
        return self.filter(case_id=case_id)

    def untold(self) -> "Self":
        return self.filter(told_at=None)


class Development(DossierModel):
    """Something that happened, told by who is in the plan to who needs to know.

    It replaces the mail group: what was told stays in the house, and goes with it.
    """

    class Audience(models.TextChoices):
        CHOSEN = "chosen", "Gekozen Partijen, en het bureau"
        BUREAU = "bureau", "Alleen het bureau"

    text = ContentTextField("wat er is gebeurd")
    audience = models.CharField("voor wie", max_length=10, choices=Audience)
    reference = models.CharField("kenmerk van de casus", max_length=20, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verteld door"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="namens"
    )
    at = models.DateTimeField("verteld op", default=timezone.now)
    told_at = models.DateTimeField("bericht gestuurd op", null=True)

    objects: ClassVar = DevelopmentQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text"})
        process = frozenset({"audience", "reference", "by", "party", "at", "told_at"})

    class Meta:
        verbose_name = "ontwikkeling"
        verbose_name_plural = "ontwikkelingen"
        indexes = [
            models.Index(
                "at",
                name="developments_to_tell",
                condition=models.Q(told_at=None),
            )
        ]


class DevelopmentReader(DossierModel):
    """For which Partij a development is meant."""

    development = models.ForeignKey(
        Development,
        models.DO_NOTHING,
        related_name="readers",
        verbose_name="ontwikkeling",
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )

    objects: ClassVar = DossierQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal: frozenset[str] = frozenset()
        process = frozenset({"development", "party"})

    class Meta:
        verbose_name = "lezer van een ontwikkeling"
        verbose_name_plural = "lezers van ontwikkelingen"
        constraints = [
            models.UniqueConstraint(
                fields=["development", "party"],
                name="a_development_is_meant_for_a_party_once",
            )
        ]


class DepartureQuerySet(DossierQuerySet):
    def standing(self) -> "Self":
        return self.filter(settled_at=None)

    def of_leaders(self) -> "Self":
        """Of who led the case, and has no part in it any more."""
        return self.standing().filter(kind=Departure.Kind.STOPS, led=True)


class Departure(DossierModel):
    """That somebody's part in a case ended, or who led it passes that on (P-7).

    Where the part ends the row itself takes the access away, at once: the database
    acts when it is added. Who comes after them, the bureau arranges.
    """

    class Kind(models.TextChoices):
        STOPS = "stops", "Betrokkenheid stopt"
        HANDS_OVER = "hands_over", "Draagt de casusregie over"

    kind = models.CharField("wat", max_length=10, choices=Kind, default=Kind.STOPS)
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="wie vertrok"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="van"
    )
    at = models.DateTimeField("vertrokken op", default=timezone.now)
    why = ContentTextField("waarom")
    successor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="voorgestelde opvolger",
    )
    led = models.BooleanField("was casusregisseur", default=False)
    settled_at = models.DateTimeField("geregeld op", null=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="geregeld door"
    )

    objects: ClassVar = DepartureQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"why"})
        process = frozenset(
            {"kind", "user", "party", "at", "successor", "led"}
            | {"settled_at", "settled_by"}
        )

    class Meta:
        verbose_name = "vertrek uit een casus"
        verbose_name_plural = "vertrekken uit een casus"
        indexes = [
            models.Index(
                "at",
                name="departures_without_successor",
                condition=models.Q(settled_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="who_settles_a_departure_says_when",
                condition=models.Q(settled_at=None, settled_by=None)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
            )
        ]


def leader_of(case: Case) -> User | None:
    """Who leads the case; between leaving and what is settled that is nobody (O-9)."""
    leader: User | None = case.casusregisseur
    if leader is None or along.told(case, LEADER_LEFT):
        return None
    return leader
