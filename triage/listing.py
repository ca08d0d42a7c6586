"""The lists of intake and weging, put together in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import identity
from cases.case import CaseQuerySet
from cases.grants import Why
from cases.lifecycle import Phase
from cases.models import Case, CaseUserGrant, CompletionRequest, Registration
from house import profile
from house.words import said, word
from triage import advising, agenda, outcomes, schedule
from triage.decisions import STUCK_AFTER
from triage.models import Advice, AgendaItem, SupportNote, TriageMeeting
from triage.summary import Row
from zvh.lib.dates import in_full

MOST = 100
IN_FULL = 2
WEIGHED = (Phase.INTAKE, Phase.REGISTRATION, Phase.TRIAGE)
JUDGE, PURPOSE = said("Beoordeel {aanmelding.definite}"), "Toets het doel"


@dataclass(frozen=True)
class Waiting:
    """A registration in the list: what it waits for, and until when."""

    case: Case
    about: str
    what: str
    url: str
    due: date | datetime | None = None


@dataclass(frozen=True)
class Group:
    """Registrations that wait for the same."""

    title: str
    empty: str
    rows: list[Waiting]


@dataclass(frozen=True)
class Meetings:
    """What runs and what is next in full, what comes after it in short."""

    ahead: list[TriageMeeting]
    later: list[TriageMeeting]
    past: list[TriageMeeting]

    @property
    def count(self) -> int:
        return len(self.ahead) + len(self.later) + len(self.past)


@dataclass(frozen=True)
class Seat:
    """A permanent participant, and who sits there; nobody is a gap to be seen."""

    label: str
    people: list[User]
    only_with_minor: bool


def intakes(cases: Iterable[Case]) -> list[Group]:
    """Registrations that were sent and not weighed yet, by what they wait for."""
    rows = waiting(cases)
    return [
        Group(
            "Te beoordelen",
            said("Hier komen nieuwe {aanmelding.plural}. Er is er nu geen."),
            [row for row in rows if row.case.phase == Phase.INTAKE],
        ),
        Group(
            "Wacht op de aanmelder",
            "Hier komt wat u om aanvulling vroeg. Er is nu niets.",
            [row for row in rows if row.case.phase == Phase.REGISTRATION],
        ),
        Group(
            f"Op de agenda van {word('weging', 'definite')}",
            "Hier komt wat volledig is en bij het doel past. Er is nu niets.",
            [row for row in rows if row.case.phase == Phase.TRIAGE],
        ),
    ]


def to_weigh(user: User) -> CaseQuerySet:
    """All that was sent and is not decided yet, in the order in which it came."""
    sent = Case.objects.visible_to(user).sent().in_phase(*WEIGHED)
    return sent.select_related("registered_for", "coordinator").order_by(
        "registered_at", "pk"
    )


def waiting(cases: Iterable[Case]) -> list[Waiting]:
    """What each of these registrations waits for, in few queries."""
    listed = list(cases)
    keys = [case.pk for case in listed]
    _read_along(listed)
    about, advices = identity.in_short(listed), _unsent_advices(listed)
    asked = CompletionRequest.objects.filter(case__in=keys, answered_at=None)
    terms = {one.case_id: one.answer_before for one in asked}
    items = AgendaItem.objects.filter(case__in=keys).open()
    agendas = {it.case_id: it for it in items.select_related("meeting")}
    return [
        _waits(case, about.get(case.pk, ""), advices.get(case.pk), terms, agendas)
        for case in listed
    ]


def to_judge(user: User) -> list[Waiting]:
    """In the order in which they were sent, each with what comes first."""
    cases = _sent(user, Phase.INTAKE)
    about, advices = identity.in_short(cases), _unsent_advices(cases)
    return [_step(case, about.get(case.pk, ""), advices.get(case.pk)) for case in cases]


def next_step(case: Case) -> Waiting:
    """What the intake of this case waits for."""
    return _step(case, "", _unsent_advices([case]).get(case.pk))


def decided_and_waiting(user: User) -> list[Any]:
    """Advices that the sender does not know yet, and support that may end: asked once.

    Support is asked about when it runs four weeks since it began, or since somebody
    said that it goes on.
    """
    long_ago = timezone.now() - outcomes.SUPPORT_TERM
    keys = _decided_and_waiting(long_ago)
    unsent = Advice.objects.filter(case=OuterRef("pk"), sent_at=None)
    went_on = SupportNote.objects.filter(case=OuterRef("pk"), goes_on=True)
    last = went_on.order_by("-at").values("at")[:1]
    found = (
        Case.objects.visible_to(user)
        .filter(pk__in=keys)
        .annotate(
            advice_key=Subquery(unsent.values("pk")[:1]),
            leaves_at=Subquery(unsent.values("sends_at")[:1]),
            since=Coalesce(Subquery(last), F("phase_since")),
        )
    )
    told = Q(phase=Phase.TRIAGE, advice_key__isnull=False)
    asked = Q(phase=Phase.SUPPORT, since__lte=long_ago)
    waiting: list[Any] = list(found.filter(told | asked).order_by("since")[:MOST])
    return [case for case in waiting if not _is_leaving(case.leaves_at)]


def _decided_and_waiting(long_ago: datetime) -> list[UUID]:
    """Their keys, asked of the database's owner (ADR 40)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_decided_and_waiting(%s, %s)", [long_ago, MOST])
        return [key for (key,) in cursor.fetchall()]


