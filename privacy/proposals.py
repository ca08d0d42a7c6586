"""What the house thinks of giving to somebody outside: tested before it goes.

To a third party five checks must hold (V-1b); to another overlegtafel questions of its
own are answered (V-4). The words of the answers are the dossier's and go with it.
"""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from privacy.recipients import Recipient
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class Need(models.TextChoices):
    NONE = "", "Nog niet getoetst"
    TASK = "task", "nodig voor een publieke taak van de ontvanger"
    INTEREST = "interest", "past bij het doel waarvoor het is verkregen"
    NEITHER = "neither", "geen van beide"


class Advice(models.TextChoices):
    NONE = "", "Nog niet gevraagd"
    ASKED = "asked", "gevraagd, nog geen antwoord"
    POSITIVE = "positive", "de commissie adviseert het te doen"
    NEGATIVE = "negative", "de commissie adviseert het niet te doen"


class Objection(models.TextChoices):
    NONE = "", "Nog niet gevraagd"
    NOBODY = "nobody", "geen enkele deelnemer heeft bezwaar"
    SOMEBODY = "somebody", "een deelnemer heeft bezwaar"


class Informs(models.TextChoices):
    """Who tells the betrokkene (V-4)."""

    NONE = "", "Nog niet afgesproken"
    BRINGING = "bringing", "de Partij die het inbrengt"
    HOUSE = "house", "het bureau"
    TABLE = "table", "de andere overlegtafel"
    NOBODY = "nobody", "niemand, om zwaarwegende redenen"


class PlannedDisclosureQuerySet(DossierQuerySet):
    def open(self) -> "Self":
        return self.filter(sent_at=None, dropped_at=None)

    def for_list(self) -> "Self":
        return self.select_related("recipient", "made_by").order_by("made_at", "pk")

    def to_review(self) -> "Self":
        """Gone for acute danger, and not looked at since."""
        return self.filter(is_vital=True, sent_at__isnull=False, reviewed_at=None)


class PlannedDisclosure(DossierModel):
    """One disclosure to somebody outside the covenant, as it is being prepared."""

    recipient = models.ForeignKey(
        Recipient, models.PROTECT, related_name="+", verbose_name="voor wie"
    )
    pieces = models.JSONField("welke inbreng (sleutels)", default=list)
    goal = ContentTextField("noodzaak en doel")
    # To a third party (WGS 1.7 lid 2 and 3).
    need = models.CharField(
        "noodzaak", max_length=10, choices=Need, default=Need.NONE, blank=True
    )
    basis = ContentTextField("grondslag", blank=True)
    advice = models.CharField(
        "advies", max_length=10, choices=Advice, default=Advice.NONE, blank=True
    )
    objection = models.CharField(
        "bezwaar", max_length=10, choices=Objection, default=Objection.NONE, blank=True
    )
    is_vital = models.BooleanField("acuut gevaar", default=False)
    danger = ContentTextField("welk gevaar", blank=True)
    vouching = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Partij van lid 1 die ervoor instaat",
    )
    # To another overlegtafel (Fryslân).
    bringing = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="welke Partij het inbrengt",
    )
    informs = models.CharField(
        "wie de betrokkene informeert",
        max_length=10,
        choices=Informs,
        default=Informs.NONE,
        blank=True,
    )
    made_at = models.DateTimeField("voorgesteld op", default=timezone.now)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="voorgesteld door"
    )
    sent_at = models.DateTimeField("verstrekt op", null=True)
    sent_key = models.UUIDField("verstrekking (sleutel)", null=True)
    dropped_at = models.DateTimeField("vervallen op", null=True)
    reviewed_at = models.DateTimeField("achteraf getoetst op", null=True)
    review = ContentTextField("uitkomst van de toets", blank=True)

    objects: ClassVar = PlannedDisclosureQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"goal", "basis", "danger", "review"})
        process = frozenset(
            {"recipient", "pieces", "need", "advice", "objection", "is_vital"}
            | {"vouching", "bringing", "informs", "made_at", "made_by", "sent_at"}
            | {"sent_key", "dropped_at", "reviewed_at"}
        )

    class Meta:
        verbose_name = "voorgenomen verstrekking"
        verbose_name_plural = "voorgenomen verstrekkingen"
        constraints = [
            models.CheckConstraint(
                name="what_could_not_wait_has_somebody_who_vouches",
                condition=Q(sent_at=None) | Q(is_vital=False) | ~Q(vouching=None),
            )
        ]

    @property
    def is_handover(self) -> bool:
        return self.recipient.kind == Recipient.Kind.TABLE

    @property
    def is_open(self) -> bool:
        return self.sent_at is None and self.dropped_at is None

    @property
    def is_to_review(self) -> bool:
        return self.is_vital and self.sent_at is not None and self.reviewed_at is None
