"""The ways through the house: for the bureau at the side, for others a few entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from house import counting
from house.words import said, word
from zvh.guard import announce


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None
    counts: str = "open"


# Label or key of a word, name of the URL, icon. What has no URL yet is left out.
BUREAU = (
    ("Vandaag", "cases:today", "today"),
    ("aanmelding", "triage:intake_list", "inbox"),
    ("weging.capital", "triage:current", "scales"),
    ("ico", "ico:meetings", "people"),
    ("afspraak", "ico:actions", "list"),
    ("Monitor", "ico:monitor", "chart"),
    ("casus", "cases:list", "folder"),
    ("partij", "accounts:parties", "building"),
    ("Rapportages", "reports:index", "chart"),
    ("Beheer", "accounts:authorisations", "gear"),
)
# What the number beside an entry counts, where that is not simply what is open.
COUNTS = {"triage:current": "op de eerstvolgende agenda"}
OVERSIGHT = (
    ("Verwijderingen", "privacy:removals", ""),
    ("Verstrekkingen", "privacy:disclosures", ""),
    ("Informeren", "privacy:told", ""),
    ("Meegenomen lijsten", "cases:exports", ""),
)
BESTUURDER = (("Welkom", "accounts:welcome", ""),)
PARTNER = (
    (said("{casus.capital} aanmelden"), "cases:register", ""),
    ("Vragen aan u", "triage:own_inquiries", ""),
    ("Uw overleggen", "ico:invitations", ""),
    (said("Uw {afspraak.plural}"), "ico:own_actions", ""),
    ("Akkoord en uittreksels", "privacy:own_sharing", ""),
)

# Pages that belong to an entry and lie elsewhere.
BESIDE = {
    "ico:invitations": {"ico:invitation", "ico:send_colleague", "ico:availability"},
    "accounts:authorisations": {"privacy:removals"},
    "cases:list": {"cases:exports"},
    "ico:own_actions": {"ico:action_report", "ico:plan", "ico:plan_print"},
}


def entries(request: HttpRequest) -> list[Entry]:
    """What this person can go to; nothing for who is not signed in."""
    if not request.user.is_authenticated:
        return []
    return list(_entries(request, _table_for(request.user)))


def questions(user: Any) -> list[tuple[str, counting.Asked]]:
    """What the navigation of this person asks, for a page that asks along."""
    return counting.questions(user, [name for _, name, _ in _table_for(user)])


def pressing(user: Any) -> dict[str, int]:
    """How much presses behind each entry of this person's, by its name."""
    return counting.numbers(user, [name for _, name, _ in _table_for(user)])


def is_for_bureau(request: HttpRequest) -> bool:
    """Whether this person works in the house itself, with navigation at the side."""
    return bool(getattr(request.user, "is_bureau", False))


def _table_for(user: Any) -> tuple[tuple[str, str, str], ...]:
    if user.is_bureau:
        return BUREAU
    if user.is_ketenpartner:
        return PARTNER
    if user.is_fg:
        return OVERSIGHT
    return BESTUURDER if user.is_bestuurder else ()


def _entries(
    request: HttpRequest, table: tuple[tuple[str, str, str], ...]
) -> Iterator[Entry]:
    counts = _counts(request.user)
    for label, name, icon in table:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = _is_current(request, url) or _is_beside(request, name)
        count = counts.get(name) or None
        counted = COUNTS.get(name, "open")
        yield Entry(_label(label), url, icon, current, count, counted)


def _counts(user: Any) -> dict[str, int]:
    # Outside a door nobody is announced, and every count would be nought.
    return pressing(user) if announce.current().user_id else {}


def _label(label: str) -> str:
    key, _, form = label.partition(".")
    return word(key, form or "capital_plural") if label.islower() else label


def _is_current(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url))


def _is_beside(request: HttpRequest, name: str) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in BESIDE.get(name, ())
