"""Which Partijen a case concerns: gone through with the sender, decided by lid 1."""

from django.db import models
from django.utils import timezone

from accounts.models import Party, User
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, Keep


class InvolvementDecision(DossierModel):
    """Which Partijen are or should be involved: of lid 1 (I-1, WGS 2.31 lid 2)."""

    parties = models.JSONField("Partijen (sleutels)", default=list)
    discussed = ContentTextField("met de aanmelder besproken", blank=True)
    on_behalf_of = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="namens"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    at = models.DateTimeField("besloten op", default=timezone.now)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"discussed"})
        process = frozenset({"parties", "on_behalf_of", "by", "at"})

    class Meta:
        verbose_name = "besluit over betrokken Partijen"
        verbose_name_plural = "besluiten over betrokken Partijen"

    @property
    def names(self) -> list[str]:
        named = Party.objects.filter(pk__in=self.parties).order_by("name")
        return list(named.values_list("name", flat=True))
