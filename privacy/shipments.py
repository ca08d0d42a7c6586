"""What goes by the house's secure mail: that it must go, to where, and how it went."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.lifecycle import SHIELDED
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self

# How long after it did not go it is tried again, and when silence is an answer.
AGAIN = timedelta(minutes=5)
SILENT = timedelta(minutes=10)


class Fault(models.TextChoices):
    """Why it did not go, in words for the bureau."""

    NONE = "", "Geen"
    OFF = "off", "De beveiligde mail staat uit."
    UNREACHABLE = "unreachable", "De beveiligde mail was niet bereikbaar."
    NO_TLS = "no_tls", "De mailserver versleutelt niet. Er ging niets uit."
    CERTIFICATE = (
        "certificate",
        "Het certificaat klopt niet. Er ging niets uit.",
    )
    SIGN_IN = "sign_in", "De mailserver liet ons niet toe."
    REFUSED = "refused", "De mailserver nam het niet aan."
    ADDRESS = "address", "De mailserver kent dit adres niet."
    NO_ACCESS = "no_access", "Wie dit verstuurde, werkt niet meer aan deze casus."
    PAPER = "paper", "Het document kon niet worden gemaakt."
    UNSURE = "unsure", "Er kwam geen antwoord. Misschien is het aangekomen."


# These do not mend themselves: somebody has to look first.
FINAL = (Fault.ADDRESS, Fault.NO_ACCESS, Fault.UNSURE)


class ShipmentQuerySet(DossierQuerySet):
    def waiting(self) -> "Self":
        """Not gone, not stopped and in nobody's hands."""
        return self.filter(sent_at=None, stopped_at=None, claimed_at=None)

    def due(self) -> "Self":
        """What the job takes up now."""
        before = timezone.now() - AGAIN
        is_time = Q(tried_at=None) | Q(tried_at__lte=before)
        return self.waiting().exclude(error__in=FINAL).filter(is_time)

    def overtaken(self) -> "Self":
        """A document of a case that was closed since, or restricted (P-2, S-3)."""
        over = Q(case__phase__in=SHIELDED)
        closed_to_all = Q(case__is_restricted=True, of_restricted=False)
        documents = self.waiting().filter(kind=Shipment.Kind.DOCUMENT)
        return documents.filter(over | closed_to_all)

    def due_or_overtaken(self) -> "Self":
        return self.waiting().filter(
            Q(pk__in=self.due().values("pk")) | Q(pk__in=self.overtaken().values("pk"))
        )

    def stuck(self) -> "Self":
        """What somebody has to look at: it failed, or nobody knows."""
        silent = Q(claimed_at__lte=timezone.now() - SILENT)
        open_ = self.filter(sent_at=None, stopped_at=None)
        return open_.filter(~Q(error="") | silent)

    def of_disclosure(self, key: UUID) -> "Self":
        return self.filter(disclosure_key=key).order_by("made_at", "pk")


class Shipment(DossierModel):
    """One letter for the gateway: a verstrekking, or that a part must be deleted."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "verstrekking"
        RECALL = "recall", "vraag om te verwijderen"

    disclosure_key = models.UUIDField("verstrekking (sleutel)", db_index=True)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    recall_key = models.UUIDField("teruggehaald onderdeel (sleutel)", null=True)
    address = ContentTextField("e-mailadres")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="verstuurd door"
    )
    # Whoever had it sent knew that the case is for a few people only.
    of_restricted = models.BooleanField("bij een besloten casus", default=False)
    made_at = models.DateTimeField("klaargezet op", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    tried_at = models.DateTimeField("geprobeerd op", null=True)
    # Taken up: from then it may have arrived, also when we never hear of it.
    claimed_at = models.DateTimeField("in behandeling sinds", null=True)
    # Which pieces were in the letter that was taken up last.
    went = models.JSONField("wat erin stond (sleutels)", default=list)
    # And in those before it, of which nobody knows whether they arrived.
    unsure = models.JSONField("wat misschien al aankwam (sleutels)", default=list)
    error = models.CharField(
        "soort fout", max_length=12, choices=Fault, default=Fault.NONE, blank=True
    )
    sent_at = models.DateTimeField("verstuurd op", null=True)
    stopped_at = models.DateTimeField("gestopt op", null=True)
    stopped_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="gestopt door"
    )

    objects: ClassVar = ShipmentQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"address"})
        process = frozenset(
            {"disclosure_key", "kind", "recall_key", "by", "made_at", "attempts"}
            | {"tried_at", "claimed_at", "went", "unsure", "error", "sent_at"}
            | {"stopped_at", "stopped_by", "of_restricted"}
        )

    class Meta:
        verbose_name = "beveiligde mail"
        verbose_name_plural = "beveiligde mails"
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure_key", "recall_key"],
                nulls_distinct=False,
                name="a_letter_is_posted_once",
            ),
            models.CheckConstraint(
                name="what_was_stopped_was_not_sent",
                condition=Q(sent_at=None) | Q(stopped_at=None),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.sent_at is None and self.stopped_at is None

    @property
    def is_silent(self) -> bool:
        """Handed over, and nobody said that it was taken."""
        if self.error == Fault.UNSURE:
            return True
        since = self.claimed_at
        return self.is_open and since is not None and since <= timezone.now() - SILENT

    @property
    def may_have_gone(self) -> bool:
        return self.sent_at is not None or self.claimed_at is not None

    @property
    def keeps_address(self) -> bool:
        """Something may have arrived there, and would have to be deleted there."""
        return self.may_have_gone or bool(self.unsure)

    def may_have_brought(self, piece: UUID) -> bool:
        last = self.went if self.may_have_gone else []
        return str(piece) in (*last, *self.unsure)

    @property
    def message_id(self) -> str:
        """The same each time, so that the gateway can see that it had it before."""
        host = settings.BASE_URL.split("://")[-1].split(":")[0].strip("/")
        return f"<{self.pk}@{host}>"
