"""The list of cases, as one filters it and takes it along."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cases import identity, list_filters, lists, pages
from cases.lifecycle import SHIELDED, Phase
from cases.lists import Line
from cases.models import Case, Subject
from house.words import said

# With this in its address the list shows all its filters.
MORE = "meer"
OPEN = [phase for phase in Phase if phase not in SHIELDED]


def _phases() -> Mapping[str, str]:
    return {phase.value: str(identity.phase_label(phase)) for phase in OPEN}


def _subjects() -> Mapping[str, str]:
    return {value: str(label) for value, label in Subject.choices}


def _base(user: User) -> QuerySet[Case]:
    seen = Case.objects.visible_to(user).sent().open()
    return seen.select_related("coordinator").newest_first()


def _lines(user: User, cases: list[Case]) -> list[Line]:
    about = pages.about(cases)
    return [
        Line(
            case.pk,
            [
                case.number,
                about.get(case.pk) or case.get_subject_display(),
                identity.phase_label(case.phase),
                case.coordinator.name if case.coordinator else "nog niemand",
                case.phase_since,
            ],
        )
        for case in cases
    ]


CASES = lists.register(
    lists.Listing(
        key="casussen",
        title=said("{casus.capital_plural}"),
        url_name="cases:list",
        filters=(
            list_filters.one_of("fase", "Fase", "phase", _phases),
            list_filters.led(),
            list_filters.one_of("over", "Gaat over", "subject", _subjects),
            list_filters.of_party(
                "partij", "Aangemeld namens", column="registered_for"
            ),
        ),
        columns=(
            *("Nummer", "Gaat over", "Fase"),
            *(said("{procescoordinator.capital}"), "In deze fase sinds"),
        ),
        base=_base,
        lines=_lines,
    )
)


def asks_for_more(asked: Mapping[str, str]) -> bool:
    """Whether more is asked of the list than its two switches can say."""
    told = {one.key: asked.get(one.key, "") for one in CASES.filters}
    switches = told.pop("fase") in ("", *OPEN) and told.pop("van") in ("", "mij")
    return MORE in asked or not switches or any(told.values())


def chosen(user: User, asked: Any) -> lists.Chosen:
    return lists.Chosen.of(CASES, user, asked)
