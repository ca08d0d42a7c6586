"""A page that saves by itself shows that it was opened: by whom, where and when.

What such a page asks again and again belongs to the opening that was recorded, and
leaves no record of its own. The page carries a ticket of that record; it is worth
something to this person, in this session, for this one row only.

    context = {"ticket": opening.ticket(request, meeting)}       # in a gated view
    @gated(Section, rules.write, of_page=lambda section: section.meeting_id)
"""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.middleware.csrf import get_token

SALT = "zvh.guard.opening"
HEADER = "X-Zvh-Page"
LASTS = timedelta(hours=12)
CLOSED = "Open deze pagina opnieuw: het systeem weet niet dat u haar hebt geopend."


class NotOpened(PermissionDenied):
    """No page was opened in this session from which this could have been asked."""


def note(request: HttpRequest, record_id: UUID) -> None:
    """The gate wrote down that a page was opened; it may want a ticket."""
    request.opening = record_id  # type: ignore[attr-defined]


def ticket(request: HttpRequest, record: models.Model) -> str:
    """What the page opened by this very request shows when it comes back."""
    opening: UUID = request.opening  # type: ignore[attr-defined]
    told = [str(opening), *_bound_to(request, record.pk)]
    return signing.dumps(told, salt=SALT)


def again(request: HttpRequest, record: models.Model) -> dict[str, str]:
    """What the script of a page is told when it was opened anew, after signing in."""
    return {
        "user": str(request.user.pk),
        "ticket": ticket(request, record),
        "token": get_token(request),
    }


def require_page(request: HttpRequest, key: UUID) -> None:
    """Refuse what no opened page of this row asks (403)."""
    given = request.headers.get(HEADER, "")
    try:
        _, *bound = signing.loads(given, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise NotOpened(CLOSED) from error
    if bound != _bound_to(request, key):
        raise NotOpened(CLOSED)


def _bound_to(request: HttpRequest, key: UUID) -> list[str]:
    session = request.session.session_key or ""
    digest = hashlib.sha256(session.encode()).hexdigest()
    return [str(key), str(request.user.pk), digest]
