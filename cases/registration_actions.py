"""What the sender does while filling in; each save keeps the draft alive."""

from typing import Any

from django.db import transaction

from accounts.models import User
from cases import actions, rules
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import (
    Attachment,
    Case,
    DomainProblem,
    InvolvedParty,
    Person,
    PersonDetails,
    Registration,
)
from cases.people import GivenModel
from cases.registration_steps import Draft, missing
from zvh.guard import facts

NAMES = ("role", "given_names", "prefix", "surname")


@transaction.atomic
def begin(*, by: User) -> Case:
    """A new draft, or the one that was begun and never touched."""
    rules.start_registration(by)
    mine = Case.objects.visible_to(by).granted(by, Access.REGISTER)
    return mine.untouched().first() or actions.start_registration(by=by)


@transaction.atomic
def fill_in(registration: Registration, *, by: User, **answers: Any) -> None:
    """Keep the answers of one page."""
    actions.touch_draft(registration.case, by=by)
    for name, value in answers.items():
        setattr(registration, name, value)
    registration.save()


@transaction.atomic
def choose_subject(
    registration: Registration, *, by: User, subject: str, area: str
) -> None:
    """A person, a family or an area."""
    case = actions.touch_draft(registration.case, by=by)
    registration.area = area
    registration.save()
    if case.subject != subject:
        case.subject = subject
        case.save()


@transaction.atomic
def describe_situation(
    registration: Registration, *, by: User, problems: dict[str, tuple[str, str]]
) -> None:
    """The problem and its severity on each leefgebied; one without either goes."""
    case = actions.touch_draft(registration.case, by=by)
    registration.save()
    told = {
        problem.domain: problem
        for problem in case.domainproblems.filter(given_by=registration.given_by)
    }
    for domain, (severity, text) in problems.items():
        problem = told.get(domain)
        if severity or text:
            problem = problem or DomainProblem(
                case=case, given_by=registration.given_by, domain=domain
            )
            _set(problem, {"severity": severity, "problem": text})
        elif problem:
            actions.take_out(problem, by=by)


@transaction.atomic
def add_person(case: Case, *, by: User, **answers: Any) -> Person:
    """Somebody the case is about."""
    rules.describe_persons(by, case)
    case = actions.touch_draft(case, by=by)
    names = {name: answers.pop(name) for name in NAMES if name in answers}
    person = Person.objects.create(case=case, given_by=case.registered_for, **names)
    PersonDetails.objects.create(
        case=case, given_by=case.registered_for, person=person, **answers
    )
    return person


@transaction.atomic
def change_person(person: Person, *, by: User, **answers: Any) -> None:
    """The particulars of somebody, as they are known now."""
    case = actions.touch_draft(person.case, by=by)
    _set(person, {name: answers.pop(name) for name in NAMES if name in answers})
    details = getattr(person, "details", None) or PersonDetails(
        case=case, given_by=person.given_by, person=person
    )
    _set(details, answers)


@transaction.atomic
def add_organisation(case: Case, *, by: User, **answers: Any) -> InvolvedParty:
    """An organisation that is involved, or should be."""
    case = actions.touch_draft(case, by=by)
    return InvolvedParty.objects.create(
        case=case, given_by=case.registered_for, **answers
    )


@transaction.atomic
def change_organisation(involved: InvolvedParty, *, by: User, **answers: Any) -> None:
    actions.touch_draft(involved.case, by=by)
    _set(involved, answers)


@transaction.atomic
def enclose(
    case: Case, *, by: User, name: str, media_type: str, body: bytes
) -> Attachment:
    """A file that goes along."""
    rules.enclose(by, case)
    case = actions.touch_draft(case, by=by)
    return Attachment.objects.create(
        case=case,
        given_by=case.registered_for,
        name=name,
        media_type=media_type,
        size=len(body),
        body=body,
    )


@transaction.atomic
def take_out(row: GivenModel, *, by: User) -> None:
    """Remove a person, an organisation or a file that should not be in it."""
    actions.touch_draft(row.case, by=by)
    actions.take_out(row, by=by)


def call_first(*, by: User, begun: bool) -> None:
    """Perhaps a call to a colleague is enough: counted, and nothing else kept (A-3)."""
    rules.start_registration(by)
    facts.write("called_first", {"begun": "yes" if begun else "no"})


@transaction.atomic
def send(case: Case, *, by: User) -> None:
    """Send a registration that lacks nothing; sent at the same moment, it goes once."""
    rules.send_registration(by, case, missing(Draft.of(case)))
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is not None and locked.phase == Phase.REGISTRATION:
        actions.send_registration(locked, by=by)


def _set(row: GivenModel, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
