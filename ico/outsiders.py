"""An incidental third party at the table: admitted by a Partij of lid 1, and silent."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import actions as case_actions
from cases.models import WithdrawableModel
from ico import locks
from ico import rules_planning as rules
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierQuerySet, Keep

if TYPE_CHECKING:
    from datetime import date
    from typing import Self


class OutsiderQuerySet(DossierQuerySet):
    def standing(self) -> "Self":
        people = self.filter(withdrawn_at=None).select_related("admitted_by")
        return people.order_by("first_processed_at")

    def silent(self) -> "Self":
        """Those who signed that they keep secret what they hear (P-11)."""
        return self.standing().filter(declared_on__isnull=False)


class Outsider(WithdrawableModel):
    """Somebody of no Partij, for one meeting: why, who let them in, what they signed.

    WGS 2.31 lid 9: they are no participant and have no access to anything here.
    """

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="outsiders", verbose_name="overleg"
    )
    name = ContentTextField("naam")
    organisation = ContentTextField("organisatie", blank=True)
    function = ContentTextField("functie", blank=True)
    ground = models.CharField("nodig voor", max_length=40)
    reason = ContentTextField("waarom")
    admitted_by = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="toegelaten door"
    )
    admitted_on = models.DateField("toegelaten op")
    declared_on = models.DateField("geheimhouding getekend op", null=True)
    came_at = models.DateTimeField("gekomen om", null=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects: ClassVar = OutsiderQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"name", "organisation", "function", "reason"})
        process = frozenset(
            {"meeting", "ground", "admitted_by", "admitted_on", "declared_on"}
            | {"came_at", "recorded_by", "withdrawn_at"}
        )

    class Meta:
        verbose_name = "incidentele derde"
        verbose_name_plural = "incidentele derden"
        constraints = [
            models.CheckConstraint(
                name="no_outsider_comes_without_a_secrecy_declaration",
                condition=models.Q(came_at=None) | models.Q(declared_on__isnull=False),
            )
        ]


@transaction.atomic
def admit(
    meeting: Meeting,
    *,
    by: User,
    admitted_by: Party,
    ground: str,
    reason: str,
    **who: Any,
) -> Outsider:
    """Record who may come for once, on whose word and for what."""
    meeting = locks.ask(
        rules.admit,
        by,
        meeting,
        admitted_by=admitted_by,
        ground=ground,
        reason=reason,
    )
    return Outsider.objects.create(
        case=meeting.case,
        meeting=meeting,
        admitted_by=admitted_by,
        admitted_on=timezone.localdate(),
        ground=ground,
        reason=reason,
        recorded_by=by,
        **who,
    )


@transaction.atomic
def declare(outsider: Outsider, *, by: User, declared_on: "date") -> Outsider:
    """They signed that they keep secret what they hear."""
    outsider = locks.ask(rules.declare, by, outsider)
    outsider.declared_on = declared_on
    outsider.save()
    return outsider


@transaction.atomic
def let_in(outsider: Outsider, *, by: User) -> Outsider:
    """They are at the table."""
    outsider = locks.ask(rules.let_in, by, outsider)
    outsider.came_at = timezone.now()
    outsider.save()
    return outsider


@transaction.atomic
def turn_away(outsider: Outsider, *, by: User) -> None:
    """They do not come after all."""
    outsider = locks.ask(rules.turn_away, by, outsider)
    case_actions.take_out(outsider, by=by)
