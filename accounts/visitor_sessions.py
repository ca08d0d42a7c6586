"""A visitor's session: good for the pages of one registration, and nobody elsewhere.

On every other address the visitor is a stranger, so nothing there needs to know that
visitors exist. Which pages are open is said once, by the rooms that have them.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from accounts import sessions, visitors
from accounts.people import User
from house import profile
from zvh.guard import parking

VISITOR, CODE = "visitor", "visitor_code"
# The session ends on the server, and a browser still has to show what became of it.
CLEARED = '"cache", "storage"'
STEP = 30  # seconds: not every click needs to be written down

_open: set[str] = set()
_home: list[str] = []
_instead: set[str] = set()


def open_to_visitors(*names: str) -> None:
    """The pages with these names answer a visitor too, about their registration."""
    _open.update(names)


def home_of_visitors(name: str, *, instead_of: tuple[str, ...]) -> None:
    """Where a visitor is led who would go to these pages of people with an account."""
    _home[:] = [name]
    _instead.update(instead_of)


def is_open(name: str) -> bool:
    return name in _open


def begin(request: HttpRequest, visitor: User) -> None:
    """From here on this browser writes and follows this one registration."""
    request.session.cycle_key()
    request.session.pop(CODE, None)
    now = timezone.now().timestamp()
    request.session[VISITOR] = {"who": str(visitor.pk), "began": now, "seen": now}


def end(request: HttpRequest) -> None:
    request.session.flush()


def current(request: HttpRequest) -> User | None:
    """The visitor of this browser, while the session lasts."""
    held = request.session.get(VISITOR)
    return visitors.find(held["who"]) if held and not _is_over(held) else None


class VisitorMiddleware:
    """Lets a visitor in on the pages of their registration, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        was_here = VISITOR in request.session
        response = self._answer(request)
        if was_here and VISITOR not in request.session:
            response.headers.setdefault("Clear-Site-Data", CLEARED)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        name = _name_of(request)
        if name not in _open | _instead or request.user.is_authenticated:
            return self.get_response(request)
        held = request.session.get(VISITOR)
        visitor = visitors.find(held["who"]) if held else None
        if held is None or visitor is None:
            return self.get_response(request)
        if name in _instead:
            return HttpResponseRedirect(reverse(_home[0]))
        request.user = visitor
        if _is_over(held):
            return _ended(request)
        _touch(request, held)
        return self.get_response(request)


def _ended(request: HttpRequest) -> HttpResponseBase:
    """Away for too long: what was typed waits for who proves to be the same again."""
    kept = parking.keep(request)
    end(request)
    said = urlencode({"verlopen": "bewaard" if kept else "ja"})
    return HttpResponseRedirect(f"{reverse(_home[0])}?{said}")


def _is_over(held: dict[str, Any]) -> bool:
    now, limits = timezone.now().timestamp(), profile.active().signin
    idle = now - held["seen"] >= limits.idle_minutes * 60
    return bool(idle or now - held["began"] >= limits.absolute_hours * 3600)


def _touch(request: HttpRequest, held: dict[str, Any]) -> None:
    """Somebody is there; a page that asks by itself proves nothing (S4)."""
    now = timezone.now().timestamp()
    is_there = sessions.POLL_HEADER not in request.headers
    if is_there and now - held["seen"] >= STEP:
        request.session[VISITOR] = held | {"seen": now}


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
