"""The request to come to a meeting: to whom, on what ground, and what they answer."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Party, User
from cases.models import Case
from ico.meetings import Answer, Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class InvitationQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The bureau sees who is invited; others their own invitation only."""
        seen = super().visible_to(user)
        return seen if user.is_bureau else seen.filter(user=user).standing()

    def standing(self) -> "Self":
        return self.filter(ended_at=None)

    def unsent(self) -> "Self":
        return self.standing().filter(sent_at=None)

    def may_go(self) -> "Self":
        """Not sent, and nothing stands in the way: nobody signs after they read."""
        silent = Q(outsider=None) | Q(outsider__declared_on__isnull=False)
        return self.unsent().filter(silent)

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

    def being_sought(self) -> "Self":
        return self.filter(meeting__state=Meeting.State.SEEKING)

    def still_to_come(self) -> "Self":
        return self.filter(meeting__state=Meeting.State.PLANNED)

    def for_list(self) -> "Self":
        people = self.select_related(
            "party", "user__secure_page", "outsider", "instead_of"
        )
        return people.order_by("party__name", "user__name")


class Invitation(DossierModel):
    """The request to somebody of a Partij to come: its ground, and what is asked."""

    Answer = Answer

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="invitations", verbose_name="overleg"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="deelnemer"
    )
    # Of no Partij: who they are stands with the decision to admit them.
    outsider = models.ForeignKey(
        "ico.Outsider",
        models.DO_NOTHING,
        null=True,
        related_name="invitations",
        verbose_name="incidentele derde",
    )
    is_needed = models.BooleanField("moet erbij zijn", default=True)
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
    # In whose place they come, where a colleague could not.
    instead_of = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="in plaats van",
    )
    prepared_at = models.DateTimeField("voorbereiding ingeleverd op", null=True)
    ended_at = models.DateTimeField("ingetrokken op", null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"reason", "about", "asked"})
        process = frozenset(
            {
                "meeting",
                "party",
                "user",
                "outsider",
                "is_needed",
                "ground",
                "sent_at",
                "answer",
            }
            | {"answered_at", "replacement", "ended_at"}
            | {"instead_of", "prepared_at"}
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

    @property
    def who(self) -> str:
        return str(self.outsider.name) if self.outsider else self.user.name


def asked_of_all(invitations: list[Invitation]) -> str:
    """What is asked of everybody in the same words, to be said once."""
    asked = {str(it.asked) for it in invitations}
    return asked.pop() if len(asked) == 1 and len(invitations) > 1 else ""
