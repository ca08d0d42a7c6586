"""What the carrying out of plans puts on the pages of the day."""

from django.urls import reverse

from accounts.models import Authorisation, User
from cases import pages
from cases.models import Case
from cases.pages import Task
from house.words import said, word
from ico import keys

MOST = 50
# Of each kind: what there is to do, and on which page.
KINDS = {
    "signal": (said("Er is een signaal over een {afspraak}"), "ico:action_report"),
    "departure": ("Regel een opvolger", "ico:succeed"),
    "unled": (said("Benoem een {casusregisseur}"), "ico:casusregisseur"),
    "call": (said("Geen antwoord over een {afspraak}"), "ico:action_report"),
    "escalation": ("Leg het antwoord op de opschaling vast", "ico:escalation"),
    "tell": (said("Informeer {betrokkene.definite}"), "ico:notices"),
    "look_again": (
        "Bekijk het informeren opnieuw",
        "ico:notices",
    ),
    "letter": (said("Verstuur de brief aan {betrokkene.definite}"), "ico:notices"),
}


@pages.to_do
def winding_down(user: User, everybody: bool) -> list[Task]:
    """Accounts of who has no part in anything any more (P-7)."""
    if not user.is_procesondersteuner:
        return []
    ending = Authorisation.objects.winding_down().select_related("user__party")
    return [
        Task(
            what="Trek de autorisatie in",
            url=f"{reverse('accounts:authorisations')}#aflopend",
            case_number="",
            about=held.user.name,
            waits=held.user.party.name,
            due=held.until,
        )
        for held in ending.order_by("until")[:MOST]
    ]


@pages.to_do
def waiting(user: User, everybody: bool) -> list[Task]:
    """What was passed on, who left, what got no answer, and who is to be told."""
    if not user.is_bureau:
        return []
    found = keys.monitoring(of_everybody=everybody)
    if not found:
        return []
    seen = Case.objects.visible_to(user).filter(pk__in={it.case for it in found})
    cases = {case.pk: case for case in seen}
    about = pages.about(cases.values())
    here = ((it, cases[it.case]) for it in found if it.case in cases)
    return [_task(it, case, about.get(case.pk, ""), user) for it, case in here]


def _task(waits: keys.Waiting, case: Case, about: str, user: User) -> Task:
    what, page = KINDS[waits.kind]
    return Task(
        what=what,
        url=reverse(page, args=[waits.key]),
        case_number=case.number or "",
        about=about,
        waits=word("casusregisseur") if waits.kind == "signal" else "",
        due=waits.due,
        mine=case.is_work_of(user),
    )
