"""Who is asked to a weging, and who of them came."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from triage.meetings import TriageMeeting
from zvh.guard.models import Keep
from zvh.lib.keys import new_id

INVITED_AHEAD = timedelta(weeks=4)


class TriageInvitationQuerySet(models.QuerySet["TriageInvitation"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def by_name(self) -> Self:
        return self.select_related("user", "user__party").order_by("user__name")


class TriageInvitation(models.Model):
    """A weging in the calendar of one participant, and whether they were there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(
        TriageMeeting,
        models.PROTECT,
        related_name="invitations",
        verbose_name="weegoverleg",
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="deelnemer"
    )
    invited_at = models.DateTimeField("uitgenodigd op", default=timezone.now)
    ended_at = models.DateTimeField("ingetrokken op", null=True)
    came_at = models.DateTimeField("aanwezig sinds", null=True)

    objects = TriageInvitationQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"id", "meeting", "user", "invited_at", "ended_at", "came_at"}
        )

    class Meta:
        verbose_name = "uitnodiging voor een weegoverleg"
        verbose_name_plural = "uitnodigingen voor een weegoverleg"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], name="a_person_is_asked_once_to_a_weging"
            )
        ]

    def __str__(self) -> str:
        return f"uitnodiging {str(self.pk)[-8:]}"
