"""What slips over all cases that one may see, before it hurts (F-6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.urls import reverse

from accounts.models import Party, User
from cases import pages
from cases.models import Case
from ico import keys, work_monitoring
from ico.agreed import Action
from ico.meetings import Meeting

SILENT_DAYS = 28
MOST = 50
SOON = 10
# The kinds of which the key is that of an afspraak.
OF_ACTIONS = frozenset({"effect", "signal", "call"})
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


def look(user: User) -> Monitor:
    """Asked in a few questions, however many cases there are."""
    asked = _asked()
    silent, effects = _of(asked, "silent"), _of(asked, "effect")
    waits = keys.monitoring(of_everybody=True)
    ahead = list(Meeting.objects.filter(pk__in=keys.ahead(most=SOON)).in_order())
    named = {it.case for it in (*silent, *effects, *waits) if it.case}
    cases = _cases(user, named | {meeting.case_id for meeting in ahead})
    about = pages.about(cases.values())
    actions = _actions([*effects, *waits])
    return Monitor(
        late=_late(asked),
        silent=_rows(silent, cases, about, actions),
        effects=_rows(effects, cases, about, actions),
        waiting=_rows(waits, cases, about, actions),
        meetings=_meetings(ahead, cases, about),
    )


def _asked() -> list[Asked]:
    sql = "SELECT kind, key, of_case, day, number FROM zvh_monitor(%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [SILENT_DAYS, MOST])
        return [Asked(*row) for row in cursor.fetchall()]


def _of(asked: list[Asked], kind: str) -> list[keys.Waiting]:
    return [
        keys.Waiting(it.kind, it.key, it.case, it.day)
        for it in asked
        if it.kind == kind
    ]


def _cases(user: User, wanted: set[UUID]) -> Found:
    seen = Case.objects.visible_to(user).filter(pk__in=wanted)
    return {case.pk: case for case in seen.select_related("coordinator")}


def _actions(found: Iterable[keys.Waiting]) -> dict[UUID, Action]:
    """Of what is about an afspraak, that afspraak."""
    wanted = [it.key for it in found if it.kind in OF_ACTIONS]
    return Action.objects.select_related("owner").in_bulk(wanted)


def _late(asked: list[Asked]) -> list[Late]:
    counted = [it for it in asked if it.kind == "late"]
    parties = Party.objects.in_bulk([it.key for it in counted])
    return [
        Late(parties[it.key], it.number or 0, it.day)
        for it in counted
        if it.key in parties and it.day
    ]


def _rows(
    found: Iterable[keys.Waiting],
    cases: Found,
    about: dict[UUID, str],
    actions: dict[UUID, Action],
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
