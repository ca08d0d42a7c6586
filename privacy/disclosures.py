"""Proof of what left the house: what by key, to whom, why and on which ground (V-1)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from privacy.approvals import Approval
from privacy.proof import end_of_proof
from privacy.recipients import Recipient
from zvh.guard.models import EvidenceModel, Keep


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")

    def unopened(self) -> Self:
        return self.filter(opened_at=None)

    def to_hear_of(self) -> Self:
        """Stopped by itself, and nobody who works on it knows yet."""
        return self.filter(stopped_at__isnull=False, noted_at=None)

    def visible_to(self, user: User) -> Self:
        """The row policy tells who works on the case; a Partij sees its own only."""
        if user.is_bureau or user.is_fg:
            return self
        if user.has_page:
            return self.filter(pk=user.secure_page.object_key)
        return self.filter(party=user.party_id)

    def resting_on(self, approval: Approval) -> Self:
        """What went on this akkoord, or before it was asked, in acute danger.

        Or on an earlier one to the same receiver: asked anew after another goal or
        another text, who says no says it of all that this receiver has. But not of what
        went for a goal of its own, to which they still agree (V-1b).
        """
        went = Q(approvals__contains=[{"approval": str(approval.pk)}])
        before = Q(
            purpose=approval.purpose,
            party=approval.receiver_id,
            recipient=approval.recipient_id,
            lines__contains=[str(approval.piece_key)],
        )
        could_not_wait = Q(
            source_key=approval.proposal_key,
            vouching__isnull=False,
            lines__contains=[str(approval.piece_key)],
        )
        still_agreed = Approval.objects.valid().filter(
            case_key=approval.case_key,
            piece_key=approval.piece_key,
            proposal_key__isnull=False,
        )
        rests = self.filter(went | before | could_not_wait, case_key=approval.case_key)
        return rests.exclude(source_key__in=still_agreed.values("proposal_key"))

    def with_names(self) -> Self:
        return self.select_related("party", "recipient", "by", "noted_by")


class Disclosure(EvidenceModel):
    """One verstrekking: the rows that went out, never what they said (V-1, S-10)."""

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", "uitvraag"
        EXTRACT = "extract", "uittreksel van het plan"
        THIRD = "third", "aan een derde"
        HANDOVER = "handover", "overdracht aan een andere overlegtafel"

    class Channel(models.TextChoices):
        PAGES = "pages", "in het systeem, na inloggen"
        PHONE = "phone", "per telefoon"
        BY_HAND = "by_hand", "op papier"
        PAGE = "page", "beveiligde pagina, met een code"
        GATEWAY = "gateway", "beveiligde mail"

    # Whoever has it on paper, or heard it, is called: no page or mail reaches them.
    BY_VOICE = (Channel.BY_HAND, Channel.PHONE)

    class Stop(models.TextChoices):
        """Why it did not go after all, or why nobody was mailed that it is there."""

        NONE = "", "Gaat uit"
        RESTRICTED = "restricted", "de casus werd besloten"
        CLOSED = "closed", "de casus is afgesloten"
        ENDED = "ended", "er mocht niets meer mee"
        HAND = "hand", "het bureau stopte het"

    kind = models.CharField("soort", max_length=20, choices=Kind)
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="verstrekt aan",
    )
    recipient = models.ForeignKey(
        Recipient,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="verstrekt aan",
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verstrekt door"
    )
    purpose = models.CharField("doel", max_length=40)
    ground = models.CharField("grondslag", max_length=60)
    channel = models.CharField("langs welke weg", max_length=10, choices=Channel)
    source_key = models.UUIDField("bij (sleutel)")
    # Written by the database; it is found by its number once its case is gone.
    reference = models.CharField("kenmerk van de casus", max_length=20, blank=True)
    lines = models.JSONField("onderdelen (sleutels)", default=list)
    # Which yes of which Partij each piece in it rests on, by their keys.
    approvals = models.JSONField("akkoorden (sleutels)", default=list)
    needed_for = models.CharField("noodzakelijk voor", max_length=40, blank=True)
    # Which text of the rules for receivers went along (V-3).
    rules = models.CharField("meegegeven regels", max_length=20, blank=True)
    left_out = models.BooleanField("er bleef iets uit", default=False)
    # What was tested before, as answers from closed lists (V-1b, V-4).
    checks = models.JSONField("toetsen", default=dict)
    vouching = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="Partij van lid 1 die ervoor instaat",
    )
    reviewed_at = models.DateTimeField("achteraf getoetst op", null=True)
    reviewed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="achteraf getoetst door",
    )
    opened_at = models.DateTimeField("geopend op", null=True)
    # Only of secure mail: from then it is out of our hands.
    delivered_at = models.DateTimeField("aangenomen op", null=True)
    # Its letter waited, and when its turn came it could not go any more.
    stopped_at = models.DateTimeField("gestopt op", null=True)
    stopped_why = models.CharField(
        "waarom gestopt", max_length=10, choices=Stop, default=Stop.NONE, blank=True
    )
    noted_at = models.DateTimeField("gezien op", null=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="gezien door"
    )

    objects: ClassVar[Any] = DisclosureQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"kind", "party", "by", "purpose", "ground", "channel", "source_key"}
            | {"lines", "opened_at", "recipient", "approvals", "needed_for", "rules"}
            | {"left_out", "checks", "vouching", "reviewed_at", "reviewed_by"}
            | {
                "reference",
                "delivered_at",
                "stopped_at",
                "stopped_why",
                "noted_at",
                "noted_by",
            }
        )

    class Meta:
        verbose_name = "verstrekking"
        verbose_name_plural = "verstrekkingen"
        indexes = [
            models.Index(fields=["case_key"], name="disclosures_by_case"),
            models.Index(fields=["-recorded_at"], name="disclosures_by_moment"),
            models.Index(fields=["reference"], name="disclosures_by_number"),
            models.Index(
                fields=["stopped_at"],
                name="disclosures_stopped_unseen",
                condition=Q(stopped_at__isnull=False, noted_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source_key"],
                condition=Q(kind="inquiry"),
                name="an_inquiry_goes_out_once",
            ),
            models.CheckConstraint(
                name="a_disclosure_is_to_one_receiver",
                condition=Q(party=None, recipient__isnull=False)
                | Q(party__isnull=False, recipient=None),
            ),
        ]

    @property
    def to(self) -> str:
        """The name of who got it."""
        return str((self.party or self.recipient).name)  # type: ignore[union-attr]

    @property
    def read_at(self) -> datetime | None:
        """Since when its receiver has it: opened, or handed over by secure mail."""
        return self.opened_at or self.delivered_at

    @property
    def is_extract(self) -> bool:
        return self.kind == self.Kind.EXTRACT


def record(
    kind: Disclosure.Kind,
    *,
    case_key: UUID,
    party: Party | None = None,
    recipient: Recipient | None = None,
    by: User,
    purpose: str,
    ground: str,
    channel: str,
    source_key: UUID,
    lines: Iterable[UUID],
    **more: Any,
) -> Disclosure:
    """Write down that these rows go to this Partij; in the act that sends them."""
    return Disclosure.objects.create(
        kind=kind,
        case_key=case_key,
        remove_on=end_of_proof(),
        party=party,
        recipient=recipient,
        by=by,
        purpose=purpose,
        ground=ground,
        channel=Disclosure.Channel(channel),
        source_key=source_key,
        lines=[str(key) for key in lines],
        **more,
    )


def note_opened(source_key: UUID, **which: UUID) -> None:
    """The receiver opened it, the first time."""
    Disclosure.objects.unopened().filter(source_key=source_key, **which).update(
        opened_at=timezone.now()
    )


def note_stopped(key: UUID, why: Disclosure.Stop, *, by: User | None = None) -> None:
    """It did not go after all; whoever stopped it by hand knows so."""
    now = timezone.now()
    seen = {"noted_at": now, "noted_by": by} if by else {}
    rows = Disclosure.objects.filter(pk=key, stopped_at=None, delivered_at=None)
    rows.filter(opened_at=None).update(stopped_at=now, stopped_why=why, **seen)
