"""What the sender of a registration is told of it, in plain words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import pages, rules
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, CompletionRequest, Registration
from house import calendar
from house.words import said, word
from zvh.guard import announce
from zvh.guard.rules import allows
from zvh.lib import dates

HOUSE = "Het bureau"
MOST = 100
DONE, ASKED, DRAFT = "Afgerond", "Wij vragen u om een aanvulling", "Nog niet verstuurd"


@dataclass(frozen=True)
class State:
    """How a registration stands: a few words, and what happens next."""

    label: str
    kind: str
    text: str


@dataclass(frozen=True)
class Own:
    """A registration on the first page of who made it."""

    case: Case
    about: str
    state: State
    asked: CompletionRequest | None
    url: str


def own(user: User) -> list[Own]:
    """The registrations and drafts of this person, last touched first.

    The first page shows them, and counts among them what waits.
    """
    return announce.remembered(("registrations", user.pk), lambda: _own(user))


def _own(user: User) -> list[Own]:
    mine = Case.objects.visible_to(user).granted(user, Access.REGISTER)
    open_requests = CompletionRequest.objects.filter(answered_at=None)
    cases = list(
        mine.newest_first().prefetch_related(
            Prefetch("completionrequests", open_requests, to_attr="asked"),
        )[:MOST]
    )
    told = Registration.objects.filter(case__in=[case.pk for case in cases])
    registrations = {one.case_id: one for one in told}
    for case in cases:
        case.registration = registrations.get(case.pk)
    # Shielded is shielded for the sender, too: the number is enough to find it by.
    names = pages.about([case for case in cases if not case.is_shielded])
    return [
        Own(case, names.get(case.pk, ""), state_of(case), _asked(case), _url(case))
        for case in cases
    ]


def state_of(case: Case) -> State:
    """Where it stands, as its sender would say it."""
    if case.is_draft:
        return State(DRAFT, "warn", _draft(case))
    return _STATES[Phase(case.phase)](case)


def asked_of(case: Case) -> CompletionRequest | None:
    """What the house asked its sender, and did not get yet."""
    return case.completionrequests.filter(answered_at=None).first()


def moves(case: Case) -> list[pages.Event]:
    """What happened to it that concerns its sender, newest first; no names of staff."""
    sent = [at for phase, at in case.moves if phase == Phase.INTAKE]
    found = [
        pages.Event(at=at, title=title, who="U" if phase == Phase.INTAKE else HOUSE)
        for phase, at in case.moves
        if (title := _title(phase, is_first=at in sent[:1]))
    ]
    return found[::-1]


@pages.partner_entry
def register_entry(user: User) -> pages.Entry | None:
    """The first of a partner's entries: what is begun, or asked to be completed."""
    if not allows(rules.start_registration, user):
        return None
    count, nearest = _waiting(user)
    return pages.Entry(
        said("{casus.capital} aanmelden"),
        reverse("cases:register"),
        count=count,
        nearest=nearest,
        unit="nog te versturen",
        nothing=said("Begin een {aanmelding}"),
    )


@pages.to_do
def to_complete(user: User, everybody: bool) -> list[pages.Task]:
    """What the house sent back, until when it would like the rest."""
    if not user.is_ketenpartner:
        return []
    return [
        pages.Task(
            what=said("Vul uw {aanmelding} aan"),
            url=one.url,
            case_number=one.case.number or "",
            about=one.about,
            waits=f"{HOUSE} vroeg u iets",
            due=one.asked.answer_before,
        )
        for one in own(user)
        if one.asked is not None
    ]


def _waiting(user: User) -> tuple[int, date | None]:
    """How many are with their sender, and when the first should be back."""
    if len(own(user)) < MOST:
        waits = [one for one in own(user) if one.case.phase == Phase.REGISTRATION]
        terms = [one.asked.answer_before for one in waits if one.asked]
        return len(waits), min(terms, default=None)
    mine = Case.objects.visible_to(user).granted(user, Access.REGISTER)
    waiting = list(mine.in_phase(Phase.REGISTRATION))
    asked = CompletionRequest.objects.filter(case__in=waiting, answered_at=None)
    first = asked.order_by("answer_before").values_list("answer_before", flat=True)
    return len(waiting), first.first()


