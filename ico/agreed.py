"""What was agreed: who does what and when, and how the case came to its end."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Case
from house import profile
from ico.meetings import Meeting
from ico.plans import Plan, PlanLine
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep
from zvh.lib.dates import add_working_days

if TYPE_CHECKING:
    from typing import Self
    from uuid import UUID

# Working days; what weekends and holidays add stays below what the database allows.
DAYS_AHEAD = 3


class ActionQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The bureau and the casusregisseur see their case's; others their own."""
        of_cases = super().visible_to(user)
        if user.is_bureau:
            return of_cases
        own = self.filter(responsible_user=user, closed_off_at=None)
        regie = of_cases.filter(case__casusregisseur=user)
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=regie.values("pk")))

    def own(self, user: User) -> "Self":
        return self.filter(responsible_user=user, closed_off_at=None)

    def in_case(self, case_id: "UUID") -> "Self":
        return self.filter(case_id=case_id)

    def of_cases(self, cases: models.QuerySet[Case]) -> "Self":
        return self.filter(case__in=cases).select_related("case")

    def up_to(self, plan: Plan) -> "Self":
        """What a version says: agreed for it or before, and not dropped by then."""
        told = self.filter(plan__number__lte=plan.number)
        if plan.established_at is None:
            return told.standing()
        return told.exclude(
            state=Action.State.DROPPED, reported_at__lt=plan.established_at
        )

    def after(self, plan: Plan) -> "Self":
        """What was agreed since, and comes in the next version."""
        later = Q(plan=None) | Q(plan__number__gt=plan.number)
        return self.standing().filter(later)

    def open(self) -> "Self":
        return self.filter(state=Action.State.OPEN)

    def ended(self) -> "Self":
        return self.exclude(state=Action.State.OPEN)

    def standing(self) -> "Self":
        return self.exclude(state=Action.State.DROPPED)

    def overdue(self) -> "Self":
        return self.open().filter(due_on__lt=timezone.localdate())

    def by_date(self) -> "Self":
        return self.select_related("owner", "responsible_user").order_by("due_on", "pk")

    def to_announce(self) -> "Self":
        """Due soon, and its owner was not yet told."""
        soon = add_working_days(timezone.localdate(), DAYS_AHEAD)
        return self.open().filter(
            due_on__lte=soon,
            due_on__gte=timezone.localdate(),
            announced_at=None,
            responsible_user__isnull=False,
        )

    def to_chase(self) -> "Self":
        """Overdue, and its owner was not yet told."""
        return self.overdue().filter(chased_at=None, responsible_user__isnull=False)


class Action(DossierModel):
    """An afspraak: which Partij does what, when, and what should come of it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Gedaan"
        FAILED = "failed", "Niet gelukt"
        DROPPED = "dropped", "Vervallen"

    class Effect(models.TextChoices):
        YES = "yes", "Ja"
        PARTLY = "partly", "Gedeeltelijk"
        NO = "no", "Nee"
        EARLY = "early", "Nog niet te zeggen"

    meeting = models.ForeignKey(
        Meeting,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="afgesproken in",
    )
    plan = models.ForeignKey(
        Plan,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="eerst in plan",
    )
    reference = models.CharField("kenmerk van de casus", max_length=20, blank=True)
    what = ContentTextField("wat")
    owner = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    responsible_user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="wie",
    )
    due_on = models.DateField("klaar op")
    intervention = models.CharField("interventie", max_length=40, blank=True)
    expected = ContentTextField("verwacht resultaat", blank=True)
    state = models.CharField("stand", max_length=10, choices=State, default=State.OPEN)
    report = ContentTextField("terugmelding", blank=True)
    reported_at = models.DateTimeField("teruggemeld op", null=True)
    reported_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="teruggemeld door",
    )
    effect = models.CharField(
        "leverde op wat werd verwacht", max_length=10, choices=Effect, blank=True
    )
    effect_at = models.DateTimeField("beoordeeld op", null=True)
    announced_at = models.DateTimeField("vooraf herinnerd op", null=True)
    chased_at = models.DateTimeField("achteraf herinnerd op", null=True)
    closed_off_at = models.DateTimeField("afgesloten voor de eigenaar op", null=True)

    objects: ClassVar = ActionQuerySet.as_manager()

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"what", "expected", "intervention", "report"})
        process = frozenset(
            {"meeting", "plan", "reference", "owner", "responsible_user", "due_on"}
            | {"state", "reported_at", "reported_by"}
            | {"announced_at", "chased_at", "closed_off_at", "effect", "effect_at"}
        )

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        indexes = [
            models.Index(
                "due_on", name="open_actions_by_date", condition=Q(state="open")
            ),
            models.Index(
                "effect_at",
                name="actions_without_effect",
                condition=Q(effect__in=["no", "partly"]),
            ),
        ]

    @property
    def intervention_name(self) -> str:
        """How this house calls the intervention; nothing where none was chosen."""
        chosen = self.intervention
        return profile.active().label("interventions", chosen) if chosen else ""

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    def postpone(self, day: date) -> None:
        """A new date brings its own reminders."""
        self.due_on = day
        self.announced_at = self.chased_at = None


class Afschaling(DossierModel):
    """The decision that the house is no longer needed, with its evaluation."""

    class Reached(models.TextChoices):
        YES = "yes", "Ja"
        PARTLY = "partly", "Gedeeltelijk"
        NO = "no", "Nee"

    decided_at = models.DateTimeField("besloten op", default=timezone.now)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    closing_party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="afgesloten namens"
    )
    # A key of the profile; empty where there was no ICO, and for who decided before it.
    way = models.CharField("hoe besloten", max_length=20, blank=True)
    decided_with = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="besloten met"
    )
    reason = models.CharField("reden", max_length=40)
    goal_reached = models.CharField("doel bereikt", max_length=10, choices=Reached)
    cooperation = models.CharField(
        "samenwerking verliep goed", max_length=10, choices=Reached
    )
    worked = ContentTextField("wat werkte", blank=True)
    hindered = ContentTextField("wat werkte niet", blank=True)
    factors = ContentTextField("wat maakte het verschil", blank=True)
    reopened_at = models.DateTimeField("weer geopend op", null=True)
    reopened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="geopend door"
    )
    reopened_because = ContentTextField("waarom weer geopend", blank=True)

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset(
            {"goal_reached", "cooperation", "worked", "hindered", "factors"}
            | {"reopened_because"}
        )
        process = frozenset(
            {"decided_at", "decided_by", "closing_party", "reason"}
            | {"reopened_at", "reopened_by", "way", "decided_with"}
        )

    class Meta:
        verbose_name = "afschaling"
        verbose_name_plural = "afschalingen"


class CriterionTest(DossierModel):
    """Whether one criterion of the plan was met when the case was scaled down."""

    afschaling = models.ForeignKey(
        Afschaling, models.DO_NOTHING, related_name="tests", verbose_name="afschaling"
    )
    line = models.ForeignKey(
        PlanLine, models.DO_NOTHING, related_name="tests", verbose_name="criterium"
    )
    is_met = models.BooleanField("gehaald")
    note = ContentTextField("toelichting", blank=True)

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"is_met", "note"})
        process = frozenset({"afschaling", "line"})

    class Meta:
        verbose_name = "toets van een criterium"
        verbose_name_plural = "toetsen van criteria"
