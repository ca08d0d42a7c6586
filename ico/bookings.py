"""Who and what is taken by which meeting; nobody and nothing by two at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from ico.meetings import Meeting
from ico.rooms import Resource, Room
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self

# A deputy stands by, and is taken only when they take over.
POSTS = ("chair", "writer")
TWICE = "nobody_and_no_room_is_taken_twice_at_once"


class BookingQuerySet(DossierQuerySet):
    def standing(self) -> "Self":
        return self.filter(freed_at=None)


class Booking(DossierModel):
    """A room or a person of the house, taken by one meeting for its time."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="bookings", verbose_name="overleg"
    )
    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="+", verbose_name="wie of wat"
    )
    starts_at = models.DateTimeField("van")
    ends_at = models.DateTimeField("tot")
    freed_at = models.DateTimeField("weer vrij sinds", null=True)

    objects: ClassVar = BookingQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal: ClassVar[frozenset[str]] = frozenset()
        process = frozenset({"meeting", "resource", "starts_at", "ends_at", "freed_at"})

    class Meta:
        verbose_name = "bezetting"
        verbose_name_plural = "bezettingen"
        constraints = [
            models.CheckConstraint(
                name="what_is_taken_is_free_again_later",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["meeting", "resource"],
                condition=Q(freed_at=None),
                name="a_meeting_takes_each_once",
            ),
        ]


class Taken(PermissionDenied):
    """Somebody or some room has another meeting then; says who, and what to do."""

    def __init__(self, whom: Iterable[Room | User]) -> None:
        self.whom = list(whom)
        super().__init__(_sentence(self.whom))


@dataclass(frozen=True)
class Busy:
    """That somebody or some room is taken; not by what."""

    number: int
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


def hold(meeting: Meeting) -> None:
    """Take its chair, its writer and its room for its time; let others go.

    Raises `Taken` when one of them has another meeting then.
    """
    wanted = _wanted(meeting) if meeting.is_planned else {}
    with _refused_by_the_database(meeting, wanted), transaction.atomic():
        for booking in meeting.bookings.standing():
            if wanted.pop(booking.resource_id, None) is None:
                booking.freed_at = timezone.now()
            else:
                booking.starts_at, booking.ends_at = meeting.moment
            booking.save()
        for number in wanted:
            Booking.objects.create(
                case_id=meeting.case_id,
                meeting=meeting,
                resource_id=number,
                starts_at=meeting.moment[0],
                ends_at=meeting.moment[1],
            )


def busy(since: datetime, until: datetime) -> list[Busy]:
    """Who and what is taken between these moments, over all cases, seen or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM zvh_busy(%s, %s)", [since, until])
        return [Busy(*row) for row in cursor.fetchall()]


def taken(
    whom: Iterable[Room | User],
    starts_at: datetime,
    ends_at: datetime,
    *,
    apart_from: Meeting | None = None,
) -> list[Room | User]:
    """Which of these have another meeting then."""
    asked = {Resource.objects.of(one).number: one for one in whom}
    own = set()
    if apart_from is not None and apart_from.starts_at is not None:
        standing = apart_from.bookings.standing()
        own = {(b.resource_id, b.starts_at, b.ends_at) for b in standing}
    found = {
        one.number
        for one in busy(starts_at, ends_at)
        if (one.number, one.starts_at, one.ends_at) not in own
    }
    return [one for number, one in asked.items() if number in found]


def be_free(who: User, meeting: Meeting, post: str) -> None:
    """Who takes over a post in a meeting that is planned has no other then."""
    if post in POSTS and meeting.is_planned:
        found = taken([who], *meeting.moment, apart_from=meeting)
        if found:
            raise Taken(found)


def of(meeting: Meeting) -> list[Room | User]:
    """Whom and what a meeting takes: chair, writer and room."""
    people = list(dict.fromkeys([meeting.chair, meeting.writer]))
    return [*people, *([meeting.room] if meeting.room else [])]


def _wanted(meeting: Meeting) -> dict[int, Room | User]:
    return {Resource.objects.of(one).number: one for one in of(meeting)}


@contextmanager
def _refused_by_the_database(
    meeting: Meeting, wanted: dict[int, Room | User]
) -> Iterator[None]:
    whom = list(wanted.values())
    try:
        yield
    except IntegrityError as error:
        if TWICE not in str(error):
            raise
        found = taken(whom, *meeting.moment, apart_from=meeting)
        raise Taken(found or whom) from error


def _sentence(whom: list[Room | User]) -> str:
    names = " en ".join(one.name for one in whom)
    has = "heeft" if len(whom) == 1 else "hebben"
    what = "een andere tijd of een andere ruimte"
    if any(isinstance(one, User) for one in whom):
        what = "een andere tijd, of wijs iemand anders aan"
    return f"{names} {has} op dat moment al een ander overleg. Kies {what}."
