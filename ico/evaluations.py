"""What was learnt after a calamity, while the case goes on or just after (S-2)."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class EvaluationQuerySet(DossierQuerySet):
    def of(self, case: Case) -> "Self":
        return self.filter(case=case)

    def in_order(self) -> "Self":
        return self.select_related("by").order_by("at", "pk")


class Evaluation(DossierModel):
    """An evaluation after a calamity; its coded answers survive as facts."""

    class Said(models.TextChoices):
        YES = "yes", "Ja"
        PARTLY = "partly", "Gedeeltelijk"
        NO = "no", "Nee"

    happened = ContentTextField("wat er gebeurde")
    foreseen = models.CharField("was te voorzien", max_length=10, choices=Said)
    cooperation = models.CharField(
        "samenwerking verliep goed", max_length=10, choices=Said
    )
    worked = ContentTextField("wat werkte", blank=True)
    hindered = ContentTextField("wat werkte niet", blank=True)
    factors = ContentTextField("wat maakte het verschil", blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    at = models.DateTimeField("vastgelegd op", default=timezone.now)

    objects: ClassVar = EvaluationQuerySet.as_manager()

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset(
            {"foreseen", "cooperation", "happened", "worked", "hindered", "factors"}
        )
        process = frozenset({"by", "at"})

    class Meta:
        verbose_name = "evaluatie na een calamiteit"
        verbose_name_plural = "evaluaties na een calamiteit"
