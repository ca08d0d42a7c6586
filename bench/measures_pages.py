"""What the three open on an ordinary day, each beside the same rows by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sessions import SECOND_FACTOR
from bench import people
from bench.measures_limits import STATE, ByHand, Limit
from cases import listing
from cases.models import Case
from cases.search import digests_sought
from cases.searching import understand

PAGES_DEEP = 1000
CASES = 40
FAR = datetime.max.replace(year=3000, tzinfo=timezone.get_default_timezone())
LAST_KEY = "ffffffff-ffff-ffff-ffff-ffffffffffff"
WITH_KEY = """c.id IN (SELECT case_id FROM cases_searchkey
    WHERE digest = ANY (%(digests)s) AND withdrawn_at IS NULL)"""


class Aim(TextChoices):
    """What the issue asks of a measure; the judgement stands in the report."""

    NONE = "none"
    LIST = "list"
    CASE = "case"
    LOOKED = "looked"
    REMOVAL = "removal"
    PDF = "pdf"
    EXTRACT = "extract"
    SAVE = "save"
    ALIKE = "alike"
    BSN = "bsn"
    AUTOSAVE = "autosave"


@dataclass(frozen=True)
class Measure:
    """Something that is done again and again, and its limit in between."""

    what: str
    who: str
    act: Callable[[int], Any]
    limit: Callable[[int], Any] | None = None
    aim: Aim = Aim.NONE
    most: int = 40
    # Of an act nothing stays; what has to be there for it comes before the clock runs.
    is_undone: bool = False
    before: Callable[[], Any] | None = None
    # So many do it at the same time, each with a connection of their own, and each
    # again after so many seconds.
    at_once: int = 1
    every: float = 0.0


@dataclass(frozen=True)
class Visitor:
    """One of the three, signed in with both factors."""

    label: str
    user: User
    client: Client
    by_hand: ByHand
    cases: list[str]


def visitors(limit: Limit) -> list[Visitor]:
    return [
        _visitor("sees all", people.ALL, limit, is_member=True),
        _visitor("sees 3 %", people.LIGHT, limit),
        _visitor("partner, 40 cases", people.PARTNER, limit),
    ]


def measures(limit: Limit) -> Iterator[Measure]:
    """Every page, for each of the three who has it."""
    everybody = visitors(limit)
    yield from _empty(everybody[0])
    for visitor in everybody:
        if visitor.user.is_bureau:
            yield from _of_colleague(visitor, limit)
        else:
            yield from _of_partner(visitor, limit)


def got(client: Client, url: str, **data: Any) -> Any:
    """The page, which must be there."""
    answer = client.post(url, data) if data else client.get(url)
    if answer.status_code != 200 and not (data and answer.status_code == 302):
        where = answer.headers.get("Location", "")
        raise RuntimeError(f"{url} answers {answer.status_code} {where}")
    return answer


def _again(client: Client, url: str, n: int) -> Any:
    return got(client, url)


def signed_in(user: User) -> Client:
    """One more tab of their browser: of browsers a house allows a few only (S9)."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = _session_of(user)
    return client


@cache
def _session_of(user: User) -> str:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = str(user.pk)
    session.save()
    # The first page puts a browser on the list, which is no part of what is measured.
    got(client, reverse("accounts:me"))
    return str(session.session_key)


def _visitor(
    label: str, email: str, limit: Limit, *, is_member: bool = False
) -> Visitor:
    user = User.objects.get(email=email)
    by_hand = ByHand(user.pk, timezone.now(), is_member=is_member)
    # Of each the same kind of case: one that is being worked on.
    seen = limit.rows(
        f"SELECT c.id FROM cases_case AS c WHERE {by_hand.seen}"
        " AND c.phase IN ('monitoring') ORDER BY c.id LIMIT %(most)s",
        {**by_hand.given, "most": CASES},
    )
    return Visitor(label, user, signed_in(user), by_hand, [str(key) for (key,) in seen])


