"""Who may do what with a meeting, a plan and what was agreed; and else why not."""

from typing import cast

from django.utils import timezone

from accounts.models import Party, User
from cases import grants
from cases import rules as case_rules
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, Contribution
from house import profile
from house.words import word
from ico.agreed import Action
from ico.attendance import Attendance
from ico.meetings import Invitation, Meeting
from ico.minutes import MinutesSection
from ico.plans import ClosingCriterion, Plan, PlanLine
from zvh.guard.rules import require

MEETS_IN = (Phase.ICO, Phase.MONITORING)
SCALES_DOWN_FROM = (Phase.SUPPORT, Phase.ICO, Phase.MONITORING)


def see_meetings(user: User, case: Case) -> None:
    case_rules.open_case(user, case)


def plan_meeting(user: User, case: Case) -> None:
    """Only after the weging decided so, and while the plan is carried out (W-3)."""
    case_rules.work_on(user, case)
    require(
        case.phase in MEETS_IN,
        f"{word('ico', 'capital_definite')} plant u als daartoe is besloten bij"
        f" {word('weging', 'definite')}.",
    )


def open_meeting(user: User, meeting: Meeting) -> None:
    case_rules.open_case(user, meeting.case)


def change_meeting(user: User, meeting: Meeting) -> None:
    """Its time, its place, its people: until it was held or cancelled."""
    case_rules.work_on(user, meeting.case)
    require(meeting.is_planned, "Dit overleg is al gehouden of afgezegd.")


def chair(user: User) -> None:
    """Who is named to lead a meeting (O-13)."""
    require(
        user.is_procescoordinator,
        f"Alleen een {word('procescoordinator')} kan het overleg voorzitten.",
    )


def invite(
    user: User, meeting: Meeting, *, guest: User, ground: str, reason: str
) -> None:
    """Only who may lawfully be there, with the ground recorded (O-3)."""
    change_meeting(user, meeting)
    may_be_invited(guest.party)
    require(guest.is_active, "Dit account is gesloten. Kies een andere deelnemer.")
    require(
        not guest.is_bureau,
        "Medewerkers van het huis worden niet uitgenodigd: zij leiden het overleg.",
    )
    require(
        ground in dict(profile.active().choices("invitation_grounds"))
        and reason.strip(),
        "Leg vast waarvoor deze Partij nodig is: de beeldvorming, het oordeel of het"
        " besluit, en waarom.",
    )


def may_be_invited(party: Party) -> None:
    """Only who the covenant binds may be at the table (O-3)."""
    require(
        party.is_bound(timezone.localdate()),
        f"{party.name} is niet gebonden aan het convenant en mag daarom niet worden"
        " uitgenodigd. Leg bij de Partij vast wanneer zij tekende, of nodig een"
        " andere Partij uit.",
    )


def withdraw_invitation(user: User, invitation: Invitation) -> None:
    """Also after the meeting, as long as the access that it gave goes on."""
    case_rules.work_on(user, invitation.case)
    require(invitation.ended_at is None, "Deze uitnodiging is al ingetrokken.")
    _stands(invitation.meeting)


def see_invitation(user: User, invitation: Invitation) -> None:
    """The person to whom it is addressed; the bureau while it may read the case."""
    if invitation.user_id != user.pk:
        case_rules.open_case(user, invitation.case)


def answer_invitation(user: User, invitation: Invitation) -> None:
    require(invitation.user_id == user.pk, "Dit is niet uw uitnodiging.")
    require(invitation.meeting.is_planned, "Dit overleg is al gehouden of afgezegd.")


def send_colleague(user: User, invitation: Invitation) -> None:
    """Who cannot come names somebody of the own Partij (O-8)."""
    answer_invitation(user, invitation)


def replace(user: User, colleague: User) -> None:
    require(
        colleague.is_active and colleague.party_id == user.party_id,
        "Alleen iemand van uw eigen Partij kan in uw plaats komen.",
    )


def bring_in(user: User, invitation: Invitation) -> None:
    """Add what the own Partij knows, also while the meeting goes on."""
    require(invitation.user_id == user.pk, "Dit is niet uw uitnodiging.")
    _stands(invitation.meeting)


def release_own(user: User, piece: Contribution) -> None:
    """The giver decides who sees it (I-3)."""
    require(
        piece.given_by_id == user.party_id,
        "Alleen de Partij die iets inbracht, geeft het vrij.",
    )
    require(
        grants.holds(user, Access.ATTEND, piece.case_id),
        f"U bent niet uitgenodigd voor een overleg over {word('casus', 'this')}.",
    )


def release_for(user: User, piece: Contribution, *, agreed_by: User) -> None:
    """The bureau records the word of somebody of the giver's Partij (I-6)."""
    case_rules.work_on(user, piece.case)
    require(
        agreed_by.party_id == piece.given_by_id,
        "Alleen iemand van de Partij die iets inbracht, kan akkoord geven.",
    )


def work_with_piece(user: User, piece: Contribution) -> None:
    case_rules.work_on(user, piece.case)


def write_minutes(user: User, meeting: Meeting) -> None:
    """Only the bureau writes, and only until the plan is established (P-3b)."""
    case_rules.work_on(user, meeting.case)
    _stands(meeting)
    require(
        not meeting.plans.established().exists(),
        f"{word('afstemmingsplan', 'capital_definite')} van dit overleg is"
        " vastgesteld. Het verslag verandert niet meer.",
    )


