"""Ask when people can come, note what they say, and choose the moment (O-2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import actions as case_actions
from ico import bookings, convening, locks
from ico import rules_planning as rules
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.moments import Availability, Can, Moment
from ico.proposing import Slot


@transaction.atomic
def ask_when(
    meeting: Meeting, *, by: User, slots: Iterable[Slot], answer_before: date
) -> int:
    """Propose these moments to everybody on the list; how many are asked.

    What was proposed before, and what was said of it, is asked anew.
    """
    meeting = locks.ask(rules.ask_when, by, meeting)
    slots = sorted(slots, key=lambda slot: slot.starts_at)
    rules.propose(slots, answer_before)
    _take_back(meeting, by=by)
    for slot in slots:
        Moment.objects.create(
            case=meeting.case,
            meeting=meeting,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    invited = list(meeting.invitations.standing().for_list())
    for invitation in invited:
        _ask(invitation, answer_before)
    return len(invited)


@transaction.atomic
def ask_late(invitation: Invitation, *, by: User) -> None:
    """Who came on the list after the others were asked, is asked the same."""
    first = invitation.meeting.availabilities.open().first()
    if first is not None:
        rules.ask_when(by, invitation.meeting)
        _ask(invitation, max(first.answer_before, timezone.localdate()))


@transaction.atomic
def replace_on_list(invitation: Invitation, *, by: User, new: User) -> None:
    """Somebody else of the Partij stands on the list, and is asked instead."""
    meeting = invitation.meeting
    convening.withdraw_invitation(invitation, by=by)
    if meeting.invitations.standing().filter(user=new).exists():
        return
    made = convening.invite(
        meeting,
        by=by,
        guest=new,
        ground=invitation.ground,
        reason=invitation.reason,
        asked=invitation.asked,
        about=invitation.about,
        is_needed=invitation.is_needed,
    )
    ask_late(made, by=by)


@transaction.atomic
def say_when(
    asked: Availability, *, by: User, answers: Mapping[UUID, str]
) -> Availability:
    """What this person says of each moment; saying otherwise later is fine."""
    asked = locks.ask(rules.say_when, by, asked)
    return _answer(asked, by, answers, spoken_by="")


@transaction.atomic
def note_when(
    asked: Availability, *, by: User, answers: Mapping[UUID, str], spoken_by: str
) -> Availability:
    """What somebody said by telephone, with who that was."""
    asked = locks.ask(rules.note_when, by, asked)
    rules.name_who_spoke(spoken_by)
    return _answer(asked, by, answers, spoken_by=spoken_by)


@transaction.atomic
def choose_moment(moment: Moment, *, by: User) -> Meeting:
    """This is when: chair, writer and room are taken, and the invitations go out.

    Raises `Taken` when one of them has another meeting by now.
    """
    moment = locks.ask(rules.choose_moment, by, moment)
    return set_moment(
        moment.meeting, by=by, slot=Slot(moment.starts_at, moment.ends_at)
    )


@transaction.atomic
def set_moment(meeting: Meeting, *, by: User, slot: Slot) -> Meeting:
    """Set the moment, whether or not anybody was asked, and invite who is listed."""
    meeting = locks.ask(rules.set_moment, by, meeting)
    meeting.starts_at, meeting.ends_at = slot.starts_at, slot.ends_at
    meeting.state = Meeting.State.PLANNED
    meeting.save()
    bookings.hold(meeting)
    convening.keep_pages_open(meeting)
    close_questions(meeting)
    convening.send_invitations(meeting, by=by)
    return meeting


def close_questions(meeting: Meeting) -> None:
    """Nobody needs to say any more when they can come."""
    for asked in meeting.availabilities.open():
        asked.close()


def _take_back(meeting: Meeting, *, by: User) -> None:
    close_questions(meeting)
    for moment in meeting.moments.in_order():
        case_actions.take_out(moment, by=by)


def _ask(invitation: Invitation, answer_before: date) -> None:
    rules.be_asked(invitation)
    asked = Availability.objects.create(
        case_id=invitation.case_id,
        meeting_id=invitation.meeting_id,
        invitation=invitation,
        party=invitation.party,
        user=invitation.user,
        reference=invitation.case.number or "",
        answer_before=answer_before,
    )
    write_to(asked, "moments_asked")


def write_to(asked: Availability, kind: str) -> None:
    """Whoever has no account is asked by telephone."""
    if asked.user is not None:
        mails.post(
            kind,
            to=asked.user,
            reference=asked.reference,
            case_id=asked.case_id,
            object_id=asked.pk,
        )


def _answer(
    asked: Availability, by: User, answers: Mapping[UUID, str], *, spoken_by: str
) -> Availability:
    moments = asked.meeting_moments()
    rules.answer_all(moments, answers)
    asked.answers = {str(m.pk): Can(answers[m.pk]).value for m in moments}
    asked.answered_at, asked.typed_by = timezone.now(), by
    asked.spoken_by = spoken_by
    asked.save()
    return asked
