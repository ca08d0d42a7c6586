"""What a registration says, in the order of its pages: to check, and to read back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst

from cases.attachments import LABELS
from cases.forms_registration import CRITERIA as CRITERIA
from cases.models import Attachment, InvolvedParty, Person, Registration
from cases.registration import NO_SECRECY
from cases.registration_steps import Draft, Step, steps_of
from house import lists
from house.words import said, word
from zvh.lib import dates

ANSWERS = {True: "Ja", False: "Nee", None: "Weet ik niet"}
Fact = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One page of the registration, read back."""

    step: Step
    title: str
    change_url: str
    facts: list[Fact] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    is_optional: bool = False


def sections(draft: Draft) -> list[Section]:
    """Everything that was told, page by page."""
    return [
        Section(
            step=step,
            title=step.title,
            change_url=step.url(draft.case),
            facts=READERS[step.key](draft),
            files=draft.attachments if step.key == "bijlagen" else [],
            is_optional=step.key in ("bijlagen", "partijen"),
        )
        for step in steps_of(draft.case)
    ]


def _criteria(draft: Draft) -> list[Fact]:
    told = draft.registration
    facts = [
        (capfirst(c.label), ANSWERS[answer] if told.has_answered(c) else "")
        for c, answer in told.criteria.items()
    ]
    if told.motivation:
        facts.append(("Waarom toch aanmelden", told.motivation))
    return facts


def _approach(draft: Draft) -> list[Fact]:
    told = draft.registration
    return [
        ("Is onderling overleg genoeg?", told.get_consultation_display()),
        ("Wat is er al geprobeerd?", told.tried),
        (f"Wat moet {word('ico', 'definite')} opleveren?", told.goal),
    ]


def _subject(draft: Draft) -> list[Fact]:
    about = [("Waar gaat het om?", capfirst(draft.case.get_subject_display()))]
    if draft.is_about_an_area:
        about.append(("Welk gebied?", draft.registration.area))
    return about


def _persons(draft: Draft) -> list[Fact]:
    return [
        (Person.Role(person.role).said, _described(person)) for person in draft.persons
    ]


def _described(person: Person) -> str:
    details = getattr(person, "details", None)
    if details is None:
        return person.full_name
    known = [
        person.full_name,
        f"geboren op {dates.plain(details.birth_date)}" if details.birth_date else "",
        f"BSN {details.bsn}" if details.bsn else "",
        details.address,
        details.gemeente,
        f"Relatie: {details.relation}" if details.relation else "",
    ]
    return "\n".join(part for part in known if part)


def _situation(draft: Draft) -> list[Fact]:
    labels = lists.all_labels("leefgebieden")
    told = {problem.domain: problem for problem in draft.problems}
    order = [*labels, *(key for key in told if key not in labels)]
    return [
        (
            labels.get(key, key),
            "\n".join(
                part
                for part in (told[key].get_severity_display(), told[key].problem)
                if part
            ),
        )
        for key in order
        if key in told
    ]


def _background(draft: Draft) -> list[Fact]:
    told = draft.registration
    return [
        ("Aanleiding", told.occasion),
        ("Eerdere interventies en resultaat", told.interventions),
        ("Lopende kaders en voorwaarden", told.frames),
        ("Veiligheidsrisico’s", told.safety_risks),
        ("Haast", told.get_urgency_display()),
    ]


def _organisations(draft: Draft) -> list[Fact]:
    return [(name_of(it), _involved(it)) for it in draft.organisations]


def name_of(involved: InvolvedParty) -> str:
    """The Partij's name, or what was typed."""
    return involved.party.name if involved.party else involved.organisation


def _involved(it: InvolvedParty) -> str:
    return "\n".join(part for part in (it.involvement, it.contact) if part)


def _informing(draft: Draft) -> list[Fact]:
    told = draft.registration
    facts = [(said("Weet {betrokkene.definite} ervan?"), told.get_informed_display())]
    if told.informed == Registration.Informed.YES:
        facts += [("Verteld door", told.informed_by), ("Op", _day(told.informed_on))]
    elif told.informed and told.informed != Registration.Informed.UNKNOWN:
        facts.append(("Waarom (nog) niet?", told.not_informed_reason))
    return facts


def _secrecy(draft: Draft) -> list[Fact]:
    return [("Op welke grond mag u dit delen?", ground_of(draft.registration))]


def ground_of(registration: Registration) -> str:
    """The ground of a professional secrecy, in words."""
    key = registration.secrecy_ground
    if key == NO_SECRECY:
        return "Geen beroepsgeheim"
    return lists.label("secrecy_grounds", key) if key else ""


def _day(day: date | None) -> str:
    return dates.plain(day) if day else ""


def _attachments(draft: Draft) -> list[Fact]:
    return []


READERS: dict[str, Callable[[Draft], list[Fact]]] = {
    "criteria": _criteria,
    "overleg": _approach,
    "onderwerp": _subject,
    "personen": _persons,
    "situatie": _situation,
    "achtergrond": _background,
    "partijen": _organisations,
    "informeren": _informing,
    "beroepsgeheim": _secrecy,
    "bijlagen": _attachments,
}


def kind_of(attachment: Attachment) -> str:
    return LABELS.get(attachment.media_type, "bestand")