def unsent_advice(case: Case) -> Advice | None:
    found: Advice | None = case.advices.filter(sent_at=None).first()
    return found


def open_item(case: Case) -> AgendaItem | None:
    found: AgendaItem | None = (
        case.agendaitems.filter(state=AgendaItem.State.OPEN)
        .select_related("meeting")
        .first()
    )
    return found


def meetings(user: User) -> Meetings:
    """What is to come or still runs, and the last ones that were closed."""
    visible = TriageMeeting.objects.visible_to(user).select_related("chair")
    still = Q(date__gte=timezone.localdate()) | Q(agenda_sent_at__isnull=False)
    ahead = visible.annotate(on_agenda=Count("items")).open()
    found = list(ahead.filter(still).by_date())
    in_full = sum(meeting.is_running for meeting in found) + IN_FULL
    return Meetings(found[:in_full], found[in_full:], list(visible.closed()[:10]))


def seats(meeting: TriageMeeting, rows: Iterable[Row]) -> list[Seat]:
    """Who is asked to this weging; a seat without a person is shown empty."""
    with_minor = any(row.item.involves_minor for row in rows)
    active = profile.active()
    return [
        Seat(
            seat.party or active.label("soorten", seat.soort),
            agenda.people_of(seat),
            seat.condition == agenda.MINOR,
        )
        for seat in agenda.seats(with_minor=with_minor)
    ]


def asked(rows: Iterable[Row]) -> list[User]:
    """Whom the agenda lets in, each once."""
    people = {
        user.pk: user
        for row in rows
        if not row.item.case.is_restricted
        for seat in agenda.seats(with_minor=row.item.involves_minor)
        for user in agenda.people_of(seat)
    }
    return sorted(people.values(), key=lambda user: user.name)


def count_to_judge(user: User, meeting: TriageMeeting) -> int:
    """Registrations that came in time for this weging and were not judged yet."""
    cases = _sent(user, Phase.INTAKE)
    return sum(_in_time(case, meeting) for case in cases)


def count_let_in(meeting: TriageMeeting) -> int:
    """How many people see anything of this weging now."""
    now = timezone.now()
    given = CaseUserGrant.objects.filter(why=Why.AGENDA, source_id=meeting.pk)
    return given.filter(until__gt=now).values("user").distinct().count()


def _is_leaving(at: datetime | None) -> bool:
    return at is not None and timezone.now() < at + STUCK_AFTER


def _in_time(case: Case, meeting: TriageMeeting) -> bool:
    sent = case.registration.completed_at if case.registration else None
    return sent is not None and sent < meeting.closes_at


def _sent(user: User, phase: Phase) -> list[Case]:
    found = list(to_weigh(user).in_phase(phase)[:MOST])
    _read_along(found)
    return found


def _read_along(cases: list[Case]) -> None:
    """What was told with each of these, in one query."""
    told = Registration.objects.filter(case__in=[case.pk for case in cases])
    registrations = {one.case_id: one for one in told}
    for case in cases:
        case.registration = registrations.get(case.pk)


def _unsent_advices(cases: Iterable[Case]) -> dict[Any, Advice]:
    found = Advice.objects.filter(case__in=[c.pk for c in cases], sent_at=None)
    return {advice.case_id: advice for advice in found}


def _step(case: Case, about: str, advice: Advice | None) -> Waiting:
    if advice is not None:
        return Waiting(case, about, *advising.step_of(advice))
    told = case.registration
    due = schedule.judge_before(told.completed_at if told else None)
    if told is None or not told.is_judged_complete:
        return Waiting(case, about, JUDGE, _url("intake", case.pk), due)
    return Waiting(case, about, PURPOSE, _url("decide_purpose", case.pk), due)


def _waits(
    case: Case,
    about: str,
    advice: Advice | None,
    terms: dict[Any, date],
    agendas: dict[Any, AgendaItem],
) -> Waiting:
    in_triage = case.phase == Phase.TRIAGE
    if case.phase == Phase.INTAKE or (in_triage and advice is not None):
        return _step(case, about, advice)
    if in_triage:
        return _weighed(case, about, agendas.get(case.pk))
    due, url = terms.get(case.pk), _url("intake", case.pk)
    return Waiting(case, about, "Wacht op aanvulling", url, due)


def _weighed(case: Case, about: str, item: AgendaItem | None) -> Waiting:
    if item is None:
        return Waiting(case, about, "Besluit genomen", _url("intake", case.pk))
    what = f"Op de agenda van {in_full(item.meeting.date)}"
    return Waiting(case, about, what, _url("item", item.pk), item.meeting.date)


def _url(name: str, pk: object) -> str:
    return reverse(f"triage:{name}", args=[pk])
