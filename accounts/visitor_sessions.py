"""A visitor's session: good for the pages of one thing, and nobody elsewhere.

That is one registration (A-11), or what one secure page is about (P-5).

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

from accounts import asking, sessions, visitors
from accounts.people import User
from house import profile
from zvh.guard import parking

VISITOR, CODE, PAGE_CODE = "visitor", "visitor_code", "page_code"
# The session ends on the server, and a browser still has to show what became of it.
CLEARED = '"cache", "storage"'
STEP = 30  # seconds: not every click needs to be written down

REGISTRATION = "registration"
HERE = "accounts:here"

_open: dict[str, set[str]] = {}
_home: list[str] = []
_instead: set[str] = set()


def open_to_visitors(*names: str, of: str = REGISTRATION) -> None:
    """The pages with these names answer a visitor too, about what is theirs."""
    # A page that saves by itself asks who is there before it goes on.
    _open.setdefault(of, {HERE}).update(names)


def home_of_visitors(name: str, *, instead_of: tuple[str, ...]) -> None:
    """Where a visitor is led who would go to these pages of people with an account."""
    _home[:] = [name]
    _instead.update(instead_of)


def is_open(name: str, *, of: str = REGISTRATION) -> bool:
    return name in _open.get(of, ())


def begin(request: HttpRequest, visitor: User) -> None:
    """From here on this browser opens this one registration, or this one page."""
    request.session.cycle_key()
    for asked in (CODE, PAGE_CODE):
        request.session.pop(asked, None)
    now = timezone.now().timestamp()
    held = {"who": str(visitor.pk), "began": now, "seen": now}
    request.session[VISITOR] = held | {"reach": _reach_of(visitor)}


def end(request: HttpRequest) -> None:
    request.session.flush()


def current(request: HttpRequest) -> User | None:
    """The visitor of this browser, while the session lasts."""
    held = request.session.get(VISITOR)
    return _known(held) if held and not _is_over(held) else None


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
        held = request.session.get(VISITOR)
        if held is None or request.user.is_authenticated:
            return self.get_response(request)
        name = _name_of(request)
        if name not in _instead.union(*_open.values()):
            return self.get_response(request)
        visitor = _known(held)
        if visitor is None or not is_for(name, visitor):
            return self.get_response(request)
        if name in _instead:
            return HttpResponseRedirect(home_of(visitor))
        request.user = visitor
        if _is_over(held):
            return _ended(request)
        _touch(request, held)
        return self.get_response(request)


def is_for(name: str, visitor: User) -> bool:
    """Whether this page answers this visitor, or leads them to their own."""
    kind = visitor.secure_page.kind if visitor.has_page else REGISTRATION
    return name in _instead or is_open(name, of=kind)


def home_of(visitor: User) -> str:
    """Where somebody without account proves again who they are."""
    if visitor.has_page:
        return reverse("accounts:secure_page", args=[visitor.secure_page.pk])
    return reverse(_home[0])


def _ended(request: HttpRequest) -> HttpResponseBase:
    """Away for too long: what was typed waits for who proves to be the same again."""
    home, kept = home_of(asking.user_of(request)), parking.keep(request)
    end(request)
    said = urlencode({"verlopen": "bewaard" if kept else "ja"})
    return HttpResponseRedirect(f"{home}?{said}")


def _known(held: dict[str, Any]) -> User | None:
    """Nobody any more, once their page reaches somebody elsewhere."""
    visitor = visitors.find(held["who"])
    if visitor is None or held.get("reach") != _reach_of(visitor):
        return None
    return visitor


def _reach_of(visitor: User) -> str:
    return visitor.secure_page.reach if visitor.has_page else ""


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
