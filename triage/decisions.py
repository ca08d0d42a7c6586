"""What is decided about a case before and at the weging, and what follows from it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases.people import WithdrawableModel
from house.words import word
from triage.meetings import TriageMeeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, Keep

# An advice that should have gone this long ago did not, and asks for a hand.
STUCK_AFTER = timedelta(hours=1)


class PurposeDecision(DossierModel):
    """Whether this fits the purpose of the law, and who says so (A-9)."""

    fits = models.BooleanField("past bij het doel van de wet")
    crime = models.BooleanField("criminaliteit", default=False)
    nuisance = models.BooleanField("ernstige overlast", default=False)
    unsafety = models.BooleanField("onveilige situaties", default=False)
    motivation = ContentTextField("motivering")
    on_behalf_of = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="namens"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    at = models.DateTimeField("besloten op", default=timezone.now)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"crime", "nuisance", "unsafety", "motivation"})
        process = frozenset({"fits", "on_behalf_of", "by", "at"})

    class Meta:
        verbose_name = "doeltoets"
        verbose_name_plural = "doeltoetsen"
        constraints = [
            models.CheckConstraint(
                name="what_fits_the_purpose_has_a_ground",
                condition=Q(fits=False)
                | Q(crime=True)
                | Q(nuisance=True)
                | Q(unsafety=True),
            )
        ]

    @property
    def grounds(self) -> list[str]:
        """The law's words for what is to be prevented, reduced or fought."""
        fields = ("crime", "nuisance", "unsafety")
        return [
            str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in fields
            if getattr(self, name)
        ]


class Outcome(models.TextChoices):
    """The three outcomes of the weging (W-3)."""

    ADVICE = "advice", "Geen casus voor het huis: advies"
    SUPPORT = "support", "Casus zonder overleg: ondersteuning"
    ICO = "ico", "Casus met overleg"

    @property
    def said(self) -> str:
        """The outcome in the words of this house."""
        if self is Outcome.ADVICE:
            return f"Geen {word('casus')} voor {word('huis', 'definite')}: advies"
        if self is Outcome.SUPPORT:
            return f"{word('casus', 'capital')} zonder {word('ico')}: ondersteuning"
        return f"{word('casus', 'capital')} met {word('ico')}"


class TriageDecision(DossierModel):
    """How a case goes on, why, and for an ICO what it is for."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "Regulier"
        PGA_OGGZ = "pga_oggz_1", "PGA OGGZ 1%"

    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome)
    motivation = ContentTextField("motivering")
    goal = ContentTextField("doel van het overleg", blank=True)
    themes = models.JSONField("thema's", default=list, blank=True)
    kind = models.CharField("soort overleg", max_length=20, choices=Kind, blank=True)
    meeting = models.ForeignKey(
        TriageMeeting,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="weegoverleg",
    )
    on_behalf_of = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="namens"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    at = models.DateTimeField("besloten op", default=timezone.now)
    taken_back_at = models.DateTimeField("herzien op", null=True)

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"motivation", "goal", "themes"})
        process = frozenset(
            {"outcome", "kind", "meeting", "on_behalf_of", "by", "at"}
            | {"taken_back_at"}
        )

    class Meta:
        verbose_name = "besluit van de weging"
        verbose_name_plural = "besluiten van de weging"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(taken_back_at=None),
                name="one_decision_stands",
            ),
            models.CheckConstraint(
                name="only_an_ico_has_a_kind",
                condition=Q(outcome="ico", kind__gt="")
                | ~Q(outcome="ico") & Q(kind=""),
            ),
        ]

    @property
    def outcome_name(self) -> str:
        return Outcome(self.outcome).said

    @property
    def where(self) -> str:
        """At which gate the case was stopped or let through; a fact's dimension."""
        return "weging" if self.meeting_id else "intake"


class RelevantParty(DossierModel):
    """A Partij that should be at the ICO, as weighed in the weging."""

    decision = models.ForeignKey(
        TriageDecision,
        models.DO_NOTHING,
        related_name="relevant_parties",
        verbose_name="besluit",
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    # Why it may lawfully be there: one of the profile's grounds for an invitation.
    ground = models.CharField("nodig voor", max_length=40, blank=True)

    class Privacy:
        keep = Keep.PLAN
        personal: frozenset[str] = frozenset()
        process = frozenset({"decision", "party", "ground"})

    class Meta:
        verbose_name = "relevante Partij"
        verbose_name_plural = "relevante Partijen"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "party"], name="a_partij_is_relevant_once"
            )
        ]


class Advice(WithdrawableModel):
    """What the sender can do instead; all that stays when the rest is removed (W-4)."""

    text = ContentTextField("advies")
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="geschreven door"
    )
    # Whoever pressed the button by mistake has until then to take it back.
    sends_at = models.DateTimeField("gaat uit om", null=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="verstuurd door"
    )
    sent_at = models.DateTimeField("verstuurd op", null=True)
    downloaded_at = models.DateTimeField("gedownload op", null=True)

    class Privacy:
        keep = Keep.ADVICE
        personal = frozenset({"text"})
        process = frozenset(
            {"written_by", "sends_at", "sent_by", "sent_at", "downloaded_at"}
            | {"withdrawn_at"}
        )

    class Meta:
        verbose_name = "advies aan de aanmelder"
        verbose_name_plural = "adviezen aan de aanmelder"
        constraints = [
            models.UniqueConstraint(fields=["case"], name="a_case_has_one_advice")
        ]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(sent_at=None), name="advices_not_sent_yet"
            )
        ]

    @property
    def is_leaving(self) -> bool:
        """Given to the post, and still to be taken back; not if it got stuck there."""
        at = self.sends_at
        return (
            self.sent_at is None
            and at is not None
            and timezone.now() < at + STUCK_AFTER
        )


class SupportNote(DossierModel):
    """One step of bilateral support: with whom was spoken, and what came of it."""

    text = ContentTextField("wat is er gedaan")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("wanneer", default=timezone.now)
    # The answer to the question whether it can end: no, and for another term.
    goes_on = models.BooleanField("gaat nog door", default=False)

    class Privacy:
        keep = Keep.PLAN
        personal = frozenset({"text"})
        process = frozenset({"by", "at", "goes_on"})

    class Meta:
        verbose_name = "notitie bij de ondersteuning"
        verbose_name_plural = "notities bij de ondersteuning"
