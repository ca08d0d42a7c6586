"""Proof of what was removed: that, when, under which rule and how much (S-5, S-10)."""

from typing import Any, ClassVar, Self

from django.db import models

from privacy.approvals import Approval as Approval
from privacy.approvals import ApprovalRequest as ApprovalRequest
from privacy.disclosures import Disclosure as Disclosure
from privacy.proof import end_of_proof as end_of_proof
from privacy.proposals import PlannedDisclosure as PlannedDisclosure
from privacy.recalls import Recall as Recall
from privacy.recipients import Recipient as Recipient
from privacy.shipments import Shipment as Shipment
from privacy.told import Told as Told
from zvh.guard.models import EvidenceModel, Keep


class RemovalQuerySet(models.QuerySet["Removal"]):
    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")


class Removal(EvidenceModel):
    """One act of removing: the case by key, the rule, how many rows of what kind."""

    class Rule(models.TextChoices):
        WORK = "work", "werkgegevens na afschaling (S-3)"
        PLAN = "plan", "plan zes maanden na afschaling (S-3)"
        SHELL = "shell", "schil een jaar na afschaling (S-3)"
        CASE = "case", "het laatste van de casus (S-3, S-4, S-9)"
        AGED = "aged", "vijf jaar na eerste verwerking (WGS 1.8 lid 7)"
        WITHDRAWN = "withdrawn", "ingetrokken of vervangen (I-4)"
        RESTORED = "restored", "opnieuw weg na een teruggezette back-up (S-8)"

    rule = models.CharField("regel", max_length=20, choices=Rule)
    due_on = models.DateField("moest weg op", null=True)
    batch = models.UUIDField("ronde")
    items = models.PositiveIntegerField("aantal")
    counts = models.JSONField("aantal per soort", default=dict)

    objects: ClassVar[Any] = RemovalQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset({"rule", "due_on", "batch", "items", "counts"})

    class Meta:
        verbose_name = "verwijdering"
        verbose_name_plural = "verwijderingen"
        indexes = [
            models.Index(fields=["-recorded_at"], name="removals_by_moment"),
        ]


TRACKED = (ApprovalRequest, PlannedDisclosure, Shipment)
