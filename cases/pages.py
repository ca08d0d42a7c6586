"""What other rooms put on the pages of a case, and the frame in which they stand."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.asking import user_of as user_of
from cases.page_parts import Assigned as Assigned
from cases.page_parts import Coming as Coming
from cases.page_parts import Entry as Entry
from cases.page_parts import Event as Event
from cases.page_parts import EventKind as EventKind
from cases.page_parts import Notice as Notice
from cases.page_parts import Panel as Panel
from cases.page_parts import Step as Step
from cases.page_parts import Tab as Tab
from cases.page_parts import Task as Task
from cases.page_parts import day_of as day_of
from cases.page_parts import moment_of as moment_of
from house import navigation

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case

Function = TypeVar("Function", bound=Callable[..., Any])


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
_sender_notices, _assigned = Registry(), Registry()


def tab(
    key: str, label: str, *, url_name: str, order: int, under: str = ""
) -> Callable[[Function], Function]:
    """The decorated view is a sub-page of the case; its own door guards it."""

    def register(view: Function) -> Function:
        _tabs[key] = Tab(key, label, url_name, order, under)
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
    """`f(user, everybody) -> list[Task]`, for Vandaag and a partner's first page.

    Unless `everybody` is asked for, others' work may be left out.
    """
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


def assigns(function: Function) -> Function:
    """`f(case) -> Assigned | None`, what was decided that the first table is for."""
    return _assigned.add(function)


def assigned(case: "Case") -> Assigned | None:
    return next((found for found in _assigned.ask(case) if found), None)


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


def tasks(user: "User", *, everybody: bool = False) -> list[Task]:
    """What there is to do, the nearest term first and what has none last."""
    asked = _to_do.ask(user, everybody)
    found = [task for several in asked for task in several if everybody or task.mine]
    return sorted(found, key=_nearest)


def comings(user: "User") -> list[Coming]:
    found = [one for several in _coming.ask(user) for one in several]
    return sorted(found, key=lambda one: moment_of(one.at))


def partner_entries(user: "User") -> list[Entry]:
    """In the order in which the menu has them."""
    order = [url_if_any(name) for _, name, _ in navigation.PARTNER]
    found = [one for one in _entries.ask(user) if one]
    return sorted(found, key=lambda one: order.index(one.url))


def tabs(case: "Case", current: str) -> list[dict[str, Any]]:
    """The sub-pages of this case; `current` is a tab's key or the name of a URL."""
    here = {tab.under or tab.key for tab in _tabs.values() if tab.is_at(current)}
    return _under("", case, here)


def beneath(case: "Case", key: str) -> list[dict[str, Any]]:
    """What lies under this sub-page, to be led to from there."""
    return _under(key, case, set())


def _under(key: str, case: "Case", here: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[case.pk]),
            "current": tab.key in here,
        }
        for tab in sorted(_tabs.values(), key=lambda tab: tab.order)
        if tab.under == key
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


def url_if_any(name: str, *args: object) -> str:
    """The page of another room, or nothing where that room is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _nearest(task: Task) -> tuple[bool, datetime]:
    return (task.due is None, moment_of(task.due or date.max.replace(year=9000)))
