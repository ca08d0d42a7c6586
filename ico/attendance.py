"""The seats at the table: for whom, in which function, and when they were taken."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Party, User
from cases.models import WithdrawableModel
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class AttendanceQuerySet(DossierQuerySet):
    def standing(self) -> "Self":
        return self.filter(withdrawn_at=None)

    def for_list(self) -> "Self":
        seats = self.standing().select_related("party", "user")
        return seats.order_by("party__name", "pk")

    def public(self) -> "Self":
        """Whom the other participants may know to be there (O-4)."""
        return self.for_list().filter(is_listed=True)

    def came(self) -> "Self":
        return self.for_list().filter(arrived_at__isnull=False)

    def named_in_plan(self) -> "Self":
        """Who came and may be known to have been there: a plan is read by others."""
        return self.came().filter(is_listed=True)


class Attendance(WithdrawableModel):
    """A seat at the table: for which Partij, in which function, and when taken."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="attendances", verbose_name="overleg"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="deelnemer",
    )
    function = ContentTextField("functie", blank=True)
    has_mandate = models.BooleanField("kan besluiten voor de Partij", default=False)
    is_listed = models.BooleanField("zichtbaar voor de andere deelnemers", default=True)
    arrived_at = models.DateTimeField("gekomen om", null=True)
    left_at = models.DateTimeField("vertrokken om", null=True)

    objects: ClassVar = AttendanceQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"function"})
        process = frozenset(
            {"meeting", "party", "user", "has_mandate", "is_listed"}
            | {"arrived_at", "left_at", "withdrawn_at"}
        )

    class Meta:
        verbose_name = "aanwezigheid"
        verbose_name_plural = "aanwezigheid"
        constraints = [
            models.CheckConstraint(
                name="who_left_had_come",
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
            )
        ]

    @property
    def is_here(self) -> bool:
        return self.arrived_at is not None and self.left_at is None
