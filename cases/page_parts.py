"""The parts that rooms hand over for the pages of a case: what, when, for whom."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from house.words import said


@dataclass(frozen=True)
class Tab:
    """A sub-page of the case; one that lies `under` another is reached from that."""

    key: str
    label: str
    url_name: str
    order: int
    under: str = ""

    def is_at(self, current: str) -> bool:
        """Whether this is where one is, by its key or the name of its URL."""
        return current in (self.key, self.url_name)


@dataclass(frozen=True)
class Panel:
    """A block on Overzicht, with a template of the room it comes from."""

    title: str
    template: str
    context: dict[str, Any]
    url: str | None = None

    def rendered(self, request: HttpRequest) -> SafeString:
        return render_to_string(self.template, self.context, request=request)


@dataclass(frozen=True)
class Notice:
    """Something a room tells the sender of a registration, on their own page."""

    title: str
    template: str
    context: dict[str, Any]

    def rendered(self, request: HttpRequest) -> SafeString:
        return render_to_string(self.template, self.context, request=request)


@dataclass(frozen=True)
class Step:
    """The one main action of this phase, and what to know with it."""

    label: str
    url: str
    note: str = ""


class EventKind(TextChoices):
    """By what the time line is filtered."""

    STEP = "stap", "Stappen"
    INFORMATION = "informatie", "Informatie"
    MEETING = "overleg", "Overleggen"
    PLAN = "plan", said("Plan en {afspraak.plural}")
    ACCESS = "toegang", "Toegang en afscherming"


@dataclass(frozen=True)
class Event:
    """Something that happened; `at` is a date where the time of day is not known."""

    at: date | datetime
    title: str
    who: str
    text: str = ""
    kind: EventKind = EventKind.STEP
    url: str = ""

    @property
    def actor(self) -> str:
        return self.who


@dataclass(frozen=True)
class Task:
    """Something to do: a verb, for which case, who waits, until when."""

    what: str
    url: str
    case_number: str
    about: str
    waits: str
    due: date | datetime | None
    mine: bool = True

    @property
    def case(self) -> str:
        return " · ".join(part for part in (self.case_number, self.about) if part)

    @property
    def due_on(self) -> date | None:
        return day_of(self.due) if self.due else None

    @property
    def late(self) -> bool:
        if isinstance(self.due, datetime):
            return self.due < timezone.now()
        return self.due is not None and self.due < timezone.localdate()


@dataclass(frozen=True)
class Coming:
    """Something on the calendar, for the right side of Vandaag."""

    title: str
    at: date | datetime
    url: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """One of the entries of a partner's first page."""

    label: str
    url: str
    count: int
    nearest: date | None = None
    unit: str = "open"
    nothing: str = "Niets open"


def day_of(at: date | datetime) -> date:
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


def moment_of(at: date | datetime) -> datetime:
    """Something to sort by: a day counts from its beginning."""
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at, datetime.min.time()))


@dataclass(frozen=True)
class Assigned:
    """What a table is to do before it ever met: its goal, themes, and who is needed."""

    goal: str
    themes: list[str]
    # By the key of a Partij, the ground on which it may be there.
    grounds: dict[UUID, str]
