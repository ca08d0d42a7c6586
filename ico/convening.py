"""Call a meeting: plan it, invite to it, move it, cancel it."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import mails, secure_pages
from accounts.models import User
from cases import actions as case_actions
from cases import grants
from cases.grants import Access, Why
from cases.models import Case, Release, Use
from ico import bookings, locks, notices, rules, writing
from ico.attendance import Attendance
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.minutes import blank_sections
from zvh.guard.rules import require

ON_CALENDARS = {"starts_at", "ends_at", "room", "place", "link"}


@transaction.atomic
def plan_meeting(case: Case, *, by: User, chair: User, **what: Any) -> Meeting:
    """Put one meeting on the calendar, with the empty pages of its minutes."""
    case = locks.ask(rules.plan_meeting, by, case)
    rules.chair(chair)
    state = Meeting.State.PLANNED if what.get("starts_at") else Meeting.State.SEEKING
    meeting = Meeting.objects.create(
        case=case,
        chair=chair,
        state=state,
        informs_first=notices.come_first(),
        **what,
    )
    for section in blank_sections(meeting):
        section.save(force_insert=True)
    bookings.hold(meeting)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: User, chair: User, **what: Any) -> Meeting:
    """Change it; when it moves in time, every calendar that has it is told."""
    # What is saved below is the version that its reader saw.
    locks.ask(rules.change_meeting, by, meeting)
    rules.chair(chair)
    moves = any(
        getattr(meeting, name) != value
        for name, value in what.items()
        if name in ON_CALENDARS
    )
    for name, value in {**what, "chair": chair}.items():
        setattr(meeting, name, value)
    if moves:
        meeting.reach_calendars()
    meeting.save()
    writing.lay_out(meeting, by=by)
    bookings.hold(meeting)
    if moves:
        keep_pages_open(meeting)
        _write_to_guests(meeting, "meeting_changed")
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """It will not take place: calendars are told, and access ends."""
    meeting = locks.ask(rules.change_meeting, by, meeting)
    meeting.state, meeting.ended_at = Meeting.State.CANCELLED, timezone.now()
    meeting.reach_calendars()
    meeting.save()
    for asked in meeting.availabilities.open():
        asked.close()
    close_pages(meeting)
    _write_to_guests(meeting, "meeting_cancelled")
    let_out(meeting)
    return meeting


@transaction.atomic
def invite(
    meeting: Meeting,
    *,
    by: User,
    guest: User,
    ground: str,
    reason: str,
    asked: str,
    about: str = "",
    is_needed: bool = True,
) -> Invitation:
    """Put somebody on the list, with the ground; nothing leaves the house yet."""
    meeting = locks.ask(
        rules.invite, by, meeting, guest=guest, ground=ground, reason=reason
    )
    return Invitation.objects.create(
        case=meeting.case,
        meeting=meeting,
        party=guest.party,
        user=guest,
        ground=ground,
        reason=reason,
        asked=asked,
        about=about,
        is_needed=is_needed,
    )


@transaction.atomic
def invite_all(
    meeting: Meeting, *, by: User, guests: Iterable[dict[str, Any]]
) -> list[Invitation]:
    """Put all of these on the list at once, or none of them."""
    return [invite(meeting, by=by, **guest) for guest in guests]


@transaction.atomic
def send_invitations(meeting: Meeting, *, by: User) -> int:
    """Send what was not sent yet: from now on these people see their invitation."""
    meeting = locks.ask(rules.send_invitations, by, meeting)
    waiting = meeting.invitations.may_go().select_for_update(of=("self",))
    return sum(_send(invitation, by=by) for invitation in waiting)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Take somebody off the list again; their calendar and their access follow."""
    invitation = locks.ask(rules.withdraw_invitation, by, invitation)
    was_told = invitation.sent_at and invitation.ended_at is None
    invitation.ended_at = invitation.ended_at or timezone.now()
    invitation.save()
    for asked in invitation.availabilities.open():
        asked.close()
    secure_pages.end([invitation.pk])
    if was_told:
        _turn_away(invitation, by=by)


@transaction.atomic
def answer_invitation(invitation: Invitation, *, by: User, answer: str) -> Invitation:
    """Say whether one comes; saying otherwise later is fine."""
    invitation = locks.ask(rules.answer_invitation, by, invitation)
    invitation.answer, invitation.answered_at = answer, timezone.now()
    if answer == Invitation.Answer.ACCEPTED:
        invitation.replacement = None
    invitation.save()
    return invitation


