"""The meeting: who sits at the table, on what ground, and what is written down."""

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Party, User
from cases.lifecycle import Phase
from cases.models import Case
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


class MeetingQuerySet(DossierQuerySet):
    def planned(self) -> "Self":
        return self.filter(state=Meeting.State.PLANNED)

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
        accepted = sent & Q(invitations__answer=Invitation.Answer.ACCEPTED)
        return self.annotate(
            invited=Count("invitations", filter=sent),
            coming=Count("invitations", filter=accepted),
        )

    def upcoming(self) -> "Self":
        return self.planned().filter(ends_at__gte=timezone.now()).in_order()


class Meeting(DossierModel):
    """One ICO: when, where, to what end, and under whom."""

    class State(models.TextChoices):
        PLANNED = "planned", "Gepland"
        HELD = "held", "Gehouden"
        CANCELLED = "cancelled", "Afgezegd"

    starts_at = models.DateTimeField("begint")
    ends_at = models.DateTimeField("eindigt")
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
            {"starts_at", "ends_at", "chair", "deputy", "writer", "follow_up_on"}
            | {"state", "ended_at", "uid", "sequence"}
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
                name="a_meeting_that_is_over_says_since_when",
                condition=Q(state="planned", ended_at=None)
                | (~Q(state="planned") & Q(ended_at__isnull=False)),
            ),
        ]

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def when(self) -> str:
        """As it is said: di 24 november 2026, 13:30 tot 15:00 uur."""
        starts = timezone.localtime(self.starts_at)
        ends = timezone.localtime(self.ends_at)
        return f"{in_full(starts.date())}, {starts:%H:%M} tot {ends:%H:%M} uur"

    @property
    def goal_now(self) -> str:
        """What the table agreed on, or else what the meeting was called for."""
        return str(self.agreed_goal or self.goal)

    def goal_agreed_before(self) -> str:
        """The goal on which a table of this case agreed last; none before the first."""
        if self.agreed_goal:
            return str(self.agreed_goal)
        earlier = Meeting.objects.held().filter(case_id=self.case_id)
        before = earlier.filter(starts_at__lt=self.starts_at).order_by("-starts_at")
        return next((str(it.agreed_goal) for it in before if it.agreed_goal), "")

    def reach_calendars(self) -> None:
        """What calendars show has changed: the next message supersedes the last."""
        self.sequence += 1


class InvitationQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The bureau sees who is invited; others their own invitation only."""
        seen = super().visible_to(user)
        return seen if user.is_bureau else seen.filter(user=user).standing()

    def standing(self) -> "Self":
        return self.filter(ended_at=None)

    def unsent(self) -> "Self":
        return self.standing().filter(sent_at=None)

    def sent(self) -> "Self":
        return self.standing().filter(sent_at__isnull=False)

    def accepted(self) -> "Self":
        return self.sent().filter(answer=Invitation.Answer.ACCEPTED)

    def with_replacement(self) -> "Self":
        """Who sends a colleague that was not invited yet."""
        invited = Invitation.objects.standing().filter(
            meeting=OuterRef("meeting"), user=OuterRef("replacement")
        )
        return self.sent().exclude(replacement=None).exclude(Exists(invited))

    def of_case(self, case: Case) -> "Self":
        return self.filter(case=case)

    def addressed_to(self, user: User) -> "Self":
        """What this person was asked to and may still see, the nearest first."""
        mine = self.visible_to(user).filter(user=user).sent()
        return mine.select_related("meeting", "case").order_by("meeting__starts_at")

    def of_person(self, user: User) -> "Self":
        return self.filter(user=user)

    def past(self) -> "Self":
        return self.filter(meeting__state=Meeting.State.HELD)

    def still_to_come(self) -> "Self":
        return self.filter(meeting__state=Meeting.State.PLANNED)

    def for_list(self) -> "Self":
        return self.select_related("party", "user").order_by(
            "party__name", "user__name"
        )


class Invitation(DossierModel):
    """The request to somebody of a Partij to come: its ground, and what is asked."""

    class Answer(models.TextChoices):
        NONE = "", "Nog geen antwoord"
        ACCEPTED = "accepted", "Komt"
        DECLINED = "declined", "Komt niet"

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="invitations", verbose_name="overleg"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="deelnemer"
    )
    ground = models.CharField("nodig voor", max_length=40)
    reason = ContentTextField("waarom deze Partij")
    about = ContentTextField("over wie het gaat", blank=True)
    asked = ContentTextField("wat wordt gevraagd")
    sent_at = models.DateTimeField("verstuurd op", null=True)
    answer = models.CharField(
        "antwoord", max_length=10, choices=Answer, default=Answer.NONE, blank=True
    )
    answered_at = models.DateTimeField("beantwoord op", null=True)
    replacement = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="wie in de plaats komt",
    )
    ended_at = models.DateTimeField("ingetrokken op", null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"reason", "about", "asked"})
        process = frozenset(
            {"meeting", "party", "user", "ground", "sent_at", "answer"}
            | {"answered_at", "replacement", "ended_at"}
        )

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(ended_at=None),
                name="a_person_is_invited_once_to_a_meeting",
            )
        ]


def without_meeting(cases: models.QuerySet[Case]) -> models.QuerySet[Case]:
    """Cases in the phase ICO for which nothing is planned or held: 'nog te plannen'."""
    here = Meeting.objects.standing().filter(case=OuterRef("pk"))
    since = here.filter(starts_at__gte=OuterRef("phase_since"))
    return cases.filter(phase=Phase.ICO).exclude(Exists(since))
