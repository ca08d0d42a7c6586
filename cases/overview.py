"""What is known of a case, put together for its pages in few queries."""

from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst

from cases import categories, sender
from cases.identity import details_of
from cases.lifecycle import Phase
from cases.models import Case, Criterion, Person, Registration, Release
from house import profile
from house.words import said, word
from zvh.lib import dates


def of(case: Case) -> dict[str, Any]:
    """Overzicht: why here, on which grounds, what is wrong, what comes next."""
    registration = case.registration
    return {
        "registration": registration,
        "criteria": _criteria(registration),
        "problems": problems(case),
        "whats_next": _whats_next(case),
        "terms": profile.active().terms,
    }


def people(case: Case) -> dict[str, Any]:
    """Everybody in the case by role, and the organisations around them."""
    found = case.persons.select_related("details", "given_by")
    ordered = sorted(found, key=_by_role)
    today = timezone.localdate()
    groups = [
        (Person.Role(role).said, [_person(person, today) for person in several])
        for role, several in groupby(ordered, key=lambda person: person.role)
    ]
    involved = case.involvedpartys.select_related("party", "given_by")
    return {"groups": groups, "involved": involved.order_by("first_processed_at")}


def information(case: Case) -> dict[str, Any]:
    """The registration as it was given, and each piece that came after it."""
    registration = case.registration
    pieces = case.contributions.filter(withdrawn_at=None)
    return {
        "registration": registration,
        "parts": _parts(registration),
        "problems": problems(case),
        "attachments": case.attachments.defer("body").order_by("first_processed_at"),
        "pieces": [_piece(piece) for piece in _with_releases(pieces)],
    }


def problems(case: Case) -> list[dict[str, Any]]:
    """What is wrong on each leefgebied, in the order of the house's own list."""
    told = {
        problem: profile.active().label("leefgebieden", problem.domain)
        for problem in case.domainproblems.all()
    }
    order = [choice.key for choice in profile.active().lists["leefgebieden"]]
    place = {key: index for index, key in enumerate(order)}
    ranked = sorted(told, key=lambda it: place.get(it.domain, len(place)))
    return [
        {
            "domain": told[problem],
            "problem": problem,
            "category": categories.of_domain(problem.domain).label,
        }
        for problem in ranked
    ]


def _criteria(registration: Registration | None) -> list[tuple[str, str]]:
    if registration is None:
        return []
    said = {True: "Ja", False: "Nee", None: "Niet bekend"}
    answers = registration.criteria
    return [
        (
            capfirst(each.label),
            said[answers[each]]
            if registration.has_answered(each)
            else "Niet beantwoord",
        )
        for each in Criterion
    ]


def _whats_next(case: Case) -> str:
    if case.phase == Phase.REGISTRATION:
        return said("De aanmelder vult {aanmelding.definite} aan.")
    if case.phase == Phase.INTAKE:
        day = timezone.localdate(sender.next_weging(case).starts_at)
        first = f"De eerste {word('weging')} waarvoor dit op tijd is"
        return f"{first}: {dates.in_full(day)}."
    return ""


def _by_role(person: Person) -> tuple[int, Any]:
    return list(Person.Role).index(Person.Role(person.role)), person.first_processed_at


def _person(person: Person, today: date) -> dict[str, Any]:
    details = details_of(person)
    born = details.birth_date if details else None
    return {
        "person": person,
        "details": details,
        "age": dates.age_on(born, today) if born else None,
    }


# What a Partij told when it registered the case, in the order of its form.
PARTS = (
    "occasion",
    "goal",
    "motivation",
    "tried",
    "interventions",
    "frames",
    "safety_risks",
    "not_informed_reason",
)


def _parts(registration: Registration | None) -> list[tuple[str, str, str]]:
    """Each with the category that the law gives it (A-10)."""
    if registration is None:
        return []
    fields = [(registration._meta.get_field(name), name) for name in PARTS]
    return [
        (capfirst(str(field.verbose_name)), text, _category(name))  # type: ignore[union-attr]
        for field, name in fields
        if (text := getattr(registration, name))
    ]


def _category(name: str) -> str:
    category = categories.of_field(Registration, name)
    return category.label if category else ""


def _with_releases(pieces: Any) -> Any:
    newest = pieces.select_related("given_by", "typed_by").order_by("-given_at")
    return newest.prefetch_related(
        Prefetch(
            "releases",
            Release.objects.select_related("party").order_by("party__name", "pk"),
        )
    )


def _piece(piece: Any) -> dict[str, Any]:
    now = timezone.now()
    valid = [it for it in piece.releases.all() if it.until is None or it.until > now]
    return {
        "piece": piece,
        "domain": profile.active().label("leefgebieden", piece.domain),
        "releases": [f"{it.party.name} ({it.use_name})" for it in valid],
    }
