"""At the table: what is brought in and released, written down, agreed and decided."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import actions as case_actions
from cases import grants
from cases.grants import Access, Why
from cases.models import Case, Contribution, Release, Use
from ico import rules
from ico.agreed import Action
from ico.attendance import Attendance
from ico.meetings import Invitation, Meeting
from ico.minutes import MinutesSection
from ico.plans import ClosingCriterion
from zvh.guard import facts
from zvh.guard.rules import require


@transaction.atomic
def bring_in(
    invitation: Invitation,
    *,
    by: User,
    category: str,
    text: str,
    domain: str = "",
    conditions: str = "",
) -> Contribution:
    """A participant adds what the own Partij knows; others do not see it yet."""
    rules.bring_in(by, invitation)
    return Contribution.objects.create(
        case_id=invitation.case_id,
        given_by=by.party,
        typed_by=by,
        category=category,
        domain=domain,
        text=text,
        conditions=conditions,
        source_id=invitation.meeting_id,
    )


@transaction.atomic
def note_contribution(
    meeting: Meeting,
    *,
    by: User,
    party: Party,
    category: str,
    text: str,
    spoken_by: str,
    domain: str = "",
    conditions: str = "",
) -> Contribution:
    """The bureau writes down what a Partij tells at the table (I-6)."""
    rules.write_minutes(by, meeting)
    rules.may_be_invited(party)
    return Contribution.objects.create(
        case=meeting.case,
        given_by=party,
        typed_by=by,
        category=category,
        domain=domain,
        text=text,
        conditions=conditions,
        spoken_by=spoken_by,
        source_id=meeting.pk,
    )


@transaction.atomic
def release_own(
    piece: Contribution, *, by: User, meeting: Meeting, uses: Iterable[str]
) -> None:
    """The giver lets the table see a piece, by an act of the own."""
    rules.release_own(by, piece)
    _release(piece, agreed_by=by, meeting=meeting, uses=uses)


@transaction.atomic
def release_for(
    piece: Contribution,
    *,
    by: User,
    agreed_by: User,
    meeting: Meeting,
    uses: Iterable[str],
) -> None:
    """The bureau records that the giver agreed, and who of them said so."""
    rules.release_for(by, piece, agreed_by=agreed_by)
    _release(piece, agreed_by=agreed_by, meeting=meeting, uses=uses)


@transaction.atomic
def end_release(piece: Contribution, *, by: User) -> int:
    """From now on nobody outside the bureau and the giver sees this piece."""
    running = Release.objects.filter(contribution=piece, until=None)
    return int(running.update(until=timezone.now()))


@transaction.atomic
def take_back(piece: Contribution, *, by: User) -> None:
    """The giver withdraws a piece: it is gone at once, for everybody (I-4)."""
    rules.release_own(by, piece)
    case_actions.take_out(piece, by=by)


@transaction.atomic
def write_section(section: MinutesSection, *, by: User, text: str) -> MinutesSection:
    """Save one piece of the minutes."""
    rules.write_section(by, section)
    section.text = text
    section.save()
    return section


@transaction.atomic
def take_seat(
    meeting: Meeting,
    *,
    by: User,
    party: Party,
    function: str,
    has_mandate: bool = False,
    is_listed: bool = True,
) -> Attendance:
    """Somebody who was not on the list is there, too: in place of a colleague."""
    rules.write_minutes(by, meeting)
    rules.may_be_invited(party)
    return Attendance.objects.create(
        case=meeting.case,
        meeting=meeting,
        party=party,
        function=function,
        has_mandate=has_mandate,
        is_listed=is_listed,
        arrived_at=timezone.now(),
    )


@transaction.atomic
def come_or_go(seat: Attendance, *, by: User) -> Attendance:
    """One tap: who was not there is, who was there left, who left is back."""
    rules.note_attendance(by, seat)
    if seat.is_here:
        seat.left_at = timezone.now()
    else:
        seat.arrived_at, seat.left_at = seat.arrived_at or timezone.now(), None
    seat.save()
    return seat


@transaction.atomic
def change_seat(
    seat: Attendance, *, by: User, function: str, has_mandate: bool, is_listed: bool
) -> Attendance:
    """In which function somebody is there, and whether others may know it."""
    rules.note_attendance(by, seat)
    seat.function, seat.has_mandate = function, has_mandate
    seat.is_listed = is_listed
    seat.save()
    return seat


@transaction.atomic
def decide(
    meeting: Meeting, *, by: User, agreed_goal: str, follow_up_on: date | None
) -> Meeting:
    """The goal on which the table agreed, and when it is looked at again."""
    rules.write_minutes(by, meeting)
    meeting.agreed_goal, meeting.follow_up_on = agreed_goal, follow_up_on
    meeting.save()
    return meeting


@transaction.atomic
def agree(
    case: Case,
    *,
    by: User,
    what: str,
    owner: Party,
    due_on: date,
    responsible_user: User | None = None,
    intervention: str = "",
    expected: str = "",
    meeting: Meeting | None = None,
) -> Action:
    """An afspraak: which Partij does what, before when."""
    rules.agree(by, case)
    rules.may_be_invited(owner)
    require(
        responsible_user is None or responsible_user.party_id == owner.pk,
        "Wie dit uitvoert, hoort bij een andere Partij.",
    )
    return Action.objects.create(
        case=case,
        meeting=meeting,
        # What an established plan says stays: the next version takes it along.
        plan=case.plans.drafts().first(),
        reference=case.number or "",
        what=what,
        owner=owner,
        responsible_user=responsible_user,
        due_on=due_on,
        intervention=intervention,
        expected=expected,
    )


@transaction.atomic
def add_criterion(case: Case, *, by: User, text: str) -> ClosingCriterion:
    """When the table will find that the house is no longer needed."""
    rules.agree(by, case)
    return ClosingCriterion.objects.create(
        case=case, text=text, position=case.closingcriterions.count()
    )


@transaction.atomic
def drop_criterion(criterion: ClosingCriterion, *, by: User) -> None:
    """Take a criterion off the list again."""
    rules.drop_criterion(by, criterion)
    case_actions.take_out(criterion, by=by)


@transaction.atomic
def name_casusregisseur(case: Case, *, by: User, user: User) -> Case:
    """Name who leads the work, a person of a Partij; who did so before hands over."""
    rules.name_casusregisseur(by, case)
    rules.be_casusregisseur(user)
    case = Case.objects.locked(case.pk)
    end_regie(case)
    case.casusregisseur = user
    case.save()
    give_regie(case, by=by)
    return case


def give_regie(case: Case, *, by: User) -> None:
    """Let the casusregisseur into the case, as far as it was released."""
    if case.casusregisseur is not None:
        grants.give(
            case.casusregisseur,
            Access.COORDINATE,
            case_id=case.pk,
            why=Why.CASUSREGISSEUR,
            source_id=case.pk,
            by=by,
        )


def end_regie(case: Case) -> int:
    """Let whoever led the work out again; how many grants that ended."""
    return grants.withdraw(case_id=case.pk, why=Why.CASUSREGISSEUR, source_id=case.pk)


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting is over; the minutes can be finished until the plan stands."""
    rules.close_meeting(by, meeting)
    meeting.state, meeting.ended_at = Meeting.State.HELD, timezone.now()
    meeting.save()
    earlier = meeting.case.meetings.held().exclude(pk=meeting.pk).exists()
    facts.write(
        "meeting_held",
        {"kind": "follow_up" if earlier else "first"},
        days=(timezone.now() - meeting.case.phase_since).days,
    )
    return meeting


def parties_at(meeting: Meeting) -> set[UUID]:
    """The Partijen that sit at this table, as far as the person asking may know."""
    seats = meeting.attendances.standing()
    return set(seats.values_list("party_id", flat=True))


def _release(
    piece: Contribution, *, agreed_by: User, meeting: Meeting, uses: Iterable[str]
) -> None:
    others = parties_at(meeting) - {piece.given_by_id}
    for use in (Use(use) for use in uses):
        # The giver's own copy of the plan may say it too, also with nobody else there.
        own = {piece.given_by_id} if use is Use.PLAN else set()
        for party in others | own:
            Release.objects.get_or_create(
                case_id=piece.case_id,
                contribution=piece,
                use=use,
                party_id=party,
                until=None,
                defaults={"agreed_by": agreed_by},
            )
