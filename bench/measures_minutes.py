"""Twenty meetings at once, in each of which somebody types, and it saves by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench import people
from bench.measures_clock import Statement, statements_of
from bench.measures_limits import Limit
from bench.measures_pages import Aim, Measure, signed_in
from cases.lifecycle import Phase
from ico.models import MinutesSection
from zvh.guard.announce import acting_as
from zvh.guard.opening import HEADER
from zvh.lib.keys import new_id

# Whoever types without a pause is saved as often (static/js/minutes.js).
AT_ONCE, PAUSE = 20, 3.0
TYPED, DOOR, BARE = (
    f"minutes that save, {AT_ONCE} meetings",
    "their door alone",
    "a bare update of them",
)
# What a Partij tells in some minutes; of this length the door lets nothing in.
TEXT = "Het gezin is bekend bij de wijk, en de buren spreken elkaar weer. " * 12
TOO_LONG = "x" * 20_001
TICKET = re.compile(r'data-ticket="([^"]+)"')
WRITTEN_IN = f"""
    SELECT DISTINCT ON (m.id) m.id, s.id, s.version FROM ico_meeting AS m
    JOIN cases_case AS c ON c.id = m.case_id AND NOT c.is_restricted
    JOIN ico_minutessection AS s ON s.meeting_id = m.id
    WHERE m.state IN ('planned', 'held') AND c.phase = '{Phase.ICO}' AND NOT EXISTS (
        SELECT FROM ico_plan AS p WHERE p.meeting_id = m.id AND p.state = 'established')
    ORDER BY m.id, s.id LIMIT %s
"""


@dataclass(frozen=True)
class Desk:
    """One open page of one meeting, and the piece in which is typed."""

    client: Client
    section: UUID
    version: int
    ticket: str
    page: UUID

    def send(self, nth: int, text: str) -> Any:
        told = {"text": text, "version": self.version, "page": self.page, "nth": nth}
        url = reverse("ico:type_in", args=[self.section])
        return self.client.post(url, told, headers={HEADER: self.ticket})

    def save(self, nth: int) -> None:
        _answered(self.send(nth, f"{TEXT}{nth}"), 200)

    def knock(self, nth: int) -> None:
        """Found, asked and shown, and then refused for its length."""
        _answered(self.send(nth, TOO_LONG), 413)


def measures(limit: Limit) -> Iterator[Measure]:
    user = User.objects.get(email=people.ALL)
    desks = [_open(user, *row) for row in limit.rows(WRITTEN_IN, [AT_ONCE])]
    rows: list[Statement] = statements_of(lambda: desks[0].save(1))
    yield Measure(
        TYPED,
        "sees all",
        lambda n: desks[n % len(desks)].save(n + 1),
        lambda n: limit.again(rows),
        Aim.AUTOSAVE,
        is_undone=True,
        at_once=len(desks),
        every=PAUSE,
        most=8,
    )
    yield Measure(DOOR, "", lambda n: desks[0].knock(n + 1), is_undone=True)
    yield Measure(BARE, "", lambda n: _update(user, desks[0], n), is_undone=True)


def _open(user: User, meeting: UUID, section: UUID, version: int) -> Desk:
    client = signed_in(user)
    found = TICKET.search(client.get(reverse("ico:picture", args=[meeting])).text)
    if found is None:
        raise RuntimeError(f"no minutes to write in at {meeting}")
    return Desk(client, section, version, found[1], new_id())


def _update(user: User, desk: Desk, nth: int) -> None:
    with acting_as(user):
        own = MinutesSection.objects.filter(pk=desk.section)
        own.update(written_nth=nth, version=desk.version + 1)


def _answered(answer: Any, wanted: int) -> None:
    if answer.status_code != wanted:
        raise RuntimeError(f"typing was answered {answer.status_code}")
