"""That a colleague's work on a case passed to another, and the note that came along."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class HandoverQuerySet(DossierQuerySet):
    def standing(self) -> "Self":
        """What was handed over and not taken back."""
        return self.filter(returned_at=None)

    def between(self, old: User, new: User) -> "Self":
        return self.filter(from_user=old, to_user=new)

    def for_list(self) -> "Self":
        return self.select_related("from_user", "to_user").order_by("at")


class Handover(DossierModel):
    """One case of an absent colleague: to whom it went, with what, until when."""

    from_user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="van wie"
    )
    to_user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="aan wie"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="overgedragen door"
    )
    at = models.DateTimeField("overgedragen op", default=timezone.now)
    note = ContentTextField("overdracht")
    # Which duties, by kind and key: only these can be taken back.
    duties = models.JSONField("wat", default=list)
    returned_at = models.DateTimeField("teruggenomen op", null=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="terug door"
    )

    objects: ClassVar = HandoverQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"note"})
        process = frozenset(
            {"from_user", "to_user", "by", "at", "duties"}
            | {"returned_at", "returned_by"}
        )

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        constraints = [
            models.CheckConstraint(
                name="what_returned_was_returned_by_somebody",
                condition=models.Q(returned_at=None, returned_by=None)
                | models.Q(returned_at__isnull=False, returned_by__isnull=False),
            )
        ]