def _empty(visitor: Visitor) -> Iterator[Measure]:
    for what, name in (("nothing at all", "nothing"), ("an empty page", "empty")):
        url = reverse(f"bench:{name}")
        yield Measure(what, visitor.label, partial(_again, visitor.client, url))


def _of_colleague(visitor: Visitor, limit: Limit) -> Iterator[Measure]:
    who, client, by_hand = visitor.label, visitor.client, visitor.by_hand
    yield Measure(
        "work list",
        who,
        lambda n: got(client, reverse("cases:today")),
        lambda n: by_hand.today(limit),
        most=20,
    )
    yield Measure(
        "case list, first page",
        who,
        lambda n: got(client, reverse("cases:list")),
        lambda n: by_hand.listed(limit, FAR, LAST_KEY),
        Aim.LIST,
    )
    yield _deep(visitor, limit)
    yield Measure(
        "case page",
        who,
        lambda n: got(client, reverse("cases:detail", args=[_nth(visitor.cases, n)])),
        lambda n: by_hand.case(limit, _nth(visitor.cases, n)),
        Aim.CASE,
    )
    yield from _searches(visitor, limit)


def _deep(visitor: Visitor, limit: Limit) -> Measure:
    """A thousand pages on, or the last page where there are not so many."""
    found = limit.rows(
        "SELECT c.last_activity_at, c.id FROM cases_case AS c"
        f" WHERE {visitor.by_hand.seen}"
        " AND c.registered_at IS NOT NULL"
        " AND c.phase NOT IN ('advised', 'afschaling', 'closed')"
        " ORDER BY c.last_activity_at DESC, c.id DESC",
        visitor.by_hand.given,
    )
    place = min(
        PAGES_DEEP * listing.PER_PAGE, max(0, len(found) - listing.PER_PAGE - 1)
    )
    at, key = found[place]
    url = (
        f"{reverse('cases:list')}?na={listing.mark(Case(pk=key, last_activity_at=at))}"
    )
    return Measure(
        f"case list, page {place // listing.PER_PAGE + 1}",
        visitor.label,
        lambda n: got(visitor.client, url),
        lambda n: visitor.by_hand.listed(limit, at, str(key)),
        Aim.LIST,
    )


def _searches(visitor: Visitor, limit: Limit) -> Iterator[Measure]:
    client, by_hand, url = visitor.client, visitor.by_hand, reverse("cases:search")
    told = limit.rows(
        "SELECT p.surname, c.number FROM cases_case AS c"
        " JOIN cases_person AS p ON p.case_id = c.id WHERE c.id = ANY (%s::uuid[])",
        [visitor.cases],
    )
    names = [name for name, _ in told]
    numbers = [number for _, number in told]

    def digests(name: str) -> dict[str, Any]:
        return {"digests": digests_sought(understand(name).words)[0]}

    yield Measure(
        "search by name",
        visitor.label,
        lambda n: got(client, url, q=_nth(names, n)),
        lambda n: by_hand.search(limit, WITH_KEY, digests(_nth(names, n))),
    )
    yield Measure(
        "search by number",
        visitor.label,
        lambda n: got(client, url, q=_nth(numbers, n)),
        lambda n: by_hand.search(
            limit, "c.number = %(number)s", {"number": _nth(numbers, n)}
        ),
    )


def _of_partner(visitor: Visitor, limit: Limit) -> Iterator[Measure]:
    """A partner has a first page with their own cases, and no list or search."""
    client, by_hand = visitor.client, visitor.by_hand
    yield Measure(
        "work list and cases",
        visitor.label,
        lambda n: got(client, reverse("cases:start")),
        lambda n: by_hand.start(limit),
        Aim.LIST,
    )
    yield Measure(
        "case page",
        visitor.label,
        lambda n: got(
            client,
            reverse("cases:registration_state", args=[_nth(visitor.cases, n)]),
        ),
        lambda n: by_hand.case(limit, _nth(visitor.cases, n), STATE),
        Aim.CASE,
    )


def _nth(several: list[str], n: int) -> str:
    return several[n % len(several)]
