"""What a table finds of pieces: who needs them, where quoted, and for which goal."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Contribution, WithdrawableModel
from ico.meetings import Meeting
from ico.minutes import MinutesSection
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep


class InformationNeed(WithdrawableModel):
    """The table finds that a Partij needs a piece; its giver decides (O-7, I-3)."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="needs", verbose_name="overleg"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    piece = models.ForeignKey(
        Contribution, models.DO_NOTHING, related_name="+", verbose_name="inbreng"
    )

    class Privacy:
        keep = Keep.WORK
        personal: frozenset[str] = frozenset()
        process = frozenset({"meeting", "party", "piece", "withdrawn_at"})

    class Meta:
        verbose_name = "nodige informatie"
        verbose_name_plural = "nodige informatie"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party", "piece"],
                condition=Q(withdrawn_at=None),
                name="a_party_needs_a_piece_once",
            )
        ]


class Quotation(WithdrawableModel):
    """A piece is quoted in the minutes: its text stays its giver's (I-3)."""

    section = models.ForeignKey(
        MinutesSection,
        models.DO_NOTHING,
        related_name="quotations",
        verbose_name="deel van het verslag",
    )
    piece = models.ForeignKey(
        Contribution, models.DO_NOTHING, related_name="+", verbose_name="inbreng"
    )

    class Privacy:
        keep = Keep.WORK
        personal: frozenset[str] = frozenset()
        process = frozenset({"section", "piece", "withdrawn_at"})

    class Meta:
        verbose_name = "aangehaalde inbreng"
        verbose_name_plural = "aangehaalde inbreng"
        constraints = [
            models.UniqueConstraint(
                fields=["section", "piece"],
                condition=Q(withdrawn_at=None),
                name="a_piece_is_quoted_once_in_a_section",
            )
        ]


class GoalChange(DossierModel):
    """The goal of a case became another: what was given is judged anew (O-10)."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="goal_changes", verbose_name="overleg"
    )
    before = ContentTextField("doel hiervoor")
    after = ContentTextField("doel hierna")
    changed_at = models.DateTimeField("gewijzigd op", default=timezone.now)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gewijzigd door"
    )

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"before", "after"})
        process = frozenset({"meeting", "changed_at", "changed_by"})

    class Meta:
        verbose_name = "wijziging van het doel"
        verbose_name_plural = "wijzigingen van het doel"


class PieceReviewQuerySet(DossierQuerySet):
    def open(self) -> "PieceReviewQuerySet":
        return self.filter(closed_at=None)


class PieceReview(DossierModel):
    """Whether one piece is still needed, and may still be used, for the new goal.

    The table says whether it is needed; its giver, whether it may be used. Until both
    said yes nobody but the bureau and the giver sees it.
    """

    class Answer(models.TextChoices):
        NONE = "", "Nog niet beoordeeld"
        YES = "yes", "Ja"
        NO = "no", "Nee"

    change = models.ForeignKey(
        GoalChange,
        models.DO_NOTHING,
        related_name="reviews",
        verbose_name="wijziging van het doel",
    )
    piece = models.ForeignKey(
        Contribution, models.DO_NOTHING, related_name="reviews", verbose_name="inbreng"
    )
    needed = models.CharField(
        "nog nodig", max_length=3, choices=Answer, default=Answer.NONE, blank=True
    )
    usable = models.CharField(
        "mag worden gebruikt", max_length=3, choices=Answer, default="", blank=True
    )
    uses = models.JSONField("waarvoor het was vrijgegeven", default=list)
    said_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="wie dat zei"
    )
    closed_at = models.DateTimeField("afgerond op", null=True)

    objects: ClassVar = PieceReviewQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"change", "piece", "needed", "usable", "uses", "said_by", "closed_at"}
        )

    class Meta:
        verbose_name = "herbeoordeling van inbreng"
        verbose_name_plural = "herbeoordelingen van inbreng"
        constraints = [
            models.UniqueConstraint(
                fields=["piece"],
                condition=Q(closed_at=None),
                name="a_piece_is_judged_anew_once_at_a_time",
            )
        ]
