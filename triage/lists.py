"""The list of registrations, as one filters it and takes it along."""

from collections.abc import Mapping

from accounts.models import User
from cases import list_filters, lists
from cases.lifecycle import Phase
from cases.lists import Line
from cases.models import Case
from house.words import said, word
from triage import listing


def _states() -> Mapping[str, str]:
    return {
        Phase.INTAKE.value: "te beoordelen",
        Phase.REGISTRATION.value: "wacht op de aanmelder",
        Phase.TRIAGE.value: f"op de agenda van {word('weging', 'definite')}",
    }


def _lines(user: User, cases: list[Case]) -> list[Line]:
    return [
        Line(
            row.case.pk,
            [
                row.case.number,
                row.about or row.case.get_subject_display(),
                row.case.registered_for.name,
                row.case.registered_at,
                row.what,
                row.due,
            ],
        )
        for row in listing.waiting(cases)
    ]


REGISTRATIONS = lists.register(
    lists.Listing(
        key="aanmeldingen",
        title=said("{aanmelding.capital_plural}"),
        url_name="triage:intake_list",
        filters=(
            list_filters.one_of("stand", "Stand", "phase", _states),
            list_filters.of_party("partij", "Aangemeld door", "registered_for"),
            list_filters.led(),
        ),
        columns=(
            *("Nummer", "Gaat over", "Aangemeld door", "Aangemeld op"),
            *("Wat nu", "Uiterlijk"),
        ),
        base=listing.to_weigh,
        lines=_lines,
    )
)
