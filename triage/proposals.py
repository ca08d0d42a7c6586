"""What the procescoördinator proposes to the weging, in their own words."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from house.words import word
from triage.decisions import Outcome
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, Keep


class Proposal(DossierModel):
    """How somebody who knows the case would decide, and why; the table decides.

    Nothing here is computed: a colleague wrote it (V-12).
    """

    outcome = models.CharField("voorstel", max_length=10, choices=Outcome)
    text = ContentTextField("waarom")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="geschreven door"
    )
    at = models.DateTimeField("geschreven op", default=timezone.now)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text", "outcome"})
        process = frozenset({"by", "at"})

    class Meta:
        verbose_name = "voorstel voor de weging"
        verbose_name_plural = "voorstellen voor de weging"
        constraints = [
            models.UniqueConstraint(fields=["case"], name="a_case_has_one_proposal")
        ]

    @property
    def outcome_name(self) -> str:
        return Outcome(self.outcome).said

    @property
    def title(self) -> str:
        return f"Voorstel van {word('procescoordinator', 'definite')}"
