"""The lists of agreements and of meetings, as one filters them and takes them along."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cases import list_filters, lists, pages
from cases.lists import Filter, Line
from cases.models import Case
from house.words import said
from ico.agreed import Action
from ico.meetings import Meeting

LATE, SOON, LATER = "te-laat", "deze-week", "later"
SUNDAY = 6


def _actions(user: User) -> QuerySet[Action]:
    cases = Case.objects.visible_to(user).open()
    found: QuerySet[Action] = Action.objects.of_cases(cases).open().by_date()
    return found


def _lines_of_actions(user: User, actions: list[Action]) -> list[Line]:
    about = pages.about({it.case for it in actions})
    return [
        Line(
            it.case_id,
            [
                str(it.what),
                " · ".join(filter(None, (it.case.number, about.get(it.case_id)))),
                it.owner.name,
                it.due_on,
                "Te laat" if it.is_overdue else it.get_state_display(),
            ],
        )
        for it in actions
    ]


def _terms() -> Mapping[str, str]:
    return {LATE: "te laat", SOON: "deze week", LATER: "later"}


def _in_term(user: User, value: str) -> Q:
    today = timezone.localdate()
    return {
        LATE: Q(due_on__lt=today),
        SOON: Q(due_on__gte=today, due_on__lte=_sunday(today)),
        LATER: Q(due_on__gt=_sunday(today)),
    }[value]


def _term_of(user: User, due_on: date) -> str:
    today = timezone.localdate()
    if due_on < today:
        return LATE
    return SOON if due_on <= _sunday(today) else LATER


def _sunday(today: date) -> date:
    return today + timedelta(days=SUNDAY - today.weekday())


def _meetings(user: User) -> QuerySet[Meeting]:
    """To come, and held while the plan does not stand yet."""
    cases = Case.objects.visible_to(user).open()
    seen = Meeting.objects.of_cases(cases).select_related("chair")
    awaiting = seen.held().not_established().values("pk")
    found: QuerySet[Meeting] = seen.filter(
        Q(state=Meeting.State.PLANNED) | Q(pk__in=awaiting)
    )
    return found.with_answers().in_order()  # type: ignore[attr-defined, no-any-return]


def _lines_of_meetings(user: User, meetings: list[Meeting]) -> list[Line]:
    about = pages.about({it.case for it in meetings})
    return [
        Line(
            it.case_id,
            [
                it.starts_at,
                it.case.number,
                about.get(it.case_id, ""),
                it.chair.name,
                f"{it.invited} uitgenodigd, {it.coming} komt"  # type: ignore[attr-defined]
                if it.coming == 1  # type: ignore[attr-defined]
                else f"{it.invited} uitgenodigd, {it.coming} komen",  # type: ignore[attr-defined]
            ],
        )
        for it in meetings
    ]


def _states() -> Mapping[str, str]:
    shown = (Meeting.State.PLANNED, Meeting.State.HELD)
    return {state.value: str(state.label).lower() for state in shown}


ACTIONS = lists.register(
    lists.Listing(
        key="afspraken",
        title=said("{afspraak.capital_plural}"),
        url_name="ico:actions",
        filters=(
            Filter(
                "termijn",
                "Klaar op",
                "due_on",
                lambda user: _terms(),
                _in_term,
                _term_of,
            ),
            list_filters.of_party("partij", "Wie", column="owner"),
            list_filters.led("case__coordinator"),
        ),
        columns=("Wat", said("{casus.capital}"), "Wie", "Klaar op", "Stand"),
        base=_actions,
        lines=_lines_of_actions,
    )
)
MEETINGS = lists.register(
    lists.Listing(
        key="overleggen",
        title="Overleggen",
        url_name="ico:meetings",
        filters=(
            list_filters.one_of("stand", "Stand", "state", _states),
            list_filters.led("case__coordinator"),
        ),
        columns=(
            "Wanneer",
            said("{casus.capital}"),
            "Over",
            "Voorzitter",
            "Deelnemers",
        ),
        base=_meetings,
        lines=_lines_of_meetings,
    )
)
