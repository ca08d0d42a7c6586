"""What the minutes said before, what two people wrote at once, and what was mended."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from ico.meetings import Meeting
from ico.minutes import MinutesSection
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class TextQuerySet(DossierQuerySet):
    def of_kind(self, *kinds: "MinutesText.Kind") -> "Self":
        return self.filter(kind__in=kinds)

    def open(self) -> "Self":
        """What was typed beside another's text, and waits to be chosen from."""
        beside = self.filter(kind=MinutesText.Kind.BESIDE, settled_at=None)
        return beside.select_related("written_by")

    def newest_first(self) -> "Self":
        return self.select_related("written_by").order_by("-written_at", "-pk")


class MinutesText(DossierModel):
    """A text of one piece of the minutes beside the one that stands; never thrown away.

    What it was before, what was typed while somebody else wrote, or a correction of
    what was established.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", "Eerdere versie"
        BESIDE = "beside", "Tegelijk geschreven"
        CORRECTION = "correction", "Correctie"

    section = models.ForeignKey(
        MinutesSection,
        models.DO_NOTHING,
        related_name="texts",
        verbose_name="deel van het verslag",
    )
    kind = models.CharField("soort", max_length=10, choices=Kind)
    text = ContentTextField("tekst", blank=True)
    written_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="geschreven door",
    )
    written_at = models.DateTimeField("geschreven op", default=timezone.now)
    written_from = models.UUIDField("vanaf welke pagina (sleutel)", null=True)
    written_nth = models.PositiveIntegerField("hoeveelste van die pagina", default=0)
    settled_at = models.DateTimeField("gekozen op", null=True)

    objects: ClassVar = TextQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text"})
        process = frozenset(
            {"section", "kind", "written_by", "written_at", "settled_at"}
            | {"written_from", "written_nth"}
        )

    class Meta:
        verbose_name = "bewaarde tekst van het verslag"
        verbose_name_plural = "bewaarde teksten van het verslag"
        constraints = [
            models.CheckConstraint(
                name="only_what_was_typed_at_once_is_chosen_from",
                condition=Q(kind="beside") | Q(settled_at=None),
            )
        ]


class Presence(DossierModel):
    """Who has the minutes of a meeting open, and in which piece they write."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="presences", verbose_name="overleg"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="wie")
    section = models.ForeignKey(
        MinutesSection,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name="deel van het verslag",
    )
    seen_at = models.DateTimeField("gezien op", default=timezone.now)

    class Privacy:
        keep = Keep.WORK
        personal: frozenset[str] = frozenset()
        process = frozenset({"meeting", "user", "section", "seen_at"})

    class Meta:
        verbose_name = "wie het verslag open heeft"
        verbose_name_plural = "wie het verslag open hebben"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], name="somebody_is_at_a_meeting_once"
            )
        ]
