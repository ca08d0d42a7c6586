"""How a case got where a test starts, by what people did."""

from datetime import date

from accounts.models import User
from cases import actions
from cases.lifecycle import Phase
from cases.models import Case, DomainProblem, Person, PersonDetails
from zvh.guard.announce import acting_as

SURNAME = "Proefpersoon"
BORN = date(1984, 5, 17)


def drafted(by: User, *, surname: str = SURNAME) -> Case:
    """A registration with one person in it, not sent yet."""
    with acting_as(by):
        case = actions.start_registration(by=by)
        person = Person.objects.create(
            case=case, given_by=by.party, given_names="Test", surname=surname
        )
        PersonDetails.objects.create(
            case=case, person=person, given_by=by.party, birth_date=BORN
        )
        told = case.registrations.get()
        told.informed, told.informed_by = "yes", "De wijkagent"
        told.informed_on = date(2026, 11, 2)
        told.save()
        DomainProblem.objects.create(
            case=case, given_by=by.party, domain="wonen", severity="heavy"
        )
    return case


def sent(by: User, *, surname: str = SURNAME) -> Case:
    """A registration that reached the house."""
    case = drafted(by, surname=surname)
    with acting_as(by):
        return actions.send_registration(case, by=by)


def in_phase(phase: Phase, *, partner: User, anna: User) -> Case:
    """A case that the procescoördinator took along the road to this phase."""
    case = sent(partner)
    with acting_as(anna):
        for there in ROADS[phase]:
            case = actions.move(case, there, by=anna)
        if phase is Phase.AFSCHALING:
            case = actions.scale_down(case, by=anna)
        if phase is Phase.ADVISED:
            case = actions.advise(case, by=anna)
    return case


ROADS = {
    Phase.INTAKE: [],
    Phase.TRIAGE: [Phase.TRIAGE],
    Phase.SUPPORT: [Phase.TRIAGE, Phase.SUPPORT],
    Phase.ICO: [Phase.TRIAGE, Phase.ICO],
    Phase.MONITORING: [Phase.TRIAGE, Phase.ICO, Phase.MONITORING],
    Phase.AFSCHALING: [Phase.TRIAGE, Phase.ICO, Phase.MONITORING],
    Phase.ADVISED: [Phase.TRIAGE],
}
