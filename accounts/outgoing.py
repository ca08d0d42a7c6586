"""A mail that must be sent is a row; sending it is somebody else's moment."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from zvh.lib.keys import new_id


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None)


class Outgoing(models.Model):
    """One mail for one person: that there is something to see, never about whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("soort", max_length=60)
    recipient = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="ontvanger"
    )
    reference = models.CharField("kenmerk", max_length=30, blank=True)
    case_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(
        "casus", null=True, blank=True
    )
    object_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(
        "onderwerp", null=True, blank=True
    )
    message_id = models.CharField("bericht-id", max_length=200, unique=True)
    created_at = models.DateTimeField("klaargezet op", default=timezone.now)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    error = models.CharField("soort fout", max_length=60, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"recipient"})
        process = frozenset(
            {
                "id",
                "kind",
                "reference",
                "case_id",
                "object_id",
                "message_id",
                "created_at",
                "sent_at",
                "attempts",
                "error",
            }
        )

    class Meta:
        verbose_name = "uitgaande mail"
        verbose_name_plural = "uitgaande mails"
        indexes = [
            models.Index(
                "created_at", name="unsent_mail_by_age", condition=Q(sent_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"Mail {str(self.pk)[:8]}"
