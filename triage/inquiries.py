"""The uitvraag: whether a Partij knows somebody, what went out and what came back."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Case, Subject, WithdrawableModel
from house import profile
from house.profile import Question
from zvh.guard.content import ContentDateField, ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


ABOUT: dict[str, str] = {
    Subject.PERSON: "deze persoon",
    Subject.FAMILY: "dit gezin",
    Subject.AREA: "dit gebied",
}


class InquiryQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The bureau sees its cases' inquiries; a Partij those addressed to it."""
        seen = super().visible_to(user)
        return seen if user.is_bureau else seen.filter(party=user.party_id)

    def open(self) -> "Self":
        return self.filter(closed_at=None)

    def unanswered(self) -> "Self":
        return self.open().filter(answer=Inquiry.Answer.NONE)

    def to_work_on(self) -> "Self":
        """Who says nothing any more, and who answered and was not closed yet.

        Nothing more is heard of whoever was asked outside the pages, or reminded
        for the last time.
        """
        last = len(profile.active().inquiries.reminder_days)
        by_phone = Q(channel=Inquiry.Channel.PHONE)
        answered = ~Q(answer=Inquiry.Answer.NONE)
        return self.open().filter(answered | by_phone | Q(reminders__gte=last))

    def due(self, now: datetime) -> "Self":
        """Past the moment until which they could be answered."""
        return self.open().filter(answer_before__lte=now)

    def contested(self) -> "Self":
        """What a Partij said is not what it told, and nobody put right yet."""
        return self.filter(contested_at__isnull=False)

    def of_cases(self, cases: models.QuerySet[Case]) -> "Self":
        return self.filter(case__in=cases).select_related("case", "party")

    def for_list(self) -> "Self":
        asked = self.select_related("party", "asked_by", "answered_by", "contested_by")
        return asked.order_by("party__name", "sent_at")


class Inquiry(DossierModel):
    """The question to one Partij whether it knows whom a case is about (I-2).

    What goes out is identity only (WGS 2.29 lid 2); what comes back beside the
    answer itself is inbreng of that Partij, with this row as its source.
    """

    class Answer(models.TextChoices):
        NONE = "", "Nog geen antwoord"
        KNOWN = "known", "Bekend"
        UNKNOWN = "unknown", "Niet bekend"
        WITHHELD = "withheld", "Niet gedeeld om zwaarwegende redenen"
        UNLAWFUL = "unlawful", "Mag niet worden gedeeld"

    class Channel(models.TextChoices):
        PAGES = "pages", "in het systeem"
        PHONE = "phone", "per telefoon"

    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="gevraagd aan"
    )
    reference = models.CharField("kenmerk van de casus", max_length=20, blank=True)
    channel = models.CharField("langs welke weg", max_length=10, choices=Channel)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verstuurd door"
    )
    sent_at = models.DateTimeField("verstuurd op", default=timezone.now)
    answer_before = models.DateTimeField("antwoord voor")
    answer = models.CharField(
        "antwoord", max_length=10, choices=Answer, default=Answer.NONE, blank=True
    )
    answered_at = models.DateTimeField("beantwoord op", null=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="antwoord ingevoerd door",
    )
    secrecy_ground = models.CharField(
        "grondslag bij beroepsgeheim", max_length=40, blank=True
    )
    # Only where the bureau typed what somebody told for their Partij (I-6).
    spoken_by = ContentTextField("gegeven door, en hoe", blank=True)
    # The giver's word that the participants of the weging may know the answer (I-3).
    is_for_triage = models.BooleanField("mag worden meegewogen", default=False)
    reminders = models.PositiveSmallIntegerField("herinneringen", default=0)
    closed_at = models.DateTimeField("gesloten op", null=True)
    # The Partij does not stand by what the bureau wrote down for it (I-6).
    contested_at = models.DateTimeField("betwist op", null=True)
    contested_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="betwist door"
    )
    contest = ContentTextField("wat er niet klopt", blank=True)

    objects: ClassVar = InquiryQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        # That a Partij knows somebody is said about that person.
        personal = frozenset(
            {"spoken_by", "answer", "secrecy_ground", "is_for_triage", "contest"}
        )
        process = frozenset(
            {"party", "reference", "channel", "asked_by", "sent_at", "answer_before"}
            | {"answered_at", "answered_by", "reminders", "closed_at"}
            | {"contested_at", "contested_by"}
        )

    class Meta:
        verbose_name = "uitvraag"
        verbose_name_plural = "uitvragen"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(closed_at=None),
                name="a_party_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                name="an_answer_says_when_and_by_whom",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False))
                & Q(answered_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                "answer_before", name="open_inquiries", condition=Q(closed_at=None)
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def takes_answers(self) -> bool:
        return self.is_open and timezone.now() < self.answer_before

    @property
    def was_told(self) -> bool:
        """Typed by the bureau, for somebody who told it (I-6)."""
        return bool(self.answer and self.spoken_by)

    @property
    def answered_itself(self) -> bool:
        """By somebody of the Partij: it is not for the bureau to write over that."""
        told = self.answered_by
        return told is not None and told.party_id == self.party_id

    @property
    def is_known(self) -> bool:
        return self.answer == self.Answer.KNOWN

    @property
    def is_late(self) -> bool:
        """Closed, or about to be, without an answer."""
        return not self.answer and self.answer_before <= timezone.now()

    @property
    def questions(self) -> list[Question]:
        """What this kind of Partij is asked when it knows somebody."""
        return profile.active().questions_for(self.party.soorten)

    @property
    def about(self) -> str:
        """What the question is about, as a sentence calls it."""
        return ABOUT[self.case.subject]

    @property
    def ground_name(self) -> str:
        if not self.secrecy_ground:
            return ""
        return profile.active().label("secrecy_grounds", self.secrecy_ground)


class InquirySubject(WithdrawableModel):
    """Whom or what is asked about: a name and a birth date, or an area; no more.

    A copy for this one Partij, which goes when the uitvraag closes unless it was
    known there (S-9).
    """

    inquiry = models.ForeignKey(
        Inquiry, models.DO_NOTHING, related_name="subjects", verbose_name="uitvraag"
    )
    described = ContentTextField("wie of wat")
    birth_date = ContentDateField("geboortedatum", null=True, blank=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"described", "birth_date"})
        process = frozenset({"inquiry", "position", "withdrawn_at"})

    class Meta:
        verbose_name = "onderwerp van een uitvraag"
        verbose_name_plural = "onderwerpen van een uitvraag"
