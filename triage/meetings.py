"""The weekly weging, and the cases on its agenda."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases import grants
from cases.grants import Why
from house import profile
from house.words import word
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep
from zvh.lib.dates import in_full
from zvh.lib.keys import new_id

if TYPE_CHECKING:
    from datetime import date

# The agenda goes out by itself the evening before, unless somebody sent it earlier.
AGENDA_AHEAD = timedelta(hours=16)


class TriageMeetingQuerySet(models.QuerySet["TriageMeeting"]):
    def visible_to(self, user: User) -> Self:
        """The bureau sees every weging, a participant those that let them in now."""
        if user.is_bureau:
            return self
        seats = grants.user_grants(user).filter(why=Why.AGENDA)
        return self.filter(pk__in=seats.values("source_id"))

    def by_date(self) -> Self:
        return self.order_by("starts_at")

    def open(self) -> Self:
        return self.filter(closed_at=None, cancelled_at=None)

    def chaired_by(self, user: User) -> Self:
        return self.filter(chair=user).by_date()

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False).order_by("-starts_at")

    def without_agenda(self) -> Self:
        """Whose agenda has not been sent: cases can still come on it."""
        return self.open().filter(agenda_sent_at=None)

    def waiting_to_be_closed(self) -> Self:
        return self.open().filter(agenda_sent_at__isnull=False)

    def ahead(self, much: timedelta) -> Self:
        """What is still to come, no further away than this."""
        now = timezone.now()
        soon = self.open().filter(starts_at__gt=now, starts_at__lte=now + much)
        return soon.by_date()

    def on_or_after_today(self) -> Self:
        return self.filter(date__gte=timezone.localdate())


class TriageMeeting(models.Model):
    """One week's weging: until when cases are in time for it, and how it went."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    date = models.DateField("datum")
    starts_at = models.DateTimeField("begint om")
    closes_at = models.DateTimeField("aanmelden kan tot")
    chair = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="voorzitter",
    )
    agenda_sent_at = models.DateTimeField("agenda verstuurd op", null=True)
    closed_at = models.DateTimeField("gesloten op", null=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="gesloten door"
    )
    cancelled_at = models.DateTimeField("afgezegd op", null=True)
    # Nobody where the rhythm of the house changed: then it may come back with it.
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="afgezegd door"
    )
    # How often its calendar item changed: each next one counts (RFC 5546).
    sequence = models.PositiveSmallIntegerField("versie in de agenda", default=0)

    objects = TriageMeetingQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"id", "date", "starts_at", "closes_at", "chair", "agenda_sent_at"}
            | {"closed_at", "closed_by", "cancelled_at", "cancelled_by"}
            | {"sequence"}
        )

    class Meta:
        verbose_name = "weegoverleg"
        verbose_name_plural = "weegoverleggen"
        constraints = [
            models.UniqueConstraint(fields=["date"], name="a_day_has_one_weging"),
            models.CheckConstraint(
                name="a_weging_is_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{word('weging', 'capital')} van {in_full(self.date)}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_running(self) -> bool:
        """From the sending of the agenda until the closing: decisions can be taken."""
        sent = self.agenda_sent_at is not None
        return sent and not self.is_closed and not self.is_cancelled

    @property
    def takes_cases(self) -> bool:
        """Judging may follow after the closing time, until the agenda is sent (A-6)."""
        return (
            self.agenda_sent_at is None
            and not self.is_closed
            and not self.is_cancelled
            and self.starts_at > timezone.now()
        )

    @property
    def sends_at(self) -> datetime:
        """When the agenda goes out by itself; never before the closing time."""
        return max(self.closes_at, self.starts_at - AGENDA_AHEAD)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=profile.active().triage.minutes)

    @property
    def when(self) -> str:
        """The day and the time, as a letter says it."""
        return f"{in_full(self.date)}, {timezone.localtime(self.starts_at):%H:%M} uur"

    @property
    def midnight(self) -> datetime:
        """The end of its day: the latest moment at which participants see anything."""
        return _start_of(self.date + timedelta(days=1))


def _start_of(day: "date") -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class AgendaItemQuerySet(DossierQuerySet):
    def open(self) -> Self:
        return self.filter(state=AgendaItem.State.OPEN)

    def in_order(self) -> Self:
        return self.select_related("case").order_by("position", "completed_at", "pk")

    def on(self, meeting: TriageMeeting) -> Self:
        return self.filter(meeting=meeting)

    def to_be_replaced(self) -> Self:
        """Open, on an agenda that will not be met any more."""
        lapsed = Q(meeting__agenda_sent_at=None, meeting__date__lt=timezone.localdate())
        over = Q(meeting__closed_at__isnull=False)
        off = Q(meeting__cancelled_at__isnull=False)
        return self.open().filter(over | off | lapsed)


class AgendaItem(DossierModel):
    """A case on the agenda of one weging, and what came of it there."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DECIDED = "decided", "Besloten"
        DEFERRED = "deferred", "Aangehouden"

    meeting = models.ForeignKey(
        TriageMeeting, models.PROTECT, related_name="items", verbose_name="weegoverleg"
    )
    position = models.PositiveSmallIntegerField("plaats op de agenda", default=0)
    state = models.CharField("stand", max_length=10, choices=State, default=State.OPEN)
    completed_at = models.DateTimeField("volledig verstuurd op")
    involves_minor = models.BooleanField("met een minderjarige", default=False)
    deferred_from = models.ForeignKey(
        TriageMeeting,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="aangehouden op",
    )
    still_needed = ContentTextField("wat nog nodig is", blank=True)

    objects: ClassVar[Any] = AgendaItemQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"still_needed"})
        process = frozenset(
            {"meeting", "position", "state", "completed_at", "involves_minor"}
            | {"deferred_from"}
        )

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "meeting"], name="a_case_is_once_on_an_agenda"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="open"),
                name="a_case_waits_for_one_weging",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
