"""The afstemmingsplan: versions, and lines that keep their owner and their source."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Case, Contribution, WithdrawableModel
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self
    from uuid import UUID

    from cases.case import CaseQuerySet


class PlanQuerySet(DossierQuerySet):
    def of_case(self, case: Case) -> "Self":
        return self.filter(case=case)

    def newest_first(self) -> "Self":
        return self.order_by("-number")

    def drafts(self) -> "Self":
        return self.filter(state=Plan.State.DRAFT)

    def take_over(self, goal: str) -> None:
        """Drafts say the goal on which the table agreed since they were made."""
        for plan in self.drafts():
            plan.goal = goal
            plan.save()

    def to_follow_up(self, monitored: "CaseQuerySet | list[UUID]") -> "Self":
        """Their last versions, with a date on which they are looked at."""
        later = Plan.objects.filter(
            case=OuterRef("case"), number__gt=OuterRef("number")
        )
        dated = self.established().filter(
            case__in=monitored, follow_up_on__isnull=False
        )
        return dated.exclude(Exists(later)).select_related("case")

    def established(self) -> "Self":
        return self.filter(state=Plan.State.ESTABLISHED)


class Plan(DossierModel):
    """One version of what the table agreed; once established it does not change."""

    class State(models.TextChoices):
        DRAFT = "draft", "Concept"
        ESTABLISHED = "established", "Vastgesteld"

    number = models.PositiveSmallIntegerField("versie van het plan")
    state = models.CharField("stand", max_length=12, choices=State, default=State.DRAFT)
    meeting = models.ForeignKey(
        Meeting,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name="overleg",
    )
    met_on = models.DateField("overleg op", null=True, blank=True)
    goal = ContentTextField("doel", blank=True)
    judgement = ContentTextField("oordeel", blank=True)
    information = ContentTextField("wie heeft welke informatie nodig", blank=True)
    casusregisseur = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="casusregisseur",
    )
    follow_up_on = models.DateField("volgende datum", null=True, blank=True)
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    established_at = models.DateTimeField("vastgesteld op", null=True)
    established_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="vastgesteld door",
    )

    objects: ClassVar = PlanQuerySet.as_manager()

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"goal", "judgement", "information"})
        process = frozenset(
            {"number", "state", "meeting", "met_on", "casusregisseur", "follow_up_on"}
            | {"made_at", "made_by", "established_at", "established_by"}
        )

    class Meta:
        verbose_name = "afstemmingsplan"
        verbose_name_plural = "afstemmingsplannen"
        indexes = [
            models.Index(
                "follow_up_on",
                name="plans_by_next_date",
                condition=Q(state="established", follow_up_on__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="versions_of_a_plan_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="draft"),
                name="a_case_has_one_draft_of_a_plan",
            ),
            models.CheckConstraint(
                name="an_established_plan_says_by_whom_and_when",
                condition=Q(
                    state="draft", established_at=None, established_by__isnull=True
                )
                | Q(
                    state="established",
                    established_at__isnull=False,
                    established_by__isnull=False,
                ),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def goal_was_agreed(self) -> bool:
        """A table agreed on it, so that it is no longer only words (O-10)."""
        return self.meeting is not None and bool(self.meeting.agreed_goal)


class Section(models.TextChoices):
    """Where a line stands in the plan."""

    TABLE = "table", "Aan tafel"
    PICTURE = "picture", "Wat wij weten"
    CRITERION = "criterion", "Wanneer wij afschalen"


class PlanLineQuerySet(DossierQuerySet):
    def in_order(self) -> "Self":
        return self.select_related("owner").order_by("position", "pk")

    def of(self, section: Section) -> "Self":
        return self.in_order().filter(section=section)


class PlanLine(WithdrawableModel):
    """One line of a plan: its own text, whose it is, and which piece it came from."""

    plan = models.ForeignKey(
        Plan, models.DO_NOTHING, related_name="lines", verbose_name="plan"
    )
    section = models.CharField("deel", max_length=10, choices=Section)
    domain = models.CharField("leefgebied", max_length=40, blank=True)
    text = ContentTextField("tekst")
    conditions = ContentTextField("voorwaarden bij gebruik", blank=True)
    owner = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="van welke Partij",
    )
    source = models.ForeignKey(
        Contribution,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="uit welke inbreng",
    )
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    # Set by the database when the giver withdraws the piece; then the text is gone.
    redacted_at = models.DateTimeField("ingetrokken door de gever op", null=True)

    objects: ClassVar = PlanLineQuerySet.as_manager()

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"domain", "text", "conditions"})
        process = frozenset(
            {"plan", "section", "owner", "source", "position"}
            | {"withdrawn_at", "redacted_at"}
        )

    class Meta:
        verbose_name = "regel van het plan"
        verbose_name_plural = "regels van het plan"


class ClosingCriterion(WithdrawableModel):
    """When the table finds that the house is no longer needed; tested at afschaling."""

    text = ContentTextField("criterium")
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"text"})
        process = frozenset({"position", "withdrawn_at"})

    class Meta:
        verbose_name = "criterium voor afschaling"
        verbose_name_plural = "criteria voor afschaling"
