"""What a receiver is to delete, because its giver agrees no longer; and who did."""

from typing import Any, ClassVar, Self

from django.db import models

from accounts.models import Party, User
from privacy.recipients import Recipient
from zvh.guard.models import EvidenceModel, Keep


class RecallQuerySet(models.QuerySet["Recall"]):
    def visible_to(self, user: User) -> Self:
        """The row policy tells who was sent it; a Partij sees its own only."""
        if user.is_bureau or user.is_fg:
            return self
        if user.has_page:
            return self.filter(disclosure_key=user.secure_page.object_key)
        return self.filter(party=user.party_id)

    def with_names(self) -> Self:
        return self.select_related("giver", "party", "recipient", "confirmed_by")

    def unconfirmed(self) -> Self:
        """Read before it was taken back, and not yet said to be deleted."""
        return self.filter(was_opened=True, confirmed_at=None)


class Recall(EvidenceModel):
    """One piece of one verstrekking that its giver takes back (V-1, V-2)."""

    disclosure_key = models.UUIDField("verstrekking (sleutel)")
    piece_key = models.UUIDField("inbreng (sleutel)")
    # Its place in what was sent: the receiver must know it without its text.
    position = models.PositiveSmallIntegerField("het hoeveelste onderdeel")
    giver = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="van"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="+", verbose_name="verstrekt aan"
    )
    recipient = models.ForeignKey(
        Recipient,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="verstrekt aan",
    )
    was_opened = models.BooleanField("was al geopend")
    confirmed_at = models.DateTimeField("verwijdering bevestigd op", null=True)
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bevestigd door",
    )

    objects: ClassVar[Any] = RecallQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"disclosure_key", "piece_key", "position", "giver", "party"}
            | {"recipient", "was_opened", "confirmed_at", "confirmed_by"}
        )

    class Meta:
        verbose_name = "teruggehaald onderdeel"
        verbose_name_plural = "teruggehaalde onderdelen"
        indexes = [models.Index(fields=["case_key"], name="recalls_by_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure_key", "piece_key"],
                name="a_piece_is_taken_back_once",
            )
        ]

    @property
    def to(self) -> str:
        """The name of who got it."""
        return str((self.party or self.recipient).name)  # type: ignore[union-attr]

    @property
    def is_waiting(self) -> bool:
        return self.was_opened and self.confirmed_at is None
