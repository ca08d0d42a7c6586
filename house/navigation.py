"""The ways through the house: for the bureau at the side, for partners four entries."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from house.words import word


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None


# Label or key of a word, name of the URL, icon. What has no URL yet is left out.
BUREAU = (
    ("Vandaag", "cases:today", "today"),
    ("aanmelding", "cases:registrations", "inbox"),
    ("weging", "triage:current", "scales"),
    ("ico", "ico:meetings", "people"),
    ("afspraak", "ico:actions", "list"),
    ("casus", "cases:list", "folder"),
    ("partij", "accounts:parties", "building"),
    ("Rapportages", "reports:index", "chart"),
    ("Beheer", "accounts:authorisations", "gear"),
)
PARTNER = (
    ("Casus aanmelden", "cases:register", ""),
    ("Vragen aan u", "cases:questions", ""),
    ("Uw overleggen", "ico:invitations", ""),
    ("Uw afspraken", "ico:own_actions", ""),
)


def entries(request: HttpRequest) -> list[Entry]:
    """What this person can go to; nothing for who is not signed in."""
    if not request.user.is_authenticated:
        return []
    return list(_entries(request, BUREAU if is_for_bureau(request) else PARTNER))


def is_for_bureau(request: HttpRequest) -> bool:
    """Whether this person works in the house itself, with navigation at the side."""
    return bool(getattr(request.user, "is_bureau", False))


def _entries(
    request: HttpRequest, table: tuple[tuple[str, str, str], ...]
) -> Iterator[Entry]:
    for label, name, icon in table:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        yield Entry(_label(label), url, icon, _is_current(request, url))


def _label(label: str) -> str:
    return word(label, "capital_plural") if label.islower() else label


def _is_current(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url))
