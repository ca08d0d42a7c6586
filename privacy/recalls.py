"""What a receiver is to delete, because its giver agrees no longer; and who did."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from privacy.disclosures import Disclosure
from privacy.recipients import Recipient
from zvh.guard.models import EvidenceModel, Keep
from zvh.lib.dates import add_working_days

# Working days in which a receiver says that it is gone, before the bureau calls them.
DAYS_TO_CONFIRM = 5


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

    def to_call_about(self) -> Self:
        """Not confirmed in time; or on paper, of which nobody hears by themselves."""
        before = add_working_days(timezone.localdate(), -DAYS_TO_CONFIRM)
        by_voice = Disclosure.objects.filter(channel__in=Disclosure.BY_VOICE)
        in_time = Q(recorded_at__date__gt=before)
        waiting = self.unconfirmed()
        return waiting.exclude(in_time & ~Q(disclosure_key__in=by_voice.values("pk")))


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
    # The receiver said so to the bureau, which wrote it down.
    was_told = models.BooleanField("bevestigd per telefoon", default=False)

    objects: ClassVar[Any] = RecallQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"disclosure_key", "piece_key", "position", "giver", "party"}
            | {"recipient", "was_opened", "confirmed_at", "confirmed_by", "was_told"}
        )

    class Meta:
        verbose_name = "teruggehaald onderdeel"
        verbose_name_plural = "teruggehaalde onderdelen"
        indexes = [
            models.Index(fields=["case_key"], name="recalls_by_case"),
            models.Index(
                fields=["recorded_at"],
                name="recalls_that_wait",
                condition=Q(was_opened=True, confirmed_at=None),
            ),
        ]
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

    @property
    def confirm_before(self) -> date:
        """The day from which the bureau calls who did not say that it is gone."""
        since = timezone.localdate(self.recorded_at)
        return add_working_days(since, DAYS_TO_CONFIRM)
