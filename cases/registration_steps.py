"""The pages of a registration in their order, and what each of them still needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from cases.models import (
    Attachment,
    Case,
    CompletionRequest,
    DomainProblem,
    InvolvedParty,
    Person,
    Registration,
    Subject,
)
from house import profile
from house.words import said

CHECK = "controleren"


@dataclass(frozen=True)
class Draft:
    """Everything that was told so far, read once."""

    case: Case
    registration: Registration

    @classmethod
    def of(cls, case: Case) -> "Draft":
        return cls(case, case.registrations.get())

    @cached_property
    def persons(self) -> list[Person]:
        known = self.case.persons.select_related("details")
        return list(known.order_by("first_processed_at"))

    @cached_property
    def problems(self) -> list[DomainProblem]:
        return list(self.case.domainproblems.order_by("first_processed_at"))

    @cached_property
    def organisations(self) -> list[InvolvedParty]:
        known = self.case.involvedpartys.select_related("party")
        return list(known.order_by("first_processed_at"))

    @cached_property
    def attachments(self) -> list[Attachment]:
        known = self.case.attachments.defer("body")
        return list(known.order_by("first_processed_at"))

    @cached_property
    def asked(self) -> list[CompletionRequest]:
        """What the house asked and did not get yet."""
        return list(self.case.completionrequests.filter(answered_at=None))

    @property
    def is_about_an_area(self) -> bool:
        return self.case.subject == Subject.AREA


@dataclass(frozen=True)
class Step:
    """A page: its place in the URL, its title, and what it lacks."""

    key: str
    title: str
    lacks: Callable[[Draft], list[str]]
    is_begun: Callable[[Draft], object]
    about_people: bool = False
    with_secrecy: bool = False

    def url(self, case: Case) -> str:
        return reverse("cases:registration_step", args=[case.pk, self.key])


@dataclass(frozen=True)
class Missing:
    """Something the house needs, and the page where it is told."""

    step: Step
    text: str
    url: str


def steps_of(case: Case) -> list[Step]:
    """The pages for this case: an area has no people, and not all keep a secret."""
    is_area = case.subject == Subject.AREA
    keeps = case.registered_for.soorten
    has_secrecy = bool({*profile.active().secrecy} & {*keeps})
    return [
        step
        for step in STEPS
        if not (is_area and step.about_people)
        and (has_secrecy or not step.with_secrecy)
    ]


def find(case: Case, key: str) -> Step | None:
    return next((step for step in steps_of(case) if step.key == key), None)


def after(case: Case, step: Step) -> str:
    """The URL of the page that follows."""
    order = steps_of(case)
    index = order.index(step) + 1
    if index < len(order):
        return order[index].url(case)
    return reverse("cases:registration_check", args=[case.pk])


def missing(draft: Draft) -> list[Missing]:
    """All that has to be told before the registration can be sent."""
    return [
        Missing(step, text, step.url(draft.case))
        for step in steps_of(draft.case)
        for text in step.lacks(draft)
    ]


def first_unfinished(draft: Draft) -> str:
    """Where somebody who comes back goes on."""
    for step in steps_of(draft.case):
        if step.lacks(draft):
            return step.url(draft.case)
    return reverse("cases:registration_check", args=[draft.case.pk])


def overview(draft: Draft, current: str) -> list[dict[str, str]]:
    """The steps as the left side of each page shows them."""
    shown = [
        {
            "label": step.title,
            "url": step.url(draft.case),
            "state": _state(step, draft, current),
        }
        for step in steps_of(draft.case)
    ]
    check = {
        "label": "Controleren en versturen",
        "url": reverse("cases:registration_check", args=[draft.case.pk]),
        "state": "current" if current == CHECK else "todo",
    }
    return [*shown, check]


def _state(step: Step, draft: Draft, current: str) -> str:
    if step.key == current:
        return "current"
    return "done" if step.is_begun(draft) and not step.lacks(draft) else "todo"


def _criteria(draft: Draft) -> list[str]:
    told = draft.registration
    if not told.has_told_criteria:
        return ["Beantwoord alle vragen over de criteria."]
    if told.meets_criteria or told.motivation:
        return []
    return [
        said(
            "{casus.capital_definite} voldoet niet aan de criteria: schrijf waarom u"
            " toch aanmeldt."
        )
    ]


def _approach(draft: Draft) -> list[str]:
    told = draft.registration
    return _unanswered(
        (told.consultation, "Kies of onderling overleg genoeg is."),
        (told.tried, "Schrijf wat er al is geprobeerd."),
        (told.goal, "Schrijf wat het overleg moet opleveren."),
    )


def _subject(draft: Draft) -> list[str]:
    area = draft.registration.area or not draft.is_about_an_area
    return _unanswered((area, "Schrijf om welk gebied het gaat."))


def _persons(draft: Draft) -> list[str]:
    roles = {person.role for person in draft.persons}
    found = Person.Role.BETROKKENE in roles
    are_named = all(person.surname for person in draft.persons)
    return _unanswered(
        (found, said("Vul in om wie het gaat: ten minste één {betrokkene}.")),
        (are_named, "Vul van elke persoon de achternaam in, of schrijf ‘onbekend’."),
        (_are_related(draft), "Schrijf bij elk gezinslid wat de relatie is."),
    )


def _are_related(draft: Draft) -> bool:
    """In a family of several people it is told how they belong together (A-4)."""
    if draft.case.subject != Subject.FAMILY:
        return True
    others = [it for it in draft.persons if it.role == Person.Role.FAMILY]
    return all(getattr(it, "details", None) and it.details.relation for it in others)


def _secrecy(draft: Draft) -> list[str]:
    ground = draft.registration.secrecy_ground
    return _unanswered((ground, "Kies op welke grond u dit mag delen."))


def _situation(draft: Draft) -> list[str]:
    is_weighed = all(problem.severity for problem in draft.problems)
    return _unanswered(
        (draft.problems, "Vul in op welke leefgebieden er problemen zijn."),
        (is_weighed, "Kies bij elk probleem hoe ernstig het is."),
    )


def _background(draft: Draft) -> list[str]:
    told = draft.registration
    return _unanswered(
        (told.occasion, "Schrijf wat de aanleiding is."),
        (told.safety_risks, "Schrijf welke veiligheidsrisico’s er zijn."),
        (told.urgency, "Kies hoeveel haast er is."),
    )


def _informing(draft: Draft) -> list[str]:
    told, kinds = draft.registration, Registration.Informed
    if told.informed == kinds.YES:
        complete = told.informed_by and told.informed_on
        return _unanswered(
            (
                complete,
                said("Vul in wie {betrokkene.definite} heeft ingelicht en wanneer."),
            )
        )
    if told.informed == kinds.UNKNOWN:
        return []
    if told.informed:
        return _unanswered(
            (
                told.not_informed_reason,
                said("Schrijf waarom {betrokkene.definite} het (nog) niet weet."),
            )
        )
    return _unanswered(
        ("", said("Vul in of {betrokkene.definite} weet dat u aanmeldt."))
    )


def _organisations(draft: Draft) -> list[str]:
    are_named = all(it.party_id or it.organisation for it in draft.organisations)
    return _unanswered((are_named, "Schrijf bij elke organisatie hoe zij heet."))


def _nothing(draft: Draft) -> list[str]:
    return []


def _unanswered(*needed: tuple[object, str]) -> list[str]:
    return [str(sentence) for answer, sentence in needed if not answer]


def _has_subject(draft: Draft) -> object:
    return draft.registration.area or draft.persons or draft.registration.occasion


def _any(*names: str) -> Callable[[Draft], object]:
    return lambda draft: any(getattr(draft.registration, name) for name in names)


STEPS = (
    Step("criteria", "Criteria", _criteria, lambda d: not _criteria(d)),
    Step("overleg", "Waarom een overleg", _approach, _any("consultation", "goal")),
    Step("onderwerp", "Persoon, gezin of gebied", _subject, _has_subject),
    Step("personen", "Personen", _persons, lambda d: d.persons, about_people=True),
    Step("situatie", "Situatie", _situation, lambda d: d.problems),
    Step("achtergrond", "Aanleiding en risico’s", _background, _any("occasion")),
    Step(
        "partijen", "Betrokken organisaties", _organisations, lambda d: d.organisations
    ),
    Step("informeren", "Informeren", _informing, _any("informed"), about_people=True),
    Step(
        "beroepsgeheim",
        "Beroepsgeheim",
        _secrecy,
        _any("secrecy_ground"),
        about_people=True,
        with_secrecy=True,
    ),
    Step("bijlagen", "Bijlagen", _nothing, lambda d: d.attachments),
)
