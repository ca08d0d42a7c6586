"""A page for somebody without account: by a link that opens nothing, and a code (P-5).

As a visitor (ADR 41) they have a closed account, so that every row can say who did
what. Beside it a `SecurePage` says about which one thing it is, until when, and how
often it was opened. What is on it is told by the room that has the thing:

    secure_pages.offer("meeting", start=..., open_to=("ico:invitations", ...))
    user = secure_pages.somebody(name=..., function=..., party=...)
    page = secure_pages.lay_out(user, Subject("meeting", case, row), at=Reach(...), ...)
    secure_pages.end([row])
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import rules, visitor_sessions, visitors
from accounts.parties import Party
from accounts.people import User
from zvh.guard.rules import require
from zvh.lib.keys import new_id

MOST_OPENINGS = 30
MOST_WRONG = 10
# The last letter says that it ended; after it no address is needed.
REACHED = timedelta(days=2)
Start = Callable[["SecurePage"], str]

_starts: dict[str, Start] = {}
_kept: dict[str, Start] = {}


@dataclass(frozen=True)
class Subject:
    """What a page is about: its kind, its case, and the row of a room above."""

    kind: str
    case: UUID
    row: UUID


@dataclass(frozen=True)
class Reach:
    """Where the link is mailed, and the telephone to which codes are sent."""

    address: str
    phone: str = ""


class SecurePageQuerySet(models.QuerySet["SecurePage"]):
    def visible_to(self, user: User) -> Self:
        """The bureau keeps them; whether it may see that case, a rule asks."""
        return self if user.is_bureau else self.none()

    def not_ended(self) -> Self:
        return self.filter(ended_at=None)

    def about(self, rows: Iterable[UUID]) -> Self:
        return self.filter(object_key__in=list(rows)).select_related("user__party")

    def with_a_name(self) -> Self:
        return self.exclude(user__name=visitors.NAMELESS)

    def over(self) -> Self:
        """Ended or past their term, some days ago, and not forgotten."""
        before = timezone.now() - REACHED
        ended = models.Q(ended_at__lt=before) | models.Q(until__lt=before)
        return self.filter(ended, forgotten_at=None)


class SecurePage(models.Model):
    """What one person without account may open: about what, until when, how often."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(
        User, models.PROTECT, related_name="secure_page", verbose_name="voor wie"
    )
    kind = models.CharField("soort", max_length=20)
    case_key: "models.UUIDField[UUID, UUID]" = models.UUIDField("dossier (sleutel)")
    object_key: "models.UUIDField[UUID, UUID]" = models.UUIDField(
        "onderwerp (sleutel)", db_index=True
    )
    address = models.EmailField("e-mailadres", max_length=254, blank=True)
    phone = models.CharField("mobiel nummer", max_length=30, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    until = models.DateTimeField("geldig tot")
    openings = models.PositiveSmallIntegerField("keer geopend", default=0)
    wrong = models.PositiveSmallIntegerField("foute codes na elkaar", default=0)
    opened_at = models.DateTimeField("laatst geopend op", null=True)
    ended_at = models.DateTimeField("gesloten op", null=True)
    forgotten_at = models.DateTimeField("adres verwijderd op", null=True)

    objects = SecurePageQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"address", "phone"})
        process = frozenset(
            {"id", "user", "kind", "case_key", "object_key", "made_by", "made_at"}
            | {"until", "openings", "wrong", "opened_at", "ended_at", "forgotten_at"}
        )

    class Meta:
        verbose_name = "beveiligde pagina"
        verbose_name_plural = "beveiligde pagina's"
        constraints = [
            models.CheckConstraint(
                name="a_page_that_is_forgotten_has_no_address",
                condition=models.Q(forgotten_at=None) | models.Q(address="", phone=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Beveiligde pagina {str(self.pk)[:8]}"

    @property
    def is_standing(self) -> bool:
        return self.ended_at is None and timezone.now() < self.until

    @property
    def can_be_opened(self) -> bool:
        """As long as it stands, and was not opened or tried too often."""
        within = self.openings < MOST_OPENINGS and self.wrong < MOST_WRONG
        return self.is_standing and within

    @property
    def start(self) -> str:
        """The address of what it is about."""
        return _starts[self.kind](self)

    @property
    def kept(self) -> str:
        """The address where the bureau works on what it is about."""
        return _kept[self.kind](self)

    @property
    def reach(self) -> str:
        """A mark of where it reaches somebody; elsewhere it has another."""
        where = f"{self.address}|{self.phone}"
        return salted_hmac("accounts.SecurePage", where).hexdigest()

    @property
    def texts_to(self) -> str:
        """The address at which the house's gateway makes a text message of a mail."""
        way, number = settings.TEXT_MESSAGE_ADDRESS, _number(self.phone)
        return way.replace("{number}", number) if way and number else ""


def offer(kind: str, *, start: Start, open_to: tuple[str, ...], kept: Start) -> None:
    """A room has pages of this kind: where one begins, and what else answers.

    `kept` is where the bureau works on what the page is about.
    """
    _starts[kind], _kept[kind] = start, kept
    visitor_sessions.open_to_visitors(*open_to, of=kind)


@transaction.atomic
def somebody(*, name: str, function: str, party: Party) -> User:
    """A closed account for who will have a page, and nothing else."""
    return visitors.closed_account(name=name, function=function, party=party)


@transaction.atomic
def lay_out(
    user: User, about: Subject, *, at: Reach, until: datetime, by: User
) -> SecurePage:
    """Give this person one page. Telling them is a letter of the room's own."""
    return SecurePage.objects.create(
        user=user,
        kind=about.kind,
        case_key=about.case,
        object_key=about.row,
        address=at.address.strip().lower(),
        phone=at.phone.strip(),
        made_by=by,
        until=until,
    )


def find(key: UUID) -> SecurePage | None:
    """A page that can be opened, by the key in its link."""
    page = SecurePage.objects.select_related("user__party").filter(pk=key).first()
    return page if page is not None and page.can_be_opened else None


@transaction.atomic
def opened(page: SecurePage) -> SecurePage | None:
    """Count that the right code was typed; nothing once it cannot be opened."""
    page = SecurePage.objects.select_for_update().get(pk=page.pk)
    if not page.can_be_opened:
        return None
    page.openings, page.wrong, page.opened_at = page.openings + 1, 0, timezone.now()
    page.save(update_fields=["openings", "wrong", "opened_at"])
    return page


@transaction.atomic
def guessed(page: SecurePage) -> None:
    """Count a wrong code; too many, and the bureau has to open it again."""
    page = SecurePage.objects.select_for_update().get(pk=page.pk)
    page.wrong += 1
    page.save(update_fields=["wrong"])


@transaction.atomic
def reach_at(page: SecurePage, at: Reach, *, by: User) -> SecurePage:
    """Another address or telephone; and who was shut out for guessing is not."""
    rules.keep_pages(by)
    page = SecurePage.objects.select_for_update().get(pk=page.pk)
    require(page.is_standing, "Deze pagina is gesloten.")
    page.address, page.phone = at.address.strip().lower(), at.phone.strip()
    page.openings = page.wrong = 0
    page.save(update_fields=["address", "phone", "openings", "wrong"])
    return page


@transaction.atomic
def extend(rows: Iterable[UUID], *, until: datetime) -> None:
    """What these pages are about lasts until another moment."""
    for page in SecurePage.objects.about(rows).not_ended():
        page.until = until
        page.save(update_fields=["until"])


def end(rows: Iterable[UUID]) -> int:
    """Close the pages about these rows, at once, also in a browser that is open."""
    return _end(SecurePage.objects.about(rows))


def end_of_case(case: UUID) -> int:
    """Nobody without account opens anything about this case any more."""
    return _end(SecurePage.objects.filter(case_key=case))


@transaction.atomic
def forget(gone: Iterable[UUID]) -> int:
    """Keep no address of what is over; of who had a case that is gone, no name either.

    `gone` are the cases that are no longer kept.
    """
    now, past = timezone.now(), list(SecurePage.objects.over())
    for page in past:
        page.address, page.phone, page.forgotten_at = "", "", now
        page.save(update_fields=["address", "phone", "forgotten_at"])
    theirs = SecurePage.objects.with_a_name().filter(case_key__in=list(gone))
    nameless = list(theirs.select_related("user"))
    for page in nameless:
        page.address, page.phone = "", ""
        page.ended_at, page.forgotten_at = page.ended_at or now, now
        page.save(update_fields=["address", "phone", "ended_at", "forgotten_at"])
        visitors.make_nameless(page.user)
    return len(past) + len(nameless)


@transaction.atomic
def _end(pages: SecurePageQuerySet) -> int:
    ended = 0
    for page in pages.not_ended():
        page.ended_at = timezone.now()
        page.save(update_fields=["ended_at"])
        ended += 1
    return ended


def _number(phone: str) -> str:
    """As gateways want it: 31612345678."""
    figures = "".join(figure for figure in phone if figure.isdigit())
    if figures.startswith("00"):
        return figures[2:]
    return f"31{figures[1:]}" if figures.startswith("0") else figures
