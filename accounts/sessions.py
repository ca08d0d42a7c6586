"""Sessions: how long they last, what has been proven in them, and how they end."""

from datetime import timedelta
from typing import cast

from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.people import User, UserSession
from house import profile
from zvh.lib.keys import new_id

BEGAN, SEEN, LISTED = "began", "seen", "listed"
LOCKED, SECOND_FACTOR = "locked", "second_factor"
POLL_HEADER = "X-Zvh-Poll"
# Not every click needs to be written down to know whether somebody is there.
STEP = timedelta(seconds=30)
FRESH = timedelta(minutes=10)


def is_over(request: HttpRequest) -> bool:
    """Whether the person was away too long, or the working day has passed (S1)."""
    began = request.session.get(BEGAN)
    if began is None:
        return False
    now, limits = timezone.now().timestamp(), profile.active().signin
    idle = now - request.session.get(SEEN, began)
    is_idle = idle >= limits.idle_minutes * 60
    return bool(is_idle or now - began >= limits.absolute_hours * 3600)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person signed in a moment ago."""
    began = request.session.get(BEGAN, 0)
    return bool(timezone.now().timestamp() - began < FRESH.total_seconds())


def touch(request: HttpRequest) -> None:
    """Somebody is there; a page that asks by itself proves nothing (S4)."""
    now = timezone.now().timestamp()
    request.session.setdefault(BEGAN, now)
    seen = request.session.get(SEEN)
    is_there = POLL_HEADER not in request.headers
    if seen is None or (is_there and now - seen >= STEP.total_seconds()):
        request.session[SEEN] = now
        _list(request)
    elif request.session.get(LISTED) != request.session.session_key:
        _list(request)


def end(request: HttpRequest) -> None:
    """End this session here and now."""
    logout(request)


def end_all(user: User) -> None:
    """End every session of this person, also those no table has heard of."""
    user.session_epoch = new_id()
    user.save(update_fields=["session_epoch"])
    for listed in UserSession.objects.filter(user=user):
        end_one(listed)


def end_one(listed: UserSession) -> None:
    """End the session of one browser."""
    Session.objects.filter(session_key=listed.session_key).delete()
    listed.delete()


def forget(session_key: str | None) -> None:
    """Take a session that ended off the list."""
    UserSession.objects.filter(session_key=session_key).delete()


def lock(request: HttpRequest) -> None:
    """Hide everything until the password is typed again."""
    request.session[LOCKED] = True


def unlock(request: HttpRequest) -> None:
    request.session.pop(LOCKED, None)
    request.session.cycle_key()


def is_locked(request: HttpRequest) -> bool:
    return LOCKED in request.session


def prove_second_factor(request: HttpRequest, user: User) -> None:
    """This browser showed something that only its owner has; its key is made anew."""
    request.session.cycle_key()
    request.session[SECOND_FACTOR] = str(user.pk)


def withdraw_second_factor(request: HttpRequest) -> None:
    request.session.pop(SECOND_FACTOR, None)


def has_second_factor(request: HttpRequest) -> bool:
    return request.session.get(SECOND_FACTOR) == str(request.user.pk)


def clear_lapsed() -> int:
    """Remove sessions that can no longer be used, and the list's lines about them."""
    now = timezone.now()
    lapsed, _ = Session.objects.filter(expire_date__lt=now).delete()
    living = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=living).delete()
    return lapsed


def _list(request: HttpRequest) -> None:
    """Keep it on the list; who knows a password alone is in nowhere yet."""
    if not has_second_factor(request):
        return
    before, key = request.session.get(LISTED), request.session.session_key
    if key is None:
        request.session.save()
        key = request.session.session_key
    listed, is_new = UserSession.objects.update_or_create(
        session_key=before or str(key),
        defaults={
            "session_key": str(key),
            "user": cast(User, request.user),
            "browser": _browser(request),
            "seen_at": timezone.now(),
        },
    )
    request.session[LISTED] = key
    if is_new:
        _end_what_is_too_much(listed)


def _end_what_is_too_much(newest: UserSession) -> None:
    """Somebody is in so many browsers at once; those used last go on (S9)."""
    others = UserSession.objects.filter(user=newest.user).exclude(pk=newest.pk)
    last_used = others.order_by("-seen_at", "-pk")
    for listed in last_used[profile.active().signin.browsers - 1 :]:
        end_one(listed)


def _browser(request: HttpRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    for mark, name in _BROWSERS:
        if mark in agent:
            return name
    return "Onbekende browser"


_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
