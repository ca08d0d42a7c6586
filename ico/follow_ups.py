"""A next meeting on a case: who decided on it, and how it opens (O-11)."""

from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from ico import convening, locks
from ico import rules_planning as rules
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep


class FollowUp(DossierModel):
    """That a meeting follows an earlier one, who decided that, and how it opens."""

    class Meets(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nee"

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="follow_ups", verbose_name="overleg"
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    decided_with = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besloten met"
    )
    decided_on = models.DateField("besloten op")
    still_meets = models.CharField(
        "voldoet nog aan de criteria", max_length=10, choices=Meets, blank=True
    )
    why = ContentTextField("waarom", blank=True)
    judged_at = models.DateTimeField("beoordeeld op", null=True)
    judged_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="vastgelegd door",
    )

    objects: ClassVar = DossierQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"why"})
        process = frozenset(
            {"meeting", "decided_by", "decided_with", "decided_on", "still_meets"}
            | {"judged_at", "judged_by"}
        )

    class Meta:
        verbose_name = "vervolgoverleg"
        verbose_name_plural = "vervolgoverleggen"
        constraints = [
            models.UniqueConstraint(fields=["meeting"], name="a_meeting_follows_once")
        ]


@transaction.atomic
def plan_follow_up(
    case: Case, *, by: User, decided_by: User, decided_with: User | None, **what: Any
) -> Meeting:
    """Plan it as procescoördinator and casusregisseur decided together."""
    rules.decide_on_follow_up(case, decided_by=decided_by, decided_with=decided_with)
    meeting = convening.plan_meeting(case, by=by, **what)
    # The rule has seen to it that somebody leads the case.
    FollowUp.objects.create(
        case=case,
        meeting=meeting,
        decided_by=decided_by,
        decided_with=cast("User", decided_with),
        decided_on=timezone.localdate(),
    )
    return meeting


@transaction.atomic
def judge_again(
    follow_up: FollowUp, *, by: User, still_meets: str, why: str
) -> FollowUp:
    """Whether the case still meets the criteria: the first thing on the table."""
    follow_up = locks.ask(rules.judge_again, by, follow_up)
    follow_up.still_meets = FollowUp.Meets(still_meets)
    follow_up.why = why
    follow_up.judged_at, follow_up.judged_by = timezone.now(), by
    follow_up.save()
    return follow_up


def why_not_decided(case: Case, *, decided_by: User, decided_with: User | None) -> str:
    """The reason why this was not decided as it should be, or nothing."""
    try:
        rules.decide_on_follow_up(
            case, decided_by=decided_by, decided_with=decided_with
        )
    except PermissionDenied as refusal:
        return str(refusal)
    return ""
