"""Before a weging and at it: forty Partijen asked at once, and a full agenda."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.models import Contact, Party, User
from bench import people
from bench.measures_clock import Statement, statements_of
from bench.measures_limits import Limit
from bench.measures_pages import Measure, got, signed_in
from cases.lifecycle import Phase
from cases.models import Case
from triage import asking
from triage.models import AgendaItem
from zvh.guard.announce import acting_as

ASKED, ON_THE_AGENDA = 40, 25
BY_HAND = """
    SELECT i.*, c.* FROM triage_agendaitem AS i
    JOIN cases_case AS c ON c.id = i.case_id WHERE i.meeting_id = %(meeting)s LIMIT 25;
    SELECT p.*, d.* FROM cases_person AS p
    LEFT JOIN cases_persondetails AS d ON d.person_id = p.id
    WHERE p.case_id IN (SELECT case_id FROM triage_agendaitem
                        WHERE meeting_id = %(meeting)s LIMIT 25);
    SELECT * FROM cases_registration WHERE case_id = %(case)s;
    SELECT * FROM cases_domainproblem WHERE case_id = %(case)s;
    SELECT * FROM cases_contribution WHERE case_id = %(case)s;
    SELECT * FROM triage_inquiry WHERE case_id = %(case)s;
"""


def measures(limit: Limit) -> Iterator[Measure]:
    user = User.objects.get(email=people.ALL)
    yield _asking(user, limit)
    yield _screen(user, limit)


def _asking(user: User, limit: Limit) -> Measure:
    """One action asks them all; what it writes is written by hand beside it."""
    with acting_as(user):
        asked = Case.objects.visible_to(user).in_phase(Phase.TRIAGE)
        case = asked.filter(inquirys=None, is_restricted=False).order_by("pk")[0]
        with_contact = Contact.objects.values("party")
        bound = Party.objects.filter(pk__in=with_contact).order_by("pk")
        parties = list(bound[:ASKED])

    def ask() -> None:
        with acting_as(user):
            asking.send_inquiries(case, by=user, parties=parties)

    rows: list[Statement] = statements_of(ask)
    return Measure(
        f"sending {len(parties)} inquiries",
        "",
        lambda n: ask(),
        lambda n: limit.again(rows),
        most=10,
        is_undone=True,
    )


def _screen(user: User, limit: Limit) -> Measure:
    """One case with the whole agenda beside it; the rest of the agenda steps aside."""
    (item, meeting, case), *_ = limit.rows(
        "SELECT i.id, i.meeting_id, i.case_id FROM triage_agendaitem AS i"
        " JOIN cases_case AS c ON c.id = i.case_id AND NOT c.is_restricted"
        " JOIN triage_triagemeeting AS m ON m.id = i.meeting_id"
        " WHERE i.state = 'open' AND m.closed_at IS NULL ORDER BY i.id"
    )
    client, url = signed_in(user), reverse("triage:item", args=[item])

    def leave_so_many() -> None:
        with acting_as(user):
            on = AgendaItem.objects.filter(meeting=meeting).order_by("pk")
            kept = {*on.values_list("pk", flat=True)[: ON_THE_AGENDA - 1], item}
            other = AgendaItem.objects.exclude(meeting=meeting).values("meeting")[:1]
            on.exclude(pk__in=kept).update(meeting=other)

    given = {"meeting": meeting, "case": case}
    return Measure(
        f"the weighing of {ON_THE_AGENDA} cases",
        "sees all",
        lambda n: got(client, url),
        lambda n: _by_hand(limit, given),
        most=20,
        is_undone=True,
        before=leave_so_many,
    )


def _by_hand(limit: Limit, given: dict[str, Any]) -> None:
    for statement in BY_HAND.split(";")[:-1]:
        limit.rows(statement, given)
