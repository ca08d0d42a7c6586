"""What slips over all cases that one may see, before it hurts (F-6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accounts.models import Party, User
from cases import pages
from cases.models import Case
from ico import keys
from ico.agreed import Action
from ico.meetings import Meeting

SILENT_DAYS = 28
MOST = 50
SOON = 10
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


def look(user: User) -> Monitor:
    """Asked in a few questions, however many cases there are."""
    asked = _asked()
    waits = keys.monitoring(of_everybody=True)
    ahead = list(Meeting.objects.filter(pk__in=keys.ahead(most=SOON)).in_order())
    cases = _cases(
        user,
        {it.case for it in asked if it.case}
        | {it.case for it in waits if it.case}
        | {meeting.case_id for meeting in ahead},
    )
    about = pages.about(cases.values())
    actions = {
        row.pk: row
        for row in Action.objects.filter(
            pk__in=[it.key for it in asked if it.kind == "effect"]
            + [it.key for it in waits if it.kind in ("signal", "call")]
        ).select_related("owner")
    }
    return Monitor(
        late=_late(asked),
        silent=_rows(_of(asked, "silent"), cases, about, actions),
        effects=_rows(_of(asked, "effect"), cases, about, actions),
        waiting=_rows(waits, cases, about, actions),
        meetings=[
            Row(
                cases[it.case_id],
                about.get(it.case_id, ""),
                None,
                "meeting",
                it.pk,
                it,
            )
            for it in ahead
            if it.case_id in cases
        ],
    )


@dataclass(frozen=True)
class Asked:
    """A row of the owner's function: keys and numbers, and nothing else."""

    kind: str
    key: UUID
    case: UUID | None
    day: date | None
    number: int | None


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


def _late(asked: list[Asked]) -> list[Late]:
    counted = [it for it in asked if it.kind == "late"]
    parties = Party.objects.in_bulk([it.key for it in counted])
    return [
        Late(parties[it.key], it.number or 0, it.day)
        for it in counted
        if it.key in parties and it.day
    ]


def _cases(user: User, wanted: set[UUID]) -> Found:
    seen = Case.objects.visible_to(user).filter(pk__in=wanted)
    return {case.pk: case for case in seen.select_related("coordinator")}


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
            it.kind,
            it.key,
            actions.get(it.key),
        )
        for it, case in here
    ]
