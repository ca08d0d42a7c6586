"""What slips over all cases that one may see, before it hurts (F-6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from accounts.models import Party, User
from cases import pages
from cases.models import Case
from house import counting, navigation
from ico import keys, work_monitoring
from ico.agreed import Action
from ico.calls import Escalation
from ico.developments import Departure
from ico.functions_monitor import MOST_LATE
from ico.meetings import Meeting

SILENT_DAYS = 28
MOST = 50
SOON = 10
# The kinds of which the key is that of an afspraak.
OF_ACTIONS = frozenset({"effect", "signal", "call"})
SILENT, EFFECTS = frozenset({"silent"}), frozenset({"effect"})
WAITS = frozenset(work_monitoring.KINDS)
ASKED_OR_LEFT = ("escalation", "departure")
Found = dict[UUID, Case]


@dataclass(frozen=True)
class Late:
    """A Partij that is late, how often, and since when."""

    party: Party
    count: int
    since: date


@dataclass(frozen=True)
class Row:
    """One thing about one case: what, since or until when."""

    case: Case
    about: str
    day: date | None
    kind: str = ""
    key: UUID | None = None
    what: Action | Meeting | None = None
    who: str = ""

    @property
    def to_do(self) -> str:
        """What there is to do, as the page of the day says it."""
        return work_monitoring.KINDS[self.kind][0]

    @property
    def url(self) -> str:
        return reverse(work_monitoring.KINDS[self.kind][1], args=[self.key])


@dataclass(frozen=True)
class Monitor:
    """The whole page."""

    late: list[Late]
    # Among how many these were counted, where more are late than are counted.
    counted_among: int | None
    silent: list[Row]
    effects: list[Row]
    waiting: list[Row]
    meetings: list[Row]

    @property
    def count(self) -> int:
        return sum(map(len, (self.silent, self.effects, self.waiting, self.meetings)))


@dataclass(frozen=True)
class Asked:
    """A row of the owner's function: keys and numbers, and nothing else."""

    kind: str
    key: UUID
    case: UUID | None
    day: date | None
    number: int | None


ASKED = """
    SELECT kind, key, of_case, day, number FROM zvh_monitor(%s, %s)
    UNION ALL SELECT kind, key, of_case, due, NULL FROM zvh_monitoring_to_do(true, %s)
    UNION ALL SELECT 'meeting', key, NULL, NULL, NULL FROM zvh_meetings_ahead(%s) AS key
"""


def look(user: User) -> Monitor:
    """Asked in a few questions, however many cases there are."""
    asked = _asked(user)
    silent, effects, waits = (_of(asked, kinds) for kinds in (SILENT, EFFECTS, WAITS))
    next_keys = [it.key for it in asked if it.kind == "meeting"]
    ahead = list(Meeting.objects.filter(pk__in=next_keys).in_order())
    named = {it.case for it in (*silent, *effects, *waits) if it.case}
    cases = _cases(user, named | {meeting.case_id for meeting in ahead})
    about = pages.about(cases.values())
    actions = _actions([*effects, *waits])
    who = _who(waits, actions)
    return Monitor(
        late=_late(asked),
        counted_among=_counted_among(asked),
        silent=_rows(silent, cases, about, actions),
        effects=_rows(effects, cases, about, actions),
        waiting=_rows(waits, cases, about, actions, who),
        meetings=_meetings(ahead, cases, about),
    )


def _asked(user: User) -> list[Asked]:
    """All that the page asks over the house, and the navigation, in one question."""
    beside = navigation.questions(user)
    sql = ASKED
    given: list[Any] = [SILENT_DAYS, MOST, MOST, SOON]
    for name, asked in beside:
        sql += f" UNION ALL SELECT %s, NULL, NULL, NULL, ({asked.sql})::integer"
        given += [name, *asked.given]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = [Asked(*row) for row in cursor.fetchall()]
    names = {name for name, _ in beside}
    told = [(it.kind, it.number or 0) for it in found if it.kind in names]
    counting.remember(user, told)
    return [it for it in found if it.kind not in names]


def _of(asked: list[Asked], kinds: frozenset[str]) -> list[keys.Waiting]:
    return [
        keys.Waiting(it.kind, it.key, it.case, it.day)
        for it in asked
        if it.kind in kinds
    ]


def _cases(user: User, wanted: set[UUID]) -> Found:
    seen = Case.objects.visible_to(user).filter(pk__in=wanted)
    return {case.pk: case for case in seen.select_related("coordinator")}


def _actions(found: Iterable[keys.Waiting]) -> dict[UUID, Action]:
    """Of what is about an afspraak, that afspraak."""
    wanted = [it.key for it in found if it.kind in OF_ACTIONS]
    return Action.objects.select_related("owner").in_bulk(wanted)


def _who(waits: list[keys.Waiting], actions: dict[UUID, Action]) -> dict[UUID, str]:
    """Whose afspraak it is, who was asked for an answer, and who left."""
    of = {kind: [it.key for it in waits if it.kind == kind] for kind in ASKED_OR_LEFT}
    asked = Escalation.objects.filter(pk__in=of["escalation"])
    left = Departure.objects.filter(pk__in=of["departure"])
    return {
        **{key: action.owner.name for key, action in actions.items()},
        **dict(asked.values_list("pk", "party__name")),
        **dict(left.values_list("pk", "user__name")),
    }


def _late(asked: list[Asked]) -> list[Late]:
    counted = [it for it in asked if it.kind == "late"]
    parties = Party.objects.in_bulk([it.key for it in counted])
    return [
        Late(parties[it.key], it.number or 0, it.day)
        for it in counted
        if it.key in parties and it.day
    ]


def _counted_among(asked: list[Asked]) -> int | None:
    among = {it.number for it in asked if it.kind == "counted"}
    return MOST_LATE if MOST_LATE in among else None


def _rows(
    found: Iterable[keys.Waiting],
    cases: Found,
    about: dict[UUID, str],
    actions: dict[UUID, Action],
    who: dict[UUID, str] | None = None,
) -> list[Row]:
    """Only of cases that this person sees by the policy as well."""
    here = ((it, cases[it.case]) for it in found if it.case in cases)
    return [
        Row(
            case,
            about.get(case.pk, ""),
            it.due,
            kind=it.kind,
            key=it.key,
            what=actions.get(it.key),
            who=(who or {}).get(it.key, "") if it.key else "",
        )
        for it, case in here
    ]


def _meetings(ahead: list[Meeting], cases: Found, about: dict[UUID, str]) -> list[Row]:
    return [
        Row(
            cases[it.case_id],
            about.get(it.case_id, ""),
            None,
            kind="meeting",
            key=it.pk,
            what=it,
        )
        for it in ahead
        if it.case_id in cases
    ]
