"""That a new registration goes on with a dossier that was closed (S-7)."""

from django.db import models
from django.utils import timezone

from accounts.models import Party, User
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, Keep


class Continuation(DossierModel):
    """The decision: why, on whose instruction, and with the word of each provider.

    The earlier case is named by its key alone: no row leads out of its own case.
    """

    earlier_case = models.UUIDField("eerder dossier (sleutel)")
    earlier_number = models.CharField("nummer van het eerdere dossier", max_length=20)
    reason = ContentTextField("waarom")
    instructed_by = ContentTextField("op aanwijzing van welke deelnemers")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"reason", "instructed_by"})
        process = frozenset({"earlier_case", "earlier_number", "by", "at"})

    class Meta:
        verbose_name = "voortzetting van een dossier"
        verbose_name_plural = "voortzettingen van een dossier"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "earlier_case"],
                name="a_dossier_is_continued_in_a_case_once",
            )
        ]


class ContinuationAkkoord(DossierModel):
    """The word of one provider that what it gave may be used again."""

    continuation = models.ForeignKey(
        Continuation,
        models.DO_NOTHING,
        related_name="akkoorden",
        verbose_name="voortzetting",
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    said_by = ContentTextField("wie akkoord gaf, en hoe")

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"said_by"})
        process = frozenset({"continuation", "party"})

    class Meta:
        verbose_name = "akkoord met een voortzetting"
        verbose_name_plural = "akkoorden met een voortzetting"
