"""What a case leaves behind: its moves, forms that were parked, why it was opened."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.lifecycle import Phase
from zvh.guard.content import ContentJSONField, ContentTextField
from zvh.guard.models import DossierModel, Keep


class PhaseChange(DossierModel):
    """One move of a case: whence, whither, by whom, when. No words about anybody."""

    before = models.CharField("van", max_length=20, choices=Phase)
    after = models.CharField("naar", max_length=20, choices=Phase)
    at = models.DateTimeField("wanneer", default=timezone.now)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="door"
    )

    class Privacy:
        keep = Keep.SHELL
        personal: frozenset[str] = frozenset()
        process = frozenset({"before", "after", "at", "by"})

    class Meta:
        verbose_name = "stap"
        verbose_name_plural = "stappen"


class ParkedForm(DossierModel):
    """What somebody had typed when the session ended, until they take it back."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="van wie"
    )
    path = models.CharField("pagina", max_length=300)
    fields = ContentJSONField("ingevuld")
    parked_at = models.DateTimeField("bewaard op", default=timezone.now)
    withdrawn_at = models.DateTimeField("teruggenomen op", null=True, editable=False)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"fields"})
        process = frozenset({"user", "path", "parked_at", "withdrawn_at"})

    class Meta:
        verbose_name = "bewaard formulier"
        verbose_name_plural = "bewaarde formulieren"


class ShieldedOpening(DossierModel):
    """Why somebody opened a shielded case; it lets them read until midnight."""

    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="geopend door"
    )
    at = models.DateTimeField("geopend op", default=timezone.now)
    reason = ContentTextField("waarom geopend")

    class Privacy:
        keep = Keep.SHELL
        personal = frozenset({"reason"})
        process = frozenset({"by", "at"})

    class Meta:
        verbose_name = "opening van een afgeschermde casus"
        verbose_name_plural = "openingen van een afgeschermde casus"
