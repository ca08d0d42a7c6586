"""Who may do what at intake and at the weging; a sentence says why not."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Party, User
from cases import grants
from cases import rules as cases
from cases.grants import Access, Why
from cases.lifecycle import Phase
from cases.models import Case
from house import profile
from house.words import said, word
from triage.models import (
    Advice,
    AgendaItem,
    Outcome,
    PurposeDecision,
    TriageDecision,
    TriageMeeting,
)
from zvh.guard.rules import require

CLOSED = "Dit overleg is gesloten."
CALLED_OFF = "Dit overleg is afgezegd."
NOT_SENT = "De agenda is nog niet verstuurd."


# intake


def see_intakes(user: User) -> None:
    cases.use_the_bureau(user)


def see_intake(user: User, case: Case) -> None:
    cases.open_case(user, case)


def judge(user: User, case: Case) -> None:
    """Say whether a registration is complete, or what is missing (A-6)."""
    require(
        case.phase == Phase.INTAKE,
        said("{aanmelding.capital_this} ligt niet ter beoordeling."),
    )
    cases.coordinate(user, case)
    require(not _stands(case), said("Over {aanmelding.this} is al besloten."))


def decide_purpose(user: User, case: Case) -> None:
    """Before any other Partij is asked anything (A-9)."""
    judge(user, case)


def on_behalf_of(party: Party) -> None:
    """These decisions are of lid 1, or of the bureau in the name of one of them."""
    require(
        party.is_lid1 and party.is_bound(timezone.localdate()),
        said(
            "Alleen een {partij} van lid 1 die {convenant.definite} tekende,"
            " kan dit besluiten."
        ),
    )


def put_forward(user: User, case: Case) -> None:
    """Only what is complete and fits the purpose of the law reaches the weging."""
    judge(user, case)
    require(
        is_complete(case),
        said("{aanmelding.capital_definite} is nog niet volledig bevonden."),
    )
    require(fits_purpose(case), "Het doel is nog niet getoetst.")


def involve(user: User, case: Case) -> None:
    """First the purpose of the law; then whom the case concerns (A-9, I-1)."""
    cases.work_on(user, case)
    cases.coordinate(user, case)
    require(fits_purpose(case), "Toets eerst het doel.")


def propose(user: User, case: Case) -> None:
    """Until the weging decided."""
    require(
        case.phase in {Phase.INTAKE, Phase.TRIAGE},
        f"Over {word('casus', 'this')} is al besloten.",
    )
    cases.coordinate(user, case)


# the weging


def see_meetings(user: User) -> None:
    """Everybody may look; the list is limited to what lets the person in."""


def attend(user: User, meeting: TriageMeeting) -> None:
    """The bureau, and whom the agenda let in, until it is closed (P-3)."""
    require(
        user.is_bureau or participates(user, meeting),
        "Alleen deelnemers zien dit overleg.",
    )


def weigh(user: User, item: AgendaItem) -> None:
    """See one case of a weging: the bureau always, a participant while it lasts."""
    if grants.holds(user, Access.WORK, item.case_id):
        cases.open_case(user, item.case)
        return
    require(
        participates(user, item.meeting)
        and grants.holds(user, Access.WEIGH, item.case_id),
        "Alleen deelnemers zien wat op deze agenda staat.",
    )
    require(
        not item.case.is_shielded, f"{word('casus', 'capital_this')} is afgeschermd."
    )


def send_agenda(user: User, meeting: TriageMeeting) -> None:
    """Once, and not before the closing time: who is in time is on it (A-6, W-1)."""
    cases.use_the_bureau(user)
    require(not meeting.is_closed, CLOSED)
    require(not meeting.is_cancelled, CALLED_OFF)
    require(meeting.agenda_sent_at is None, "De agenda is al verstuurd.")
    require(
        timezone.now() >= meeting.closes_at,
        "De agenda kan worden verstuurd zodra de aanmeldtermijn voorbij is.",
    )


def name_chair(user: User, meeting: TriageMeeting) -> None:
    cases.use_the_bureau(user)
    require(not meeting.is_closed, CLOSED)
    require(not meeting.is_cancelled, CALLED_OFF)


def call_off(user: User, meeting: TriageMeeting) -> None:
    """Only before anything was decided there."""
    require(not meeting.is_closed, CLOSED)
    require(not meeting.is_cancelled, CALLED_OFF)
    require(
        user.is_procescoordinator,
        f"Alleen {word('procescoordinator', 'definite')} zegt het overleg af.",
    )
    require(
        not meeting.items.exclude(state=AgendaItem.State.OPEN).exists(),
        "Er is al iets besloten. Sluit het overleg: wat open staat, schuift door.",
    )


def note_presence(user: User, meeting: TriageMeeting) -> None:
    cases.use_the_bureau(user)
    require(not meeting.is_closed, CLOSED)
    require(not meeting.is_cancelled, CALLED_OFF)


def read_minutes(user: User, meeting: TriageMeeting) -> None:
    """What was decided there; participants have the decisions while it lasts."""
    cases.use_the_bureau(user)


def chair(user: User) -> None:
    """Lead a weging, as a procescoördinator does."""
    require(
        user.is_active and user.is_procescoordinator,
        f"{user.name} is geen {word('procescoordinator')}.",
    )


def close_meeting(user: User, meeting: TriageMeeting) -> None:
    require(meeting.agenda_sent_at is not None, NOT_SENT)
    require(not meeting.is_closed, CLOSED)
    require(not meeting.is_cancelled, CALLED_OFF)
    require(
        user.is_procescoordinator,
        f"Alleen {word('procescoordinator', 'definite')} sluit het overleg.",
    )


def decide(user: User, item: AgendaItem) -> None:
    """One of the three outcomes, or wait a week (W-3, W-5)."""
    require(not item.meeting.is_closed, CLOSED)
    require(not item.meeting.is_cancelled, CALLED_OFF)
    require(item.meeting.agenda_sent_at is not None, NOT_SENT)
    require(
        item.is_open, f"Over {word('casus', 'this')} is in dit overleg al besloten."
    )
    require(
        item.case.phase == Phase.TRIAGE,
        f"{word('casus', 'capital_this')} is niet in de fase {word('weging')}.",
    )
    cases.coordinate(user, item.case)


def be_at_the_table(party: Party, ground: str) -> None:
    """Only who is bound, and needed there for something (O-3)."""
    require(
        party.is_bound(timezone.localdate()),
        f"{party.name} is niet gebonden aan {word('convenant', 'definite')}.",
    )
    require(
        ground in dict(profile.active().choices("invitation_grounds")),
        f"Kies waarvoor {party.name} nodig is.",
    )


def revise(user: User, decision: TriageDecision) -> None:
    """Only what has set nothing in motion yet can be decided again."""
    require(decision.taken_back_at is None, "Dit besluit is al herzien.")
    require(
        decision.case.phase in {Phase.INTAKE, Phase.TRIAGE},
        "Dit besluit is uitgevoerd en kan niet meer worden herzien.",
    )
    cases.coordinate(user, decision.case)


# what follows


def write_advice(user: User, advice: Advice) -> None:
    change_advice(user, advice)
    require(
        not advice.is_leaving,
        "Dit advies gaat zo de deur uit. Haal het eerst terug.",
    )


def change_advice(user: User, advice: Advice) -> None:
    """Also while it waits to leave: it can be taken back until then."""
    require(advice.sent_at is None, "Dit advies is al verstuurd.")
    cases.coordinate(user, advice.case)


def read_advice(user: User, advice: Advice) -> None:
    """The sender, until its term is over (W-4)."""
    require(advice.sent_at is not None, "Er is nog geen advies.")
    cases.follow_registration(user, advice.case)
    until = advice.case.advice_until
    require(
        until is None or timezone.localdate() < until,
        "De termijn is voorbij: het advies is er niet meer.",
    )


def support(user: User, case: Case) -> None:
    require(
        case.phase == Phase.SUPPORT,
        f"{word('casus', 'capital_this')} is niet in de fase ondersteuning.",
    )
    cases.work_on(user, case)


def end_support(user: User, case: Case) -> None:
    support(user, case)
    cases.coordinate(user, case)


# what these rules ask


def is_complete(case: Case) -> bool:
    """Judged complete since the sender last sent it."""
    return bool(case.registrations.get().is_judged_complete)


def purpose_of(case: Case) -> PurposeDecision | None:
    """The decision that counts now."""
    latest: PurposeDecision | None = case.purposedecisions.order_by("-at").first()
    return latest


def decided_purpose(case: Case) -> PurposeDecision:
    """The decision without which nothing else can be decided."""
    decision = purpose_of(case)
    if decision is None:
        raise PermissionDenied("Het doel is nog niet getoetst.")
    return decision


def fits_purpose(case: Case) -> bool:
    decision = purpose_of(case)
    return decision is not None and decision.fits


def participates(user: User, meeting: TriageMeeting) -> bool:
    """Let in by this very weging, and not yet out again."""
    seats = grants.user_grants(user)
    return seats.filter(why=Why.AGENDA, source_id=meeting.pk).exists()


def _stands(case: Case) -> bool:
    return bool(
        case.triagedecisions.filter(taken_back_at=None, outcome=Outcome.ADVICE).exists()
    )
