"""Who may do what around a meeting; and else why not."""

from django.utils import timezone

from accounts.models import Party, User
from cases import grants
from cases import rules as case_rules
from cases.grants import Access
from cases.models import Case, Contribution, Use
from house import profile
from house.words import said, word
from ico.attendance import Attendance
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.minutes import MinutesSection
from ico.plans import ClosingCriterion
from ico.rules_plan import MEETS_IN as MEETS_IN
from ico.rules_plan import agree as agree
from ico.rules_plan import be_casusregisseur as be_casusregisseur
from ico.rules_plan import build_plan as build_plan
from ico.rules_plan import change_action as change_action
from ico.rules_plan import close_for as close_for
from ico.rules_plan import edit_line as edit_line
from ico.rules_plan import edit_plan as edit_plan
from ico.rules_plan import establish_plan as establish_plan
from ico.rules_plan import keep_goal as keep_goal
from ico.rules_plan import name_casusregisseur as name_casusregisseur
from ico.rules_plan import open_plan as open_plan
from ico.rules_plan import renew_plan as renew_plan
from ico.rules_plan import report_on as report_on
from ico.rules_plan import scale_down as scale_down
from ico.rules_plan import see_action as see_action
from ico.rules_plan import see_cases as see_cases
from ico.rules_table import be_judged as be_judged
from ico.rules_table import drop_quote as drop_quote
from ico.rules_table import drop_zsm as drop_zsm
from ico.rules_table import judge_need as judge_need
from ico.rules_table import judge_use as judge_use
from ico.rules_table import keep_out_of_plan as keep_out_of_plan
from ico.texts import MinutesText
from zvh.guard.rules import require


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
    require(meeting.is_ahead, "Dit overleg is al gehouden of afgezegd.")


def send_invitations(user: User, meeting: Meeting) -> None:
    """An invitation says when: first the moment, then the invitations."""
    change_meeting(user, meeting)
    require(
        meeting.is_planned,
        "Kies eerst het moment. Dan gaan de uitnodigingen vanzelf de deur uit.",
    )


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
    require(
        guest.is_active or guest.is_visitor,
        "Dit account is gesloten. Kies een andere deelnemer.",
    )
    require(
        not guest.is_bureau,
        "Medewerkers van het huis worden niet uitgenodigd: zij leiden het overleg.",
    )
    see_cases(guest)
    require(
        ground in dict(profile.active().choices("invitation_grounds"))
        and reason.strip(),
        said(
            "Leg vast waarvoor {partij.this} nodig is: de beeldvorming, het oordeel"
            " of het besluit, en waarom."
        ),
    )


def may_be_invited(party: Party) -> None:
    """Only who the covenant binds may be at the table (O-3)."""
    require(
        party.is_bound(timezone.localdate()),
        f"{party.name} is niet gebonden aan {word('convenant', 'definite')}"
        f" en mag daarom niet worden uitgenodigd. Leg bij {word('partij', 'definite')}"
        f" vast wanneer zij tekende, of nodig een andere {word('partij')} uit.",
    )


def stays_invited(invitation: Invitation) -> None:
    """A Partij is bound still; an outsider was not turned away (O-3)."""
    if invitation.outsider is None:
        may_be_invited(invitation.party)
        return
    require(
        invitation.outsider.withdrawn_at is None,
        "Deze persoon komt niet meer. Laat de derde opnieuw toe.",
    )


def withdraw_invitation(user: User, invitation: Invitation) -> None:
    """At any time, also when the meeting is over: it may never keep anybody in."""
    case_rules.work_on(user, invitation.case)
    require(invitation.ended_at is None, "Deze uitnodiging is al ingetrokken.")


def see_invitation(user: User, invitation: Invitation) -> None:
    """The person to whom it is addressed; the bureau while it may read the case."""
    if invitation.user_id != user.pk:
        case_rules.open_case(user, invitation.case)
        return
    require(not invitation.case.is_shielded, _closed())
    _stands(invitation.meeting)


def answer_invitation(user: User, invitation: Invitation) -> None:
    require(invitation.user_id == user.pk, "Dit is niet uw uitnodiging.")
    require(invitation.meeting.is_planned, "Dit overleg is al gehouden of afgezegd.")


