"""A Partij is called to account, and a question goes up (F-6, F-7)."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Case
from ico.agreed import Action
from ico.signals import OfActions
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep
from zvh.lib.dates import add_working_days

if TYPE_CHECKING:
    from typing import Self

# A working day before the answer is due, and again a working day after.
REMINDERS = 2


class CallQuerySet(OfActions):
    def in_order(self) -> "Self":
        return self.select_related("by", "answered_by").order_by("at", "pk")

    def unanswered(self) -> "Self":
        return self.filter(answered_at=None)


class CallToAccount(DossierModel):
    """Aanspreken: a recorded act on an overdue afspraak, with the answer (F-6)."""

    class Way(models.TextChoices):
        HERE = "here", "Hier, met een mail dat er een vraag is"
        PHONE = "phone", "Telefonisch"
        TALK = "talk", "In een gesprek of overleg"

    action = models.ForeignKey(
        Action, models.DO_NOTHING, related_name="calls", verbose_name="afspraak"
    )
    way = models.CharField("hoe", max_length=10, choices=Way)
    text = ContentTextField("wat is gezegd of gevraagd")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="aangesproken door"
    )
    at = models.DateTimeField("aangesproken op", default=timezone.now)
    answer_before = models.DateField("antwoord uiterlijk op")
    answer = ContentTextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="antwoord vastgelegd door",
    )

    objects: ClassVar = CallQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text", "answer"})
        process = frozenset(
            {"action", "way", "by", "at", "answer_before", "answered_at"}
            | {"answered_by"}
        )

    class Meta:
        verbose_name = "keer dat een Partij is aangesproken"
        verbose_name_plural = "keren dat een Partij is aangesproken"
        indexes = [
            models.Index(
                "answer_before",
                name="calls_without_answer",
                condition=Q(answered_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="an_answer_to_a_call_says_by_whom",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]

    @property
    def is_late(self) -> bool:
        return self.answered_at is None and self.answer_before < timezone.localdate()


class EscalationQuerySet(DossierQuerySet):
    def of(self, case: Case) -> "Self":
        return self.filter(case=case)

    def in_order(self) -> "Self":
        people = self.select_related("party", "asked_by", "answered_by")
        return people.order_by("asked_at", "pk")

    def unanswered(self) -> "Self":
        return self.filter(answered_at=None)

    def to_remind(self) -> "Self":
        """Due tomorrow, and then overdue; each once."""
        today = timezone.localdate()
        soon = Q(reminders=0, answer_before__lte=add_working_days(today, 1))
        late = Q(reminders__lt=REMINDERS, answer_before__lt=today)
        return self.unanswered().filter(soon | late)


class Escalation(DossierModel):
    """Opschaling: a question to management or bestuur of a Partij, and the answer."""

    class Level(models.TextChoices):
        MANAGEMENT = "management", "Management"
        BOARD = "board", "Bestuur"

    action = models.ForeignKey(
        Action,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="escalations",
        verbose_name="afspraak",
    )
    reason = models.CharField("reden", max_length=40)
    question = ContentTextField("vraag")
    level = models.CharField("aan", max_length=12, choices=Level)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="van welke Partij"
    )
    person = ContentTextField("wie", blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    answer_before = models.DateField("antwoord uiterlijk op")
    reminders = models.PositiveSmallIntegerField("aantal herinneringen", default=0)
    answer = ContentTextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="antwoord vastgelegd door",
    )

    objects: ClassVar = EscalationQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"question", "person", "answer"})
        process = frozenset(
            {"action", "reason", "level", "party", "asked_by", "asked_at"}
            | {"answer_before", "reminders", "answered_at", "answered_by"}
        )

    class Meta:
        verbose_name = "opschaling"
        verbose_name_plural = "opschalingen"
        indexes = [
            models.Index(
                "answer_before",
                name="escalations_without_answer",
                condition=Q(answered_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="an_answered_escalation_says_by_whom",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]

    @property
    def is_late(self) -> bool:
        return self.answered_at is None and self.answer_before < timezone.localdate()
