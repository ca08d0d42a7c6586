"""That the bureau typed a registration for somebody who told it (A-5)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class DictationQuerySet(DossierQuerySet):
    def unanswered_by(self, user: User) -> "Self":
        """Sent in somebody's name, of which they did not say yet whether it is so."""
        sent = self.filter(spoken_by=user, case__registered_at__isnull=False)
        return sent.filter(answered_at=None).select_related("case", "typed_by")

    def corrected(self, cases: models.QuerySet[Any]) -> "Self":
        """Of which the sender of one of these cases said that it must be different."""
        said = self.filter(is_right=False, case__in=cases).order_by("answered_at")
        return said.select_related("case", "spoken_by")


class Dictation(DossierModel):
    """Who told a registration, who typed it, and whether the first found it right."""

    class Way(models.TextChoices):
        PHONE = "phone", "per telefoon"
        MAIL = "mail", "per beveiligde mail"
        TALK = "talk", "in een gesprek"

    spoken_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verteld door"
    )
    typed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="getypt door"
    )
    way = models.CharField("hoe", max_length=10, choices=Way)
    at = models.DateTimeField("verteld op", default=timezone.now)
    is_right = models.BooleanField("klopt volgens de aanmelder", null=True)
    correction = ContentTextField("wat er anders moet", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True)

    objects: ClassVar[Any] = DictationQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"correction"})
        process = frozenset(
            {"spoken_by", "typed_by", "way", "at", "is_right", "answered_at"}
        )

    class Meta:
        verbose_name = "aanmelding die het bureau typte"
        verbose_name_plural = "aanmeldingen die het bureau typte"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="a_registration_is_dictated_once"
            )
        ]
