"""Who or what a case is about, and how far it has come."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases import along
from cases.lifecycle import Phase
from cases.models import Case, Person, PersonDetails, Registration, Subject
from house.words import word
from zvh.lib import dates

# By this name a room above says of a case that who leads it stopped (`along`).
LEADER_LEFT = "leader_left"
ROAD = (
    Phase.REGISTRATION,
    Phase.INTAKE,
    Phase.TRIAGE,
    Phase.ICO,
    Phase.MONITORING,
    Phase.AFSCHALING,
)
ADVICE = (Phase.REGISTRATION, Phase.INTAKE, Phase.TRIAGE, Phase.ADVISED)
SUPPORT = (
    Phase.REGISTRATION,
    Phase.INTAKE,
    Phase.TRIAGE,
    Phase.SUPPORT,
    Phase.AFSCHALING,
)
WORDS = {
    Phase.REGISTRATION: "aanmelding",
    Phase.TRIAGE: "weging",
    Phase.ICO: "ico",
    Phase.AFSCHALING: "afschaling",
}


def of(case: Case) -> dict[str, Any]:
    """The identity bar and the phase steps, as the templates show them."""
    people = betrokkenen(case)
    return {
        "name": _name(case, people),
        "facts": _facts(case, people),
        "phases": steps(case),
    }


def in_short(cases: Iterable[Case]) -> dict[UUID, str]:
    """For many cases at once: 'J. de V.', or the area; in two queries at most."""
    listed = list(cases)
    keys = [case.pk for case in listed]
    people = Person.objects.filter(case__in=keys, role=Person.Role.BETROKKENE)
    named: dict[UUID, str] = {}
    for person in people.order_by("first_processed_at"):
        named.setdefault(person.case_id, person.initials)
    areas = [case for case in listed if case.subject == Subject.AREA]
    return named | {one.case_id: one.area for one in _told(areas) if one.area}


def _told(cases: list[Case]) -> list[Registration]:
    """The registrations of these, asked for where they were not read along."""
    read = [case.__dict__["registration"] for case in cases if _has_read(case)]
    keys = [case.pk for case in cases if not _has_read(case)]
    asked = list(Registration.objects.filter(case__in=keys)) if keys else []
    return [*filter(None, read), *asked]


def _has_read(case: Case) -> bool:
    return "registration" in case.__dict__


def betrokkenen(case: Case) -> list[Person]:
    """Whom the case is about, with their particulars, in the order of their entry."""
    found = case.persons.filter(role=Person.Role.BETROKKENE).select_related("details")
    return list(found.order_by("first_processed_at"))


def details_of(person: Person) -> PersonDetails | None:
    """A person's particulars, as long as they are kept."""
    return getattr(person, "details", None)


def phase_label(phase: str) -> str:
    """The phase in the words of this house."""
    here = Phase(phase)
    return word(WORDS[here], "capital") if here in WORDS else here.label


def steps(case: Case) -> list[dict[str, Any]]:
    """The road of this case, with the day on which it last came to each step."""
    reached = _reached(case)
    road = _road(Phase(case.phase), reached)
    here = road.index(Phase(case.phase)) if case.phase in road else len(road)
    return [
        {
            "label": phase_label(phase),
            "state": _state(index, here),
            "date": reached.get(phase) if index <= here else None,
        }
        for index, phase in enumerate(road)
    ]


def _reached(case: Case) -> dict[str, datetime]:
    reached: dict[str, datetime] = {}
    if case.registered_at:
        reached[Phase.REGISTRATION] = case.registered_at
    came = {phase: at for phase, at in case.moves if phase != Phase.REGISTRATION}
    return reached | came


def _road(here: Phase, reached: dict[str, datetime]) -> tuple[Phase, ...]:
    if here is Phase.ADVISED:
        return ADVICE
    if Phase.SUPPORT not in reached:
        return ROAD
    if Phase.ICO not in reached:
        return SUPPORT
    return (*ROAD[:3], Phase.SUPPORT, *ROAD[3:])


def _state(index: int, here: int) -> str:
    if index == here:
        return "current"
    return "done" if index < here else "todo"


def _name(case: Case, people: list[Person]) -> str:
    if case.subject == Subject.AREA:
        return case.registration.area if case.registration else "een gebied"
    return (
        ", ".join(person.full_name for person in people) or case.get_subject_display()
    )


def _facts(case: Case, people: list[Person]) -> list[tuple[str, str]]:
    details = details_of(people[0]) if people else None
    born = details.birth_date if details else None
    facts = [
        ("Leeftijd", _age(born, people)),
        ("Gemeente", details.gemeente if details else ""),
        (
            word("procescoordinator", "capital"),
            case.coordinator.name if case.coordinator else "nog niemand",
        ),
        (word("casusregisseur", "capital"), _leader(case)),
    ]
    return [(label, value) for label, value in facts if value]


def _leader(case: Case) -> str:
    if case.casusregisseur is None:
        return "nog niemand"
    name = case.casusregisseur.name
    left = along.told(case, LEADER_LEFT)
    return f"nog niemand ({name} is gestopt)" if left else name


def _age(born: date | None, people: list[Person]) -> str:
    if born is None or len(people) != 1:
        return ""
    return f"{dates.age_on(born, timezone.localdate())} jaar"
