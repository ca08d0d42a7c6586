"""When a meeting could be, and when who is asked to it can come."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Case, WithdrawableModel
from ico.invitations import Invitation
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep
from zvh.lib.dates import in_full

if TYPE_CHECKING:
    from typing import Self


class Can(models.TextChoices):
    """What somebody says of one moment."""

    YES = "yes", "Ja"
    IF_NEEDED = "if_needed", "Als het moet"
    NO = "no", "Nee"


class MomentQuerySet(DossierQuerySet):
    def in_order(self) -> "Self":
        return self.filter(withdrawn_at=None).order_by("starts_at")

    def to_come(self) -> "Self":
        return self.in_order().filter(starts_at__gt=timezone.now())


class Moment(WithdrawableModel):
    """One of the times that are proposed for a meeting."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="moments", verbose_name="overleg"
    )
    starts_at = models.DateTimeField("begint")
    ends_at = models.DateTimeField("eindigt")

    objects: ClassVar = MomentQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal: ClassVar[frozenset[str]] = frozenset()
        process = frozenset({"meeting", "starts_at", "ends_at", "withdrawn_at"})

    class Meta:
        verbose_name = "voorgesteld moment"
        verbose_name_plural = "voorgestelde momenten"
        constraints = [
            models.CheckConstraint(
                name="a_moment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["meeting", "starts_at"],
                condition=Q(withdrawn_at=None),
                name="a_moment_is_proposed_once",
            ),
        ]

    @property
    def when(self) -> str:
        """As it is said: di 24 november 2026, 13:30 tot 15:00 uur."""
        starts, ends = map(timezone.localtime, (self.starts_at, self.ends_at))
        return f"{in_full(starts.date())}, {starts:%H:%M} tot {ends:%H:%M} uur"


class AvailabilityQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The bureau sees who was asked; others only what they are asked."""
        if user.is_bureau:
            return super().visible_to(user)
        return self.filter(user=user, closed_at=None)

    def own(self, user: User) -> "Self":
        """What this person is asked and can still answer."""
        return self.filter(user=user, closed_at=None).order_by("answer_before")

    def open(self) -> "Self":
        return self.filter(closed_at=None)

    def unanswered(self) -> "Self":
        return self.open().filter(answered_at=None)

    def to_call(self) -> "Self":
        """Their term has passed without an answer."""
        return self.unanswered().filter(answer_before__lt=timezone.localdate())

    def for_list(self) -> "Self":
        people = self.select_related(
            "party", "user__secure_page", "invitation__outsider", "typed_by"
        )
        return people.order_by("party__name", "pk")

    def of_cases(self, cases: models.QuerySet[Case]) -> "Self":
        return self.filter(case__in=cases).select_related("case", "party", "user")


class Availability(DossierModel):
    """What one invitee is asked: at which of the moments they can come.

    It belongs to the invitation, not to an account: whoever has none is asked
    otherwise, and answers the same. Of the case it says the number only.
    """

    meeting = models.ForeignKey(
        Meeting,
        models.DO_NOTHING,
        related_name="availabilities",
        verbose_name="overleg",
    )
    invitation = models.ForeignKey(
        Invitation,
        models.DO_NOTHING,
        related_name="availabilities",
        verbose_name="uitnodiging",
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="wie",
    )
    reference = models.CharField("kenmerk", max_length=20, blank=True)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    answer_before = models.DateField("antwoord uiterlijk op")
    reminders = models.PositiveSmallIntegerField("herinneringen", default=0)
    # For each moment, by its key, what was said.
    answers = models.JSONField("antwoorden", default=dict)
    answered_at = models.DateTimeField("geantwoord op", null=True)
    typed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="genoteerd door"
    )
    spoken_by = ContentTextField("wie antwoordde", blank=True)
    closed_at = models.DateTimeField("niet meer nodig sinds", null=True)

    objects: ClassVar = AvailabilityQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"spoken_by"})
        process = frozenset(
            {"meeting", "invitation", "party", "user", "reference", "asked_at"}
            | {"answer_before", "reminders", "answers", "answered_at", "typed_by"}
            | {"closed_at"}
        )

    class Meta:
        verbose_name = "vraag naar beschikbaarheid"
        verbose_name_plural = "vragen naar beschikbaarheid"
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(closed_at=None),
                name="an_invitee_is_asked_once_at_a_time",
            )
        ]

    @property
    def who(self) -> str:
        return self.invitation.who if self.user else self.party.name

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def meeting_moments(self) -> list[Moment]:
        """The moments it is about; whoever is asked may not see the meeting itself."""
        return list(Moment.objects.filter(meeting_id=self.meeting_id).in_order())

    def close(self) -> None:
        """The answer is needed no more."""
        self.closed_at = timezone.now()
        self.save()

    def says(self, moment: UUID) -> str:
        """What this invitee says of a moment; nothing where they did not."""
        return str(self.answers.get(str(moment), ""))
