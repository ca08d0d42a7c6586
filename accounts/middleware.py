"""Between signing in and working: limits, the lock, the password, the second step."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts import sessions
from accounts.people import User
from house import profile
from zvh.guard import parking

CLEARED = '"cache", "cookies", "storage"'

LEAVING = frozenset({"account_logout"})
PASSWORD = frozenset({"account_set_password", "account_change_password"})
PROVING = frozenset(
    {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate"}
)


class AccountMiddleware:
    """Sends people to what they have to do first, and clears up behind them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        key = request.session.session_key
        if sessions.is_over(request):
            # Before anything else: afterwards nobody knows whose text it was.
            parking.keep(request)
            sessions.end(request)
        else:
            sessions.touch(request)
        response = self.get_response(request)
        if not request.user.is_authenticated:
            sessions.forget(key)
            response.headers["Clear-Site-Data"] = CLEARED
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        # A visitor has proven all there is to prove, and has no password to choose.
        if not isinstance(request.user, User) or request.user.is_visitor:
            return None
        where = _detour(request, request.user)
        if where is None:
            return None
        parking.keep(request)
        return _redirect(request, where)


def _detour(request: HttpRequest, user: User) -> str | None:
    """The name of the page that comes first; nothing when the way is free."""
    asked = request.resolver_match.view_name if request.resolver_match else ""
    for is_needed, where, allowed in _HURDLES:
        if is_needed(request, user):
            target = where(user)
            return None if asked in allowed | LEAVING | {target} else target
    return None


def _is_locked(request: HttpRequest, user: User) -> bool:
    return sessions.is_locked(request)


def _needs_password(request: HttpRequest, user: User) -> bool:
    days = profile.active().signin.password_days
    return user.must_change_password or user.password_is_stale(days or None)


def _lacks_second_factor(request: HttpRequest, user: User) -> bool:
    return not sessions.has_second_factor(request)


def _unlocking(user: User) -> str:
    return "accounts:unlock"


def _choosing_password(user: User) -> str:
    if user.has_usable_password():
        return "account_change_password"
    return "account_set_password"


def _proving(user: User) -> str:
    return "mfa_reauthenticate" if user.has_totp else "mfa_activate_totp"


_HURDLES: tuple[
    tuple[Callable[[HttpRequest, User], bool], Callable[[User], str], frozenset[str]],
    ...,
] = (
    (_is_locked, _unlocking, frozenset()),
    (_needs_password, _choosing_password, PASSWORD),
    (_lacks_second_factor, _proving, PROVING),
)


def _redirect(request: HttpRequest, where: str) -> HttpResponseBase:
    url = f"{reverse(where)}?{urlencode({'next': request.path})}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
