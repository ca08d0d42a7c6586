"""What a table advises to the quick settlement of criminal cases (O-12)."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.models import WithdrawableModel
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierQuerySet, Keep


class ZsmAdviceQuerySet(DossierQuerySet):
    def standing(self) -> "ZsmAdviceQuerySet":
        return self.filter(withdrawn_at=None).order_by("advised_on", "pk")


class ZsmAdvice(WithdrawableModel):
    """One advice to ZSM: kept with the case as long as its plan."""

    meeting = models.ForeignKey(
        Meeting,
        models.DO_NOTHING,
        null=True,
        related_name="zsm_advices",
        verbose_name="overleg",
    )
    text = ContentTextField("advies")
    asked_by = ContentTextField("wie vroeg erom", blank=True)
    advised_on = models.DateField("gegeven op", default=timezone.localdate)
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects: ClassVar = ZsmAdviceQuerySet.as_manager()

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"text", "asked_by"})
        process = frozenset({"meeting", "advised_on", "written_by", "withdrawn_at"})

    class Meta:
        verbose_name = "advies aan ZSM"
        verbose_name_plural = "adviezen aan ZSM"
