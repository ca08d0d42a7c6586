"""The meeting: when, where, to what end, and under whom."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from ico.rooms import Room
from zvh.guard.content import ContentJSONField, ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep
from zvh.lib.dates import in_full

if TYPE_CHECKING:
    from typing import Self


class DecisionKind(models.TextChoices):
    """Which decisions the meeting is called for (convenant art. 12.2)."""

    ALIGN = "align", "Afstemmen wie wat doet"
    INTERVENTION = "intervention", "Interventies kiezen"
    CASUSREGIE = "casusregie", "Een casusregisseur aanwijzen"
    INFORMATION = "information", "Bepalen wie welke informatie nodig heeft"
    ESCALATION = "escalation", "Opschalen"
    AFSCHALING = "afschaling", "Afschalen"


class Answer(models.TextChoices):
    """What somebody who is invited lets know."""

    NONE = "", "Nog geen antwoord"
    ACCEPTED = "accepted", "Komt"
    DECLINED = "declined", "Komt niet"


class MeetingQuerySet(DossierQuerySet):
    def planned(self) -> "Self":
        return self.filter(state=Meeting.State.PLANNED)

    def seeking(self) -> "Self":
        """Those of which is asked when people can come."""
        return self.filter(state=Meeting.State.SEEKING)

    def ahead(self) -> "Self":
        """Neither held nor cancelled."""
        return self.filter(state__in=(Meeting.State.SEEKING, Meeting.State.PLANNED))

    def held(self) -> "Self":
        return self.filter(state=Meeting.State.HELD)

    def standing(self) -> "Self":
        """What was not cancelled."""
        return self.exclude(state=Meeting.State.CANCELLED)

    def in_order(self) -> "Self":
        return self.order_by("starts_at")

    def of_cases(self, cases: models.QuerySet[Case]) -> "Self":
        """Those about these cases, with what a list says of them."""
        return self.filter(case__in=cases).select_related("case", "chair")

    def of_post(self, post: str, user: User) -> "Self":
        """Those at which this person is chair, deputy or writer."""
        return self.filter(**{post: user})

    def without_plan(self) -> "Self":
        return self.filter(plans=None)

    def not_established(self) -> "Self":
        """Those whose plan does not stand yet."""
        return self.exclude(plans__state="established")

    def with_answers(self) -> "Self":
        """Each with how many were `invited`, and how many of them are `coming`."""
        sent = Q(invitations__ended_at=None, invitations__sent_at__isnull=False)
        accepted = sent & Q(invitations__answer=Answer.ACCEPTED)
        return self.annotate(
            invited=Count("invitations", filter=sent),
            coming=Count("invitations", filter=accepted),
        )


class Meeting(DossierModel):
    """One ICO: when, where, to what end, and under whom."""

    class State(models.TextChoices):
        SEEKING = "seeking", "Moment zoeken"
        PLANNED = "planned", "Gepland"
        HELD = "held", "Gehouden"
        CANCELLED = "cancelled", "Afgezegd"

    starts_at = models.DateTimeField("begint", null=True, blank=True)
    ends_at = models.DateTimeField("eindigt", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("duur in minuten", default=90)
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, related_name="+", verbose_name="ruimte"
    )
    place = ContentTextField("plaats", blank=True)
    link = ContentTextField("link", blank=True)
    chair = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="voorzitter"
    )
    deputy = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vervangend voorzitter",
    )
    writer = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verslaglegger"
    )
    goal = ContentTextField("doel van het overleg")
    decisions = ContentJSONField("soorten besluiten")
    themes = ContentJSONField("thema's")
    agreed_goal = ContentTextField("afgesproken doel", blank=True)
    follow_up_on = models.DateField("volgende datum", null=True, blank=True)
    # Of the profile when it was planned: a betrokkene is told before the table talks.
    informs_first = models.BooleanField("eerst informeren", default=True)
    state = models.CharField(
        "stand", max_length=10, choices=State, default=State.PLANNED
    )
    ended_at = models.DateTimeField("gesloten of afgezegd op", null=True)
    uid = models.UUIDField("sleutel in agenda's", default=uuid4, editable=False)
    sequence = models.PositiveSmallIntegerField("volgnummer in agenda's", default=0)

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset(
            {"place", "link", "goal", "decisions", "themes", "agreed_goal"}
        )
        process = frozenset(
            {
                "starts_at",
                "ends_at",
                "minutes",
                "room",
                "chair",
                "deputy",
                "writer",
                "follow_up_on",
            }
            | {"state", "ended_at", "uid", "sequence", "informs_first"}
        )

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        indexes = [
            models.Index(
                "starts_at",
                name="planned_meetings_by_date",
                condition=Q(state="planned"),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_meeting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="a_meeting_that_is_set_has_a_moment",
                condition=Q(state__in=("seeking", "cancelled"))
                | Q(starts_at__isnull=False, ends_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_meeting_that_is_over_says_since_when",
                condition=Q(state__in=("seeking", "planned"), ended_at=None)
                | (Q(state__in=("held", "cancelled")) & Q(ended_at__isnull=False)),
            ),
        ]

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_seeking(self) -> bool:
        return self.state == self.State.SEEKING

    @property
    def is_ahead(self) -> bool:
        """Not held and not cancelled."""
        return self.is_planned or self.is_seeking

    @property
    def moment(self) -> tuple[datetime, datetime]:
        """From when until when; asked of a meeting that has a moment."""
        if self.starts_at is None or self.ends_at is None:
            raise LookupError("this meeting has no moment yet")
        return self.starts_at, self.ends_at

    @property
    def when(self) -> str:
        """As it is said: di 24 november 2026, 13:30 tot 15:00 uur."""
        if self.starts_at is None:
            return "een nog te kiezen moment"
        starts, ends = map(timezone.localtime, self.moment)
        return f"{in_full(starts.date())}, {starts:%H:%M} tot {ends:%H:%M} uur"

    @property
    def goal_now(self) -> str:
        """What the table agreed on, or else what the meeting was called for."""
        return str(self.agreed_goal or self.goal)

    def goal_agreed_before(self) -> str:
        """The goal on which a table of this case agreed last; none before the first."""
        if self.agreed_goal:
            return str(self.agreed_goal)
        before = Meeting.objects.held().filter(case_id=self.case_id)
        if self.starts_at is not None:
            before = before.filter(starts_at__lt=self.starts_at)
        before = before.order_by("-starts_at")
        return next((str(it.agreed_goal) for it in before if it.agreed_goal), "")

    def reach_calendars(self) -> None:
        """What calendars show has changed: the next message supersedes the last."""
        self.sequence += 1