def write_section(user: User, section: MinutesSection) -> None:
    write_minutes(user, section.meeting)


def note_attendance(user: User, seat: Attendance) -> None:
    write_minutes(user, seat.meeting)


def drop_criterion(user: User, criterion: ClosingCriterion) -> None:
    case_rules.work_on(user, criterion.case)


def close_meeting(user: User, meeting: Meeting) -> None:
    write_minutes(user, meeting)
    require(meeting.is_planned, "Dit overleg is al gesloten.")


def name_casusregisseur(user: User, case: Case) -> None:
    """In or after an ICO, again whenever the work is handed over (O-9)."""
    case_rules.work_on(user, case)
    require(
        case.phase in MEETS_IN,
        f"{word('casusregisseur', 'capital_definite')} wordt in het overleg"
        " aangewezen.",
    )


def be_casusregisseur(user: User) -> None:
    """A person of one of the Partijen, never staff of the house (P-13)."""
    require(
        not user.is_bureau and not user.party.is_the_house,
        f"Een medewerker van het huis kan geen {word('casusregisseur')} zijn.",
    )
    require(
        user.is_active and user.party.is_bound(timezone.localdate()),
        "Alleen iemand van een Partij die aan het convenant gebonden is, kan"
        f" {word('casusregisseur')} zijn.",
    )


def build_plan(user: User, meeting: Meeting) -> None:
    """Once, from a meeting that was held (F-1)."""
    case_rules.work_on(user, meeting.case)
    require(
        meeting.state == Meeting.State.HELD,
        "Sluit eerst het overleg: daarna maakt u het plan.",
    )
    require(
        not meeting.case.plans.drafts().exists(), "Er is al een concept van het plan."
    )


def open_plan(user: User, plan: Plan) -> None:
    """The bureau, and the casusregisseur once it is established (P-3b)."""
    leads = grants.holds(user, Access.COORDINATE, plan.case_id)
    if plan.is_draft or not leads:
        case_rules.open_case(user, plan.case)


def edit_plan(user: User, plan: Plan) -> None:
    case_rules.work_on(user, plan.case)
    require(
        plan.is_draft, "Een vastgesteld plan verandert niet. Maak een nieuwe versie."
    )


def edit_line(user: User, line: PlanLine) -> None:
    edit_plan(user, line.plan)


def establish_plan(user: User, plan: Plan) -> None:
    """With a goal and somebody who leads; from then it is frozen (F-1, O-9)."""
    case_rules.coordinate(user, plan.case)
    require(plan.is_draft, "Deze versie van het plan is al vastgesteld.")
    require(plan.goal.strip(), "Het plan heeft nog geen doel.")
    regisseur = plan.case.casusregisseur
    require(regisseur, f"Er is nog geen {word('casusregisseur')} aangewezen.")
    be_casusregisseur(cast("User", regisseur))


def renew_plan(user: User, plan: Plan) -> None:
    case_rules.work_on(user, plan.case)
    require(not plan.is_draft, "Dit is nog een concept: pas het aan.")
    require(not plan.case.plans.drafts().exists(), "Er is al een concept van het plan.")


def agree(user: User, case: Case) -> None:
    case_rules.work_on(user, case)
    require(
        case.phase in MEETS_IN,
        f"{word('afspraak', 'capital_plural')} maakt u in het overleg en bij de"
        " monitoring.",
    )


def see_action(user: User, action: Action) -> None:
    """Who does it, the casusregisseur, and the bureau while it may read the case."""
    if grants.holds(user, Access.WORK, action.case_id):
        case_rules.open_case(user, action.case)


def change_action(user: User, action: Action) -> None:
    # Asked first: who only does it cannot see the case that it belongs to.
    require(grants.holds(user, Access.WORK, action.case_id), case_rules.BUREAU_ONLY)
    case_rules.work_on(user, action.case)
    require(action.is_open, f"{word('afspraak', 'capital_this')} is al afgerond.")


def report_on(user: User, action: Action) -> None:
    """Who does it says how it stands (F-4); the bureau records what it is told."""
    require(
        action.responsible_user_id == user.pk
        or grants.holds(user, Access.WORK, action.case_id),
        f"Alleen wie {word('afspraak', 'definite')} uitvoert, meldt terug.",
    )
    require(action.is_open, f"{word('afspraak', 'capital_this')} is al afgerond.")
    require(
        action.closed_off_at is None,
        f"{word('casus', 'capital_definite')} is intussen afgesloten.",
    )


def scale_down(user: User, case: Case) -> None:
    """Of what the weging took on, whether or not there was an ICO (S-1)."""
    case_rules.coordinate(user, case)
    require(
        case.phase in SCALES_DOWN_FROM,
        f"{word('casus', 'capital_this')} kan nu niet worden afgeschaald.",
    )


def close_for(party: Party) -> None:
    """Closing a case is a decision of a lid-1 Partij (G-1b)."""
    require(
        party.is_lid1 and party.is_bound(timezone.localdate()),
        "Alleen een Partij van lid 1 die aan het convenant gebonden is, sluit een"
        f" {word('casus')} af.",
    )


def _stands(meeting: Meeting) -> None:
    require(meeting.state != Meeting.State.CANCELLED, "Dit overleg is afgezegd.")
