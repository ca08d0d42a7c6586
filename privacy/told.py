"""Proof that a betrokkene was told, or why that waits: by key and date (V-5, S-10)."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from accounts.models import User
from privacy.proof import end_of_proof
from zvh.guard.models import EvidenceModel, Keep


class Outcome(models.TextChoices):
    """How it stands with telling somebody."""

    TOLD = "told", "Geïnformeerd"
    AGREED = "agreed", "Afgesproken wie het doet, en wanneer"
    WITHHELD = "withheld", "Nog niet, om een zwaarwegende reden"


class Way(models.TextChoices):
    LETTER = "letter", "Met de brief"
    TALK = "talk", "In een gesprek"
    PHONE = "phone", "Per telefoon"


class ToldQuerySet(models.QuerySet["Told"]):
    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")

    def about(self, case_key: UUID) -> Self:
        return self.filter(case_key=case_key).select_related("by").newest_first()


class Told(EvidenceModel):
    """What was recorded of telling one betrokkene; a later one says how it stands.

    Why it waits, with whom that was decided and who told them is content, and goes
    with the case.
    """

    person_key = models.UUIDField("betrokkene (sleutel)")
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome)
    way = models.CharField("hoe", max_length=10, choices=Way, blank=True)
    told_on = models.DateField("wanneer", null=True)
    is_joint = models.BooleanField("samen besloten", default=False)
    look_again_on = models.DateField("opnieuw bekijken op", null=True)
    letter_sent_on = models.DateField("brief verstuurd op", null=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects: ClassVar[Any] = ToldQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"person_key", "outcome", "way", "told_on", "is_joint", "look_again_on"}
            | {"letter_sent_on", "by"}
        )

    class Meta:
        verbose_name = "bewijs van informeren"
        verbose_name_plural = "bewijzen van informeren"
        indexes = [
            models.Index(fields=["case_key"], name="told_by_case"),
            models.Index(fields=["-recorded_at"], name="told_by_moment"),
        ]


def record(
    person_key: UUID,
    *,
    case_key: UUID,
    by: User,
    outcome: str,
    way: str = "",
    told_on: date | None = None,
    is_joint: bool = False,
    look_again_on: date | None = None,
    letter_sent_on: date | None = None,
) -> Told:
    """Keep the proof of what is recorded now; what was recorded before stays too."""
    return Told.objects.create(
        person_key=person_key,
        case_key=case_key,
        by=by,
        outcome=outcome,
        way=way,
        told_on=told_on,
        is_joint=is_joint,
        look_again_on=look_again_on,
        letter_sent_on=letter_sent_on,
        remove_on=end_of_proof(),
    )
