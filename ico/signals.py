"""What is said about an afspraak while it is carried out: signals and files."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from ico.agreed import Action
from zvh.guard.content import ContentFileField, ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep
from zvh.lib.dates import add_working_days

if TYPE_CHECKING:
    from typing import Self

# Working days in which the casusregisseur can settle a signal before it goes on.
DAYS_TO_SETTLE = 2


class OfActions(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """Of the agreements that one sees: also without a grant on their case."""
        seen = Action.objects.visible_to(user)
        found: Self = self.filter(action__in=seen.values("pk"))
        return found


class SignalQuerySet(OfActions):
    def in_order(self) -> "Self":
        return self.select_related("by", "settled_by").order_by("at", "pk")

    def standing(self) -> "Self":
        return self.filter(settled_at=None)

    def untold(self) -> "Self":
        return self.filter(told_at=None)

    def to_pass_on(self) -> "Self":
        """With the casusregisseur for so long that the procescoördinator hears too."""
        before = add_working_days(timezone.localdate(), -DAYS_TO_SETTLE)
        waiting = self.standing().filter(passed_on_at=None, told_at__isnull=False)
        return waiting.filter(at__date__lte=before)

    def with_who_leads(self, user: User) -> "Self":
        """For the casusregisseur to settle: not passed on to the house yet."""
        theirs = self.standing().filter(passed_on_at=None)
        theirs = theirs.filter(action__case__casusregisseur=user)
        return theirs.select_related("action__owner").order_by("at", "pk")


class Signal(DossierModel):
    """That an afspraak will not be made, was not, or is not kept; and what came of it.

    It goes to the casusregisseur, and from there on to the procescoördinator (F-5).
    """

    class Kind(models.TextChoices):
        WILL_NOT = "will_not", "Gaat niet lukken"
        FAILED = "failed", "Is niet gelukt"
        NOT_KEPT = "not_kept", "Wordt niet nagekomen"

    action = models.ForeignKey(
        Action, models.DO_NOTHING, related_name="signals", verbose_name="afspraak"
    )
    kind = models.CharField("wat", max_length=10, choices=Kind)
    why = ContentTextField("waarom")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gemeld door"
    )
    at = models.DateTimeField("gemeld op", default=timezone.now)
    told_at = models.DateTimeField("bericht gestuurd op", null=True)
    passed_on_at = models.DateTimeField("doorgegeven op", null=True)
    settled_at = models.DateTimeField("afgehandeld op", null=True)
    settled_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="afgehandeld door",
    )
    outcome = ContentTextField("wat is ermee gedaan", blank=True)

    objects: ClassVar = SignalQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"why", "outcome"})
        process = frozenset(
            {"action", "kind", "by", "at", "told_at", "passed_on_at"}
            | {"settled_at", "settled_by"}
        )

    class Meta:
        verbose_name = "signaal over een afspraak"
        verbose_name_plural = "signalen over afspraken"
        indexes = [
            models.Index(
                "at",
                name="signals_that_stand_by_age",
                condition=models.Q(settled_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="who_settles_a_signal_says_when",
                condition=models.Q(settled_at=None, settled_by=None)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
            )
        ]

    @property
    def is_standing(self) -> bool:
        return self.settled_at is None

    def settle(self, *, by: User, outcome: str) -> None:
        self.settled_at, self.settled_by = timezone.now(), by
        self.outcome = outcome


class ReportFile(DossierModel):
    """A file that came with a report on an afspraak."""

    action = models.ForeignKey(
        Action, models.DO_NOTHING, related_name="files", verbose_name="afspraak"
    )
    name = ContentTextField("bestandsnaam")
    media_type = models.CharField("soort", max_length=80)
    size = models.PositiveIntegerField("grootte in bytes")
    body = ContentFileField("inhoud")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="toegevoegd door"
    )
    at = models.DateTimeField("toegevoegd op", default=timezone.now)

    objects: ClassVar = OfActions.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"name", "body"})
        process = frozenset({"action", "media_type", "size", "by", "at"})

    class Meta:
        verbose_name = "bijlage bij een terugmelding"
        verbose_name_plural = "bijlagen bij terugmeldingen"


def standing_on(case: Case) -> SignalQuerySet:
    """The signals of a case that nobody settled, the oldest first."""
    found: SignalQuerySet = Signal.objects.filter(case=case).standing().in_order()
    return found
