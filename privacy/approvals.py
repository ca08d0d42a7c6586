"""Akkoord: what a Partij is asked about its pieces, and its yes or no (V-2, S-10)."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases import keeping_say
from cases.grants import Why
from privacy.recipients import Recipient
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, EvidenceModel, Keep

if TYPE_CHECKING:
    from typing import Self


class Purpose(models.TextChoices):
    """What a piece is disclosed for; each needs an akkoord of its own."""

    PLAN = "plan", "het eigen aandeel in het plan"
    OWN_TASK = "own_task", "de eigen taak van de ontvanger"
    THIRD = "third", "verstrekking aan een derde"
    HANDOVER = "handover", "overdracht aan een andere overlegtafel"


class ApprovalRequestQuerySet(DossierQuerySet):
    def visible_to(self, user: User) -> "Self":
        """The bureau sees what its cases ask; a Partij what it is asked."""
        if user.is_bureau:
            return super().visible_to(user)
        asked = keeping_say.by(user).filter(why=Why.APPROVAL)
        return self.filter(party=user.party_id, pk__in=asked.values("source_id"))

    def open(self) -> "Self":
        return self.filter(closed_at=None)

    def of_cases(self, cases: Any) -> "Self":
        return self.filter(case__in=cases).select_related("case", "party")

    def for_list(self) -> "Self":
        return self.select_related("party", "asked_by").order_by("asked_at", "pk")


class ApprovalRequest(DossierModel):
    """One list of pieces that one Partij is asked about, in one go (V-2)."""

    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="gevraagd aan"
    )
    reference = models.CharField("kenmerk van de casus", max_length=20, blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    answer_before = models.DateField("antwoord voor")
    reason = ContentTextField("waarvoor", blank=True)
    # Only where the bureau typed what somebody told for their Partij (I-6).
    spoken_by = ContentTextField("gegeven door, en hoe", blank=True)
    contest = ContentTextField("wat er niet klopt", blank=True)
    reminders = models.PositiveSmallIntegerField("herinneringen", default=0)
    closed_at = models.DateTimeField("beantwoord op", null=True)

    # Read along with a list of one's own.
    can_be_answered: bool

    objects: ClassVar = ApprovalRequestQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"reason", "spoken_by", "contest"})
        process = frozenset(
            {"party", "reference", "asked_by", "asked_at", "answer_before"}
            | {"reminders", "closed_at"}
        )

    class Meta:
        verbose_name = "vraag om akkoord"
        verbose_name_plural = "vragen om akkoord"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.answer_before < timezone.localdate()


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def asked_in(self, request: ApprovalRequest) -> "Self":
        return self.filter(request_key=request.pk).order_by("recorded_at", "pk")

    def standing(self) -> "Self":
        """Asked, and not ended by anybody."""
        return self.filter(ended_at=None)

    def unanswered(self) -> "Self":
        return self.standing().filter(answer=Approval.Answer.NONE)

    def contested(self) -> "Self":
        """Its giver did not say what was written down for it (I-6)."""
        return self.standing().filter(contested_at__isnull=False)

    def valid(self) -> "Self":
        """A yes that its giver stands by, now."""
        return self.standing().filter(answer=Approval.Answer.YES, contested_at=None)

    def as_it_stands(self) -> "Self":
        """Without what was asked for another goal, or of another text."""
        overtaken = (Approval.End.GOAL, Approval.End.TEXT)
        return self.exclude(ended_why__in=overtaken)

    def to_follow(self) -> "Self":
        """What its giver took back, and nobody was told to delete.

        Or did not agree to, asked after it went in acute danger: that was a reason to
        give it, and is none to keep it (V-1b). And so where it was asked anew, of what
        went before (O-10).
        """
        taken_back = (Approval.End.WITHDRAWN, Approval.End.PIECE)
        refused = Q(purpose=Purpose.THIRD) | Q(purpose=Purpose.PLAN, ended_at=None)
        said_no = Q(answer=Approval.Answer.NO) & refused
        ended = Q(ended_why__in=taken_back) | said_no
        return self.filter(ended, followed_at=None)

    def held(self) -> "list[Approval]":
        """Locked: who takes one back waits, and then finds what went on it."""
        return list(self.order_by("pk").select_for_update(no_key=True, of=("self",)))

    def for_recipient(self, recipient: Recipient, purpose: Purpose) -> "Self":
        return self.filter(recipient=recipient, purpose=purpose)


class Approval(EvidenceModel):
    """Whether one piece may go to one receiver for one purpose; proof, no content."""

    class Answer(models.TextChoices):
        NONE = "", "Nog geen antwoord"
        YES = "yes", "Akkoord"
        NO = "no", "Geen akkoord"
        CONTACT = "contact", "De andere tafel vraagt het de betrokkene"
        SENSITIVE = "sensitive", "Gevoelig: gaat niet mee"

    class End(models.TextChoices):
        NONE = "", "Loopt"
        WITHDRAWN = "withdrawn", "Akkoord ingetrokken"
        PIECE = "piece", "Inbreng ingetrokken"
        GOAL = "goal", "Het doel is gewijzigd"
        TEXT = "text", "De tekst is door een ander gewijzigd"
        DROPPED = "dropped", "Het voorstel is vervallen"

    request_key = models.UUIDField("gevraagd in (sleutel)")
    piece_key = models.UUIDField("inbreng (sleutel)")
    giver = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="van"
    )
    receiver = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="+", verbose_name="voor"
    )
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, null=True, related_name="+", verbose_name="voor"
    )
    purpose = models.CharField("doel", max_length=10, choices=Purpose)
    # To somebody outside each proposal has a goal of its own, and its own akkoord.
    proposal_key = models.UUIDField("voor voorstel (sleutel)", null=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
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
    # Typed by the bureau, for somebody who told it (I-6).
    was_told = models.BooleanField("verteld aan het bureau", default=False)
    contested_at = models.DateTimeField("betwist op", null=True)
    ended_at = models.DateTimeField("geldt niet meer sinds", null=True)
    # What followed from its end was done: who got the piece is told to delete it.
    followed_at = models.DateTimeField("gevolgen afgehandeld op", null=True)
    ended_why = models.CharField(
        "waarom niet meer", max_length=10, choices=End, default=End.NONE, blank=True
    )

    objects: ClassVar[Any] = ApprovalQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"request_key", "piece_key", "giver", "receiver", "recipient", "purpose"}
            | {"asked_by", "answer", "answered_at", "answered_by", "was_told"}
            | {"followed_at", "contested_at", "ended_at", "ended_why", "proposal_key"}
        )

    class Meta:
        verbose_name = "akkoord"
        verbose_name_plural = "akkoorden"
        indexes = [
            models.Index(fields=["case_key"], name="approvals_by_case"),
            models.Index(fields=["piece_key"], name="approvals_by_piece"),
            models.Index(fields=["request_key"], name="approvals_by_request"),
            models.Index(
                fields=["ended_at"],
                name="approvals_to_follow",
                condition=Q(ended_at__isnull=False, followed_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "piece_key",
                    "receiver",
                    "recipient",
                    "purpose",
                    "proposal_key",
                ],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="a_piece_is_asked_once_for_a_receiver_and_a_purpose",
            ),
            models.CheckConstraint(
                name="an_akkoord_is_for_one_receiver",
                condition=Q(receiver=None, recipient__isnull=False)
                | Q(receiver__isnull=False, recipient=None),
            ),
            models.CheckConstraint(
                name="an_akkoord_says_when_and_by_whom",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False))
                & Q(answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_akkoord_that_ended_says_why",
                condition=Q(ended_at=None, ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
            ),
        ]

    @property
    def is_valid(self) -> bool:
        is_standing = self.ended_at is None and self.contested_at is None
        return self.answer == self.Answer.YES and is_standing

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)

    @property
    def to(self) -> str:
        """The name of who would get it."""
        return str((self.receiver or self.recipient).name)  # type: ignore[union-attr]


def valid_for(
    case_key: UUID,
    purpose: Purpose,
    *,
    party: Party | None = None,
    recipient: Recipient | None = None,
    proposal: UUID | None = None,
) -> dict[UUID, Approval]:
    """Of each piece that may go to this receiver for this purpose, the akkoord."""
    found = Approval.objects.valid().filter(
        case_key=case_key,
        purpose=purpose,
        receiver=party,
        recipient=recipient,
        proposal_key=proposal,
    )
    return {one.piece_key: one for one in found}
