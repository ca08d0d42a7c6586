"""What other rooms put on the pages of a case, and the frame in which they stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Tab:
    """A sub-page of the case."""

    key: str
    label: str
    url_name: str
    order: int


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
    """The one main action of this phase."""

    label: str
    url: str


class EventKind(TextChoices):
    """By what the time line is filtered."""

    STEP = "stap", "Stappen"
    INFORMATION = "informatie", "Informatie"
    MEETING = "overleg", "Overleggen"
    PLAN = "plan", "Plan en afspraken"
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


class Registry:
    """Functions of several rooms, in their order; registering again changes nothing."""

    def __init__(self) -> None:
        self._functions: dict[str, tuple[int, Callable[..., Any]]] = {}

    def add(self, function: Function, order: int = 50) -> Function:
        name = f"{function.__module__}.{function.__qualname__}"
        self._functions[name] = (order, function)
        return function

    def ask(self, *given: Any) -> Iterable[Any]:
        """What each function answers, in order; nothing is left out."""
        ordered = sorted(self._functions.items(), key=lambda it: (it[1][0], it[0]))
        return (function(*given) for _, (_, function) in ordered)


_tabs: dict[str, Tab] = {}
_page_names: dict[str, str] = {}
_panels, _steps, _happened = Registry(), Registry(), Registry()
_to_do, _coming, _entries = Registry(), Registry(), Registry()
_sender_notices = Registry()


def tab(
    key: str, label: str, *, url_name: str, order: int
) -> Callable[[Function], Function]:
    """The decorated view is a sub-page of the case; its own door guards it."""

    def register(view: Function) -> Function:
        _tabs[key] = Tab(key, label, url_name, order)
        return named(label)(view)

    return register


def named(label: str) -> Callable[[Function], Function]:
    """How the log calls the decorated view; a tab is called by its label."""

    def register(view: Function) -> Function:
        _page_names[view.__name__] = label
        return view

    return register


def panel(*, order: int) -> Callable[[Function], Function]:
    """`f(user, case) -> Panel | None`, a block on Overzicht."""
    return lambda function: _panels.add(function, order)


def next_step(*, order: int) -> Callable[[Function], Function]:
    """`f(user, case) -> Step | None`; the first answer is the main action."""
    return lambda function: _steps.add(function, order)


def happened(function: Function) -> Function:
    """`f(user, case) -> list[Event]`, for the time line."""
    return _happened.add(function)


def to_do(function: Function) -> Function:
    """`f(user) -> list[Task]`, for Vandaag and for a partner's first page."""
    return _to_do.add(function)


def coming(function: Function) -> Function:
    """`f(user) -> list[Coming]`, what is on the calendar of Vandaag."""
    return _coming.add(function)


def partner_entry(function: Function) -> Function:
    """`f(user) -> Entry | None`, on a partner's first page."""
    return _entries.add(function)


def sender_notice(function: Function) -> Function:
    """`f(user, case) -> Notice | None`, on the sender's page of a registration."""
    return _sender_notices.add(function)


def sender_notices(user: "User", case: "Case") -> list[Notice]:
    return [found for found in _sender_notices.ask(user, case) if found]


def panels(user: "User", case: "Case") -> list[Panel]:
    return [found for found in _panels.ask(user, case) if found]


def main_action(user: "User", case: "Case") -> Step | None:
    return next((found for found in _steps.ask(user, case) if found), None)


def events(user: "User", case: "Case") -> list[Event]:
    """All that happened, newest first; a day without a time comes after its moments."""
    found = [event for several in _happened.ask(user, case) for event in several]
    return sorted(found, key=lambda event: moment_of(event.at), reverse=True)


def tasks(user: "User") -> list[Task]:
    """All there is to do, the nearest term first and what has none last."""
    found = [task for several in _to_do.ask(user) for task in several]
    return sorted(found, key=_nearest)


def comings(user: "User") -> list[Coming]:
    found = [one for several in _coming.ask(user) for one in several]
    return sorted(found, key=lambda one: moment_of(one.at))


def partner_entries(user: "User") -> list[Entry]:
    return [found for found in _entries.ask(user) if found]


def tabs(case: "Case", current: str) -> list[dict[str, Any]]:
    """The sub-pages of this case; `current` is a tab's key or the name of a URL."""
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[case.pk]),
            "current": current in (tab.key, tab.url_name),
        }
        for tab in sorted(_tabs.values(), key=lambda tab: tab.order)
    ]


def page_name(view: str) -> str:
    """What the page of an access record is called on the screen, if it has a name."""
    return _page_names.get(view, "")


def frame(request: HttpRequest, case: "Case", *, tab: str = "") -> dict[str, Any]:
    """What `cases/case_base.html` needs: who it is, where it stands, the sub-pages.

    `tab` is the key of the tab to which this page belongs; without it the tab of
    this very URL is the current one.
    """
    from cases import identity

    match = request.resolver_match
    return {
        "case": case,
        **identity.of(case),
        "tabs": tabs(case, tab or (match.view_name if match else "")),
        "step": main_action(user_of(request), case),
    }


def about(cases: "Iterable[Case]") -> dict[UUID, str]:
    """How a list names each case: initials of the first betrokkene, or the area."""
    from cases import identity

    return identity.in_short(cases)


def user_of(request: HttpRequest) -> "User":
    """Who asks; behind a door somebody is signed in."""
    from accounts.models import User

    if not isinstance(request.user, User):
        raise TypeError("behind a door somebody is signed in")
    return request.user


def url_if_any(name: str, *args: object) -> str:
    """The page of another room, or nothing where that room is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def day_of(at: date | datetime) -> date:
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


def moment_of(at: date | datetime) -> datetime:
    """Something to sort by: a day counts from its beginning."""
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at, datetime.min.time()))


def _nearest(task: Task) -> tuple[bool, datetime]:
    return (task.due is None, moment_of(task.due or date.max.replace(year=9000)))