def next_weging(case: Case) -> calendar.TriageWeek:
    """The weging for which this registration is, or would be, in time (A-6)."""
    sent = case.registration.completed_at if case.registration else _sent_at(case)
    now = timezone.now()
    if sent is None or case.phase == Phase.REGISTRATION:
        sent = now
    week = calendar.triage_for_send(sent)
    # What was in time for one that is over is so for the next.
    return week if week.starts_at > now else calendar.next_triage(now)


def _sent_at(case: Case) -> datetime | None:
    """Who has no account does not read the registration, but knows what was done."""
    sent = [at for phase, at in case.moves if phase == Phase.INTAKE]
    return sent[-1] if sent else None


def _title(phase: str, *, is_first: bool) -> str:
    if phase == Phase.INTAKE:
        return (
            said("{aanmelding.capital} verstuurd")
            if is_first
            else "Aanvulling verstuurd"
        )
    titles = {
        Phase.REGISTRATION: "Om een aanvulling gevraagd",
        Phase.TRIAGE: f"Op de agenda van {word('weging', 'definite')} gezet",
        Phase.ADVISED: "Uitkomst: een advies",
        Phase.SUPPORT: "Uitkomst: ondersteuning",
        Phase.ICO: f"Uitkomst: er komt een {word('ico')}",
        Phase.AFSCHALING: f"{word('casus', 'capital_definite')} is afgerond",
    }
    return titles.get(Phase(phase), "")


def _asked(case: Case) -> CompletionRequest | None:
    asked: list[CompletionRequest] = case.asked  # type: ignore[attr-defined]
    return asked[0] if asked else None


def _url(case: Case) -> str:
    name = "registration" if case.phase == Phase.REGISTRATION else "registration_state"
    return reverse(f"cases:{name}", args=[case.pk])


def _draft(case: Case) -> str:
    if case.work_until is None:
        return said("U kunt {aanmelding.definite} nog invullen en versturen.")
    return f"Wij bewaren dit concept tot {dates.in_full(case.work_until)}."


def _returned(case: Case) -> State:
    return State(
        ASKED, "warn", said("Vul {aanmelding.definite} aan en verstuur haar opnieuw.")
    )


def _read(case: Case) -> State:
    meets = next_weging(case).starts_at
    day = dates.in_full(timezone.localtime(meets).date())
    text = (
        f"Wij lezen uw {word('aanmelding')}. Is zij volledig, dan bespreken wij haar in"
        f" {word('weging', 'definite')} van {day}."
    )
    return State(said("Wij bekijken uw {aanmelding}"), "info", text)


def _weighed(case: Case) -> State:
    text = said("Uw {aanmelding} wordt besproken in {weging.definite}.")
    return State(f"Op de agenda van {word('weging', 'definite')}", "info", text)


def _advised(case: Case) -> State:
    text = said(
        "{casus.capital_definite} gaat niet verder bij ons."
        " U krijgt een advies over wat u kunt doen."
    )
    return State("Afgerond met een advies", "ok", text)


def _supported(case: Case) -> State:
    text = f"Er komt geen {word('ico')}. Wij helpen u wel, bijvoorbeeld met contacten."
    return State("Wij ondersteunen u", "info", text)


def _planned(case: Case) -> State:
    text = f"Wij plannen {word('ico', 'definite')} en nodigen de organisaties uit."
    return State(f"Er komt een {word('ico')}", "info", text)


def _followed(case: Case) -> State:
    text = "De organisaties voeren uit wat zij hebben afgesproken."
    return State(said("De {afspraak.plural} lopen"), "info", text)


def _over(case: Case) -> State:
    return State(DONE, "ok", said("{casus.capital_this} is bij ons afgerond."))


_STATES = {
    Phase.REGISTRATION: _returned,
    Phase.INTAKE: _read,
    Phase.TRIAGE: _weighed,
    Phase.ADVISED: _advised,
    Phase.SUPPORT: _supported,
    Phase.ICO: _planned,
    Phase.MONITORING: _followed,
    Phase.AFSCHALING: _over,
    Phase.CLOSED: _over,
}