@transaction.atomic
def send_colleague(invitation: Invitation, *, by: User, colleague: User) -> Invitation:
    """Say who comes instead; the bureau invites that person (O-8)."""
    invitation = locks.ask(rules.send_colleague, by, invitation)
    rules.replace(by, colleague)
    invitation.answer = Invitation.Answer.DECLINED
    invitation.answered_at = timezone.now()
    invitation.replacement = colleague
    invitation.save()
    return invitation


@transaction.atomic
def invite_colleague(invitation: Invitation, *, by: User) -> Invitation:
    """Invite who comes instead, on the same ground and with the same question."""
    invitation = locks.ask(rules.withdraw_invitation, by, invitation)
    guest = invitation.replacement
    require(guest is not None, "Deze deelnemer heeft geen vervanger genoemd.")
    require(invitation.ended_at is None, "Deze uitnodiging is al ingetrokken.")
    # Since the name was given, that person may have gone to work elsewhere.
    rules.replace(invitation.user, cast("User", guest))
    made = invite(
        invitation.meeting,
        by=by,
        guest=cast("User", guest),
        ground=invitation.ground,
        reason=invitation.reason,
        asked=invitation.asked,
        about=invitation.about,
        is_needed=invitation.is_needed,
    )
    made.instead_of, made.prepared_at = invitation.user, invitation.prepared_at
    _send(made, by=by)
    # One of the two comes: who is replaced has nothing to read there any more.
    withdraw_invitation(invitation, by=by)
    return made


def at_the_table(case: Case) -> list[User]:
    """Who may still read a meeting that was held: the plan ends that."""
    held = case.meetings.held().values("pk")
    reading = grants.let_in_by(
        Why.INVITATION, Access.ATTEND, case_id=case.pk, sources=held
    )
    return list(reading)


def let_out(meeting: Meeting) -> int:
    """End the access that this meeting gave, and what its table was let read (I-3)."""
    _released_at(meeting).filter(use=Use.ICO).update(until=timezone.now())
    return grants.withdraw(
        case_id=meeting.case_id, why=Why.INVITATION, source_id=meeting.pk
    )


def keep_pages_open(meeting: Meeting) -> None:
    """Who was invited without account has a page until the meeting ends (P-5)."""
    if meeting.ends_at is not None:
        secure_pages.extend(_keys(meeting), until=meeting.ends_at)


def close_pages(meeting: Meeting) -> None:
    """The meeting is over: nobody without account opens anything of it any more."""
    secure_pages.end(_keys(meeting))


def _keys(meeting: Meeting) -> "QuerySet[Invitation, UUID]":
    return meeting.invitations.values_list("pk", flat=True)


def _released_at(meeting: Meeting) -> QuerySet[Release]:
    """What was released to those at this table, and still may be read."""
    return Release.objects.filter(
        case=meeting.case_id, source_id=meeting.pk, until=None
    )


def _turn_away(invitation: Invitation, *, by: User) -> None:
    """Who was told to come is told otherwise, and has no seat any more.

    Their access ended with the invitation, in the database itself.
    """
    meeting = invitation.meeting
    if meeting.state != Meeting.State.CANCELLED:
        meeting.reach_calendars()
        meeting.save()
        _write(invitation, "meeting_cancelled")
    for seat in meeting.attendances.filter(user=invitation.user, arrived_at=None):
        case_actions.take_out(seat, by=by)


def _send(invitation: Invitation, *, by: User) -> int:
    rules.stays_invited(invitation)
    invitation.sent_at = timezone.now()
    invitation.save()
    grants.give(
        invitation.user,
        Access.ATTEND,
        case_id=invitation.case_id,
        why=Why.INVITATION,
        source_id=invitation.meeting_id,
        by=by,
    )
    if invitation.outsider_id is None:
        Attendance.objects.create(
            case_id=invitation.case_id,
            meeting_id=invitation.meeting_id,
            party=invitation.party,
            user=invitation.user,
            function=invitation.user.function,
        )
    _write(invitation, "meeting_invited")
    return 1


def _write_to_guests(meeting: Meeting, kind: str) -> None:
    for invitation in meeting.invitations.sent():
        _write(invitation, kind)


def _write(invitation: Invitation, kind: str) -> None:
    mails.post(
        kind,
        to=invitation.user,
        reference=invitation.case.number or "",
        case_id=invitation.case_id,
        object_id=invitation.pk,
    )
