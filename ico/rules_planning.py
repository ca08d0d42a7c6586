"""Who may plan: keep the rooms, ask when people can come, and choose a moment."""

from collections.abc import Container, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from accounts.models import Party, User
from cases import rules as case_rules
from cases.models import Case
from house import profile
from house.words import word
from ico import rules
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.moments import Availability, Moment
from ico.proposing import Slot
from ico.rooms import Room
from zvh.guard.rules import require

if TYPE_CHECKING:
    from ico.follow_ups import FollowUp
    from ico.outsiders import Outsider

MOST_MOMENTS = 6


def keep_rooms(user: User) -> None:
    require(user.is_bureau, "Alleen het bureau beheert de ruimten.")


def keep_room(user: User, room: Room) -> None:
    keep_rooms(user)


def seek(user: User, meeting: Meeting) -> None:
    """Look for a moment: until there is one."""
    rules.change_meeting(user, meeting)
    require(meeting.is_seeking, "Dit overleg heeft al een moment.")


def ask_when(user: User, meeting: Meeting) -> None:
    seek(user, meeting)
    require(
        meeting.invitations.standing().exists(),
        "Zet eerst op de lijst wie erbij moet zijn. Dan weten wij wie wij vragen.",
    )


def propose(slots: Sequence[Slot], answer_before: date) -> None:
    """Some moments ahead of us, and a term that ends before the first."""
    require(slots, "Kies ten minste één moment.")
    require(
        len(slots) <= MOST_MOMENTS,
        f"Kies hoogstens {MOST_MOMENTS} momenten: meer keus kost iedereen meer tijd.",
    )
    first = slots[0].starts_at
    require(first > timezone.now(), "Een van de momenten is al voorbij.")
    require(
        timezone.localdate() <= answer_before < timezone.localdate(first),
        "Kies een laatste dag voor het antwoord die vóór het eerste moment ligt.",
    )


def be_asked(invitation: Invitation) -> None:
    """Only whoever may be at the table is asked when they can come (O-3)."""
    rules.stays_invited(invitation)


def see_availability(user: User, asked: Availability) -> None:
    if asked.user_id != user.pk:
        case_rules.open_case(user, asked.case)


def say_when(user: User, asked: Availability) -> None:
    require(asked.user_id == user.pk, "Deze vraag is niet aan u gesteld.")
    require(asked.closed_at is None, _no_longer_needed())


def note_when(user: User, asked: Availability) -> None:
    """The bureau types what was said to it by telephone."""
    require(user.is_bureau, "Alleen het bureau noteert een antwoord per telefoon.")
    case_rules.work_on(user, asked.case)
    require(asked.closed_at is None, _no_longer_needed())


def name_who_spoke(spoken_by: str) -> None:
    require(spoken_by.strip(), "Vul in wie u aan de telefoon had.")


def answer_all(moments: Sequence[Moment], answers: Container[UUID]) -> None:
    require(
        all(moment.pk in answers for moment in moments),
        "De momenten zijn intussen veranderd. Open de pagina opnieuw.",
    )


def set_moment(user: User, meeting: Meeting) -> None:
    seek(user, meeting)


def choose_moment(user: User, moment: Moment) -> None:
    set_moment(user, moment.meeting)
    require(moment.withdrawn_at is None, "Dit moment wordt niet meer voorgesteld.")
    require(
        moment.starts_at > timezone.now(),
        "Dit moment is al voorbij. Stel nieuwe momenten voor.",
    )


def _no_longer_needed() -> str:
    return "Uw antwoord is niet meer nodig: er is een moment gekozen of gevraagd."


def appoint(user: User, meeting: Meeting) -> None:
    """Chair, deputy and writer change until the plan of the meeting stands."""
    rules.write_minutes(user, meeting)


def hold_posts(*, chair: User, deputy: User | None, writer: User) -> None:
    """A procescoördinator chairs, somebody of the bureau writes (O-13)."""
    rules.chair(chair)
    if deputy is not None:
        rules.chair(deputy)
        require(deputy != chair, "De vervangend voorzitter is iemand anders.")
    require(writer.is_bureau, "Alleen een medewerker van het bureau maakt het verslag.")


def admit(
    user: User, meeting: Meeting, *, admitted_by: Party, ground: str, reason: str
) -> None:
    """A third party is let in by a participant of lid 1 only (WGS 2.31 lid 9)."""
    rules.change_meeting(user, meeting)
    require(
        admitted_by.is_lid1 and admitted_by.is_bound(timezone.localdate()),
        f"{admitted_by.name} kan geen derde toelaten. Dat kan alleen een gebonden"
        f" deelnemer van lid 1 (WGS 2.31 lid 9). Kies zo’n {word('partij')}.",
    )
    require(
        ground in dict(profile.active().choices("invitation_grounds"))
        and reason.strip(),
        "Leg vast waarvoor deze persoon nodig is, en waarom.",
    )


def declare(user: User, outsider: "Outsider") -> None:
    rules.write_minutes(user, outsider.meeting)
    require(outsider.withdrawn_at is None, "Deze persoon komt niet meer.")


def let_in(user: User, outsider: "Outsider") -> None:
    """Nobody from outside hears anything before they signed (P-11)."""
    declare(user, outsider)
    require(
        outsider.declared_on is not None,
        f"{outsider.name} tekende nog geen geheimhoudingsverklaring. Laat die tekenen"
        " vóór het overleg begint, en leg de datum vast.",
    )


def ask_outsider(user: User, outsider: "Outsider") -> None:
    """Give somebody of no Partij a secure page: once, before the meeting (P-5)."""
    rules.change_meeting(user, outsider.meeting)
    require(outsider.withdrawn_at is None, "Deze persoon komt niet meer.")
    require(
        not outsider.invitations.standing().exists(),
        "Deze persoon heeft al een beveiligde pagina.",
    )


def turn_away(user: User, outsider: "Outsider") -> None:
    declare(user, outsider)
    require(outsider.came_at is None, "Deze persoon was al bij het overleg.")


def decide_on_follow_up(
    case: Case, *, decided_by: User, decided_with: User | None
) -> None:
    """A next meeting is decided on by who guides the case and who leads it (O-11)."""
    require(
        decided_by.is_procescoordinator,
        f"Over een vervolg besluit een {word('procescoordinator')}.",
    )
    require(
        decided_with is not None and decided_with.pk == case.casusregisseur_id,
        f"Over een vervolg besluit ook {word('casusregisseur', 'definite')}. Vraag"
        " of die het ermee eens is, of wijs er eerst een aan.",
    )


def judge_again(user: User, follow_up: "FollowUp") -> None:
    rules.write_minutes(user, follow_up.meeting)


def plan_several(user: User) -> None:
    require(user.is_bureau, "Alleen het bureau plant overleggen.")


def add_outsider(user: User, meeting: Meeting) -> None:
    rules.change_meeting(user, meeting)