def send_colleague(user: User, invitation: Invitation) -> None:
    """Who cannot come names somebody of the own Partij (O-8)."""
    answer_invitation(user, invitation)
    # The list of colleagues is not for who comes in by a code.
    require(not user.is_visitor, "Bel het bureau. Wij nodigen uw collega voor u uit.")


def replace(user: User, colleague: User) -> None:
    require(
        colleague.is_active and colleague.party_id == user.party_id,
        said("Alleen iemand van uw eigen {partij} kan in uw plaats komen."),
    )


def bring_in(user: User, invitation: Invitation) -> None:
    """Add what the own Partij knows, also while the meeting goes on."""
    require(invitation.user_id == user.pk, "Dit is niet uw uitnodiging.")
    require(not invitation.case.is_shielded, _closed())
    _stands(invitation.meeting)


def prepare(user: User, invitation: Invitation) -> None:
    """Before the table meets, also who does not come (O-4, O-8)."""
    bring_in(user, invitation)
    require(
        invitation.meeting.is_ahead,
        "Dit overleg is al geweest. Wat u nog weet, kunt u los inbrengen.",
    )


def release_own(user: User, piece: Contribution) -> None:
    """The giver decides who sees it (I-3)."""
    require(
        piece.given_by_id == user.party_id,
        said("Alleen {partij.definite} die iets inbracht, geeft het vrij."),
    )
    require(
        grants.holds(user, Access.ATTEND, piece.case_id)
        or grants.holds(user, Access.CONTRIBUTE, piece.case_id),
        f"U bent niet uitgenodigd voor een overleg over {word('casus', 'this')}.",
    )


def release_for(
    user: User, piece: Contribution, *, agreed_by: User, meeting: Meeting
) -> None:
    """The bureau records the word of somebody of the giver's Partij (I-6)."""
    write_minutes(user, meeting)
    require(
        agreed_by.party_id == piece.given_by_id,
        said(
            "Alleen iemand van {partij.definite} die iets inbracht, kan akkoord geven."
        ),
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


def open_before(user: User, piece: Contribution, *, meeting: Meeting) -> None:
    """Let others read it before the table meets: the second of two keys (I-5)."""
    write_minutes(user, meeting)
    case_rules.coordinate(user, piece.case)
    require(
        meeting.is_planned and timezone.now() < meeting.moment[0],
        "Dit overleg is al begonnen: wat is vrijgegeven, is te lezen.",
    )
    require(
        piece.withdrawn_at is None
        and piece.releases.filter(
            use=Use.ICO, source_id=meeting.pk, until=None, opened_by=None
        ).exists(),
        said(
            "Eerst geeft {partij.definite} zelf akkoord. Daarna kunt u dit vooraf"
            " laten lezen."
        ),
    )


def write_section(user: User, section: MinutesSection) -> None:
    write_minutes(user, section.meeting)


def type_minutes(user: User, section: MinutesSection) -> None:
    """Whoever writes is heard, also when the minutes were just established.

    What comes too late is kept beside them: nothing that was typed is lost.
    """
    case_rules.work_on(user, section.case)
    _stands(section.meeting)


def follow_minutes(user: User, meeting: Meeting) -> None:
    """Who else writes, and what changed meanwhile."""
    open_meeting(user, meeting)


def restore_text(user: User, text: MinutesText) -> None:
    write_section(user, text.section)


def correct_minutes(user: User, section: MinutesSection) -> None:
    """Established minutes stay; what was wrong is said beside them."""
    case_rules.work_on(user, section.case)
    require(
        section.meeting.plans.established().exists(),
        "Dit verslag is nog niet vastgesteld. Pas het gewoon aan.",
    )


def note_attendance(user: User, seat: Attendance) -> None:
    write_minutes(user, seat.meeting)


def drop_criterion(user: User, criterion: ClosingCriterion) -> None:
    case_rules.work_on(user, criterion.case)


def have_a_moment(meeting: Meeting) -> None:
    """What waits until the table meets needs a moment to wait for (I-5)."""
    require(
        not meeting.is_seeking, "Dit overleg heeft nog geen moment. Kies dat eerst."
    )


def _stands(meeting: Meeting) -> None:
    require(meeting.state != Meeting.State.CANCELLED, "Dit overleg is afgezegd.")


def _closed() -> str:
    return f"{word('casus', 'capital_this')} is afgesloten."
