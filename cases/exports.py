"""What is kept of a list: a choice of filters, and that it was taken along."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from zvh.guard.models import EvidenceModel, Keep
from zvh.lib.keys import new_id

if TYPE_CHECKING:
    from typing import Self


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, user: User, listing: str) -> "Self":
        return self.filter(user=user, listing=listing).order_by("saved_at")

    def visible_to(self, user: User) -> "Self":
        return self.filter(user=user)


class SavedView(models.Model):
    """Which answers somebody chose in a list: keys from closed lists, never a text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name="van wie"
    )
    listing = models.CharField("lijst", max_length=40)
    values = models.JSONField("keuze", default=dict)
    saved_at = models.DateTimeField("bewaard op", default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Privacy:
        personal: frozenset[str] = frozenset()
        process = frozenset({"id", "user", "listing", "values", "saved_at"})

    class Meta:
        verbose_name = "bewaarde keuze"
        verbose_name_plural = "bewaarde keuzes"
        constraints = [
            models.UniqueConstraint(
                fields=("user", "listing", "values"), name="a_choice_is_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Bewaarde keuze {str(self.pk)[-8:]}"


class Export(EvidenceModel):
    """That a list was taken along as a file: by whom, why, with how much in it."""

    class Reason(models.TextChoices):
        MEETING = "meeting", "Een overleg voorbereiden"
        DIVIDING = "dividing", "Het werk verdelen of plannen"
        CHECKING = "checking", "De registratie controleren"
        ACCOUNTING = "accounting", "Verantwoorden of een rapport maken"
        ELSEWHERE = "elsewhere", "Doorwerken als het systeem niet bereikbaar is"

    class Suffix(models.TextChoices):
        XLSX = "xlsx", "Excel (xlsx)"
        CSV = "csv", "Tekst met puntkomma’s (csv)"

    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="uitgevoerd door"
    )
    listing = models.CharField("lijst", max_length=40)
    values = models.JSONField("keuze", default=dict)
    reason = models.CharField("waarvoor", max_length=20, choices=Reason)
    suffix = models.CharField("soort bestand", max_length=10, choices=Suffix)
    count = models.PositiveIntegerField("aantal rijen")

    objects: ClassVar[Any] = models.Manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset({"by", "listing", "values", "reason", "suffix", "count"})

    class Meta:
        verbose_name = "uitvoer"
        verbose_name_plural = "uitvoeren"
