"""Proof of what left the house: what by key, to whom, why and on which ground (V-1)."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from privacy.proof import end_of_proof
from zvh.guard.models import EvidenceModel, Keep


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")

    def unopened(self) -> Self:
        return self.filter(opened_at=None)


class Disclosure(EvidenceModel):
    """One verstrekking: the rows that went out, never what they said (V-1, S-10)."""

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", "uitvraag"

    class Channel(models.TextChoices):
        PAGES = "pages", "in het systeem, na inloggen"
        PHONE = "phone", "per telefoon"

    kind = models.CharField("soort", max_length=20, choices=Kind)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="verstrekt aan"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verstrekt door"
    )
    purpose = models.CharField("doel", max_length=40)
    ground = models.CharField("grondslag", max_length=60)
    channel = models.CharField("langs welke weg", max_length=10, choices=Channel)
    source_key = models.UUIDField("bij (sleutel)")
    lines = models.JSONField("onderdelen (sleutels)", default=list)
    opened_at = models.DateTimeField("geopend op", null=True)

    objects: ClassVar[Any] = DisclosureQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"kind", "party", "by", "purpose", "ground", "channel", "source_key"}
            | {"lines", "opened_at"}
        )

    class Meta:
        verbose_name = "verstrekking"
        verbose_name_plural = "verstrekkingen"
        indexes = [
            models.Index(fields=["case_key"], name="disclosures_by_case"),
            models.Index(fields=["-recorded_at"], name="disclosures_by_moment"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source_key"],
                condition=Q(kind="inquiry"),
                name="an_inquiry_goes_out_once",
            )
        ]


def record(
    kind: Disclosure.Kind,
    *,
    case_key: UUID,
    party: Party,
    by: User,
    purpose: str,
    ground: str,
    channel: str,
    source_key: UUID,
    lines: Iterable[UUID],
) -> Disclosure:
    """Write down that these rows go to this Partij; in the act that sends them."""
    return Disclosure.objects.create(
        kind=kind,
        case_key=case_key,
        remove_on=end_of_proof(),
        party=party,
        by=by,
        purpose=purpose,
        ground=ground,
        channel=Disclosure.Channel(channel),
        source_key=source_key,
        lines=[str(key) for key in lines],
    )


def note_opened(source_key: UUID) -> None:
    """The receiver opened it, the first time."""
    Disclosure.objects.unopened().filter(source_key=source_key).update(
        opened_at=timezone.now()
    )
