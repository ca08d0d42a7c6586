"""The weging in its participants' calendars: asked, moved and called off by itself.

Permanent participants are asked weeks ahead; who comes only on a condition is asked
once a case fulfils it. The item names no case, and each participant gets their own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from house.appointment import Appointment
from house.words import word
from triage import rules
from triage.invitations import INVITED_AHEAD, TriageInvitation
from triage.meetings import TriageMeeting


def follow(permanent: Iterable[User], anybody: Iterable[User]) -> int:
    """Ask whoever sits there by now, and call it off for who does so no longer."""
    asked: list[User] = list(permanent)
    still: set[object] = {user.pk for user in anybody}
    return sum(
        _follow(meeting, asked, still)
        for meeting in TriageMeeting.objects.ahead(INVITED_AHEAD)
    )


def invite(meeting: TriageMeeting, users: Iterable[User]) -> int:
    """Put it in their calendars; whoever has it there already is asked nothing."""
    return sum(int(_invite(meeting, user)) for user in users)


def move(
    meeting: TriageMeeting, *, starts_at: datetime, closes_at: datetime
) -> TriageMeeting:
    """Another time on the same day; what stands in calendars moves along."""
    moves = meeting.starts_at != starts_at
    meeting.starts_at, meeting.closes_at = starts_at, closes_at
    meeting.sequence += int(moves)
    meeting.save()
    if moves:
        _tell(meeting, "weighing_moved")
    return meeting


def call_off(meeting: TriageMeeting, *, by: User | None = None) -> TriageMeeting:
    """It will not be held: out of everybody's calendar."""
    meeting.cancelled_at, meeting.cancelled_by = timezone.now(), by
    meeting.sequence += 1
    meeting.save()
    _tell(meeting, "weighing_cancelled")
    return meeting


def revive(
    meeting: TriageMeeting, *, starts_at: datetime, closes_at: datetime
) -> TriageMeeting:
    """The rhythm came back to this day: the same item, once more."""
    meeting.cancelled_at = None
    meeting.starts_at, meeting.closes_at = starts_at, closes_at
    meeting.sequence += 1
    meeting.save()
    _tell(meeting, "weighing_invited")
    return meeting


@transaction.atomic
def note_presence(invitation: TriageInvitation, *, by: User) -> TriageInvitation:
    """Who is there, or after all is not; the minutes say so."""
    rules.note_presence(by, invitation.meeting)
    invitation.came_at = None if invitation.came_at else timezone.now()
    invitation.save()
    return invitation


def item(invitation: TriageInvitation, *, url: str) -> Appointment:
    """For this participant, as it stands at the moment of sending."""
    meeting = invitation.meeting
    return Appointment(
        uid=meeting.pk,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=word("weging", "capital"),
        description=f"Inloggen voor de agenda: {url}",
        guest=invitation.user.email,
        is_off=meeting.is_cancelled or invitation.ended_at is not None,
    )


def _follow(meeting: TriageMeeting, permanent: list[User], still: set[object]) -> int:
    gone = [it for it in meeting.invitations.standing() if it.user_id not in still]
    for invitation in gone:
        invitation.ended_at = timezone.now()
        invitation.save()
        _write(invitation, "weighing_cancelled")
    return len(gone) + invite(meeting, permanent)


def _invite(meeting: TriageMeeting, user: User) -> bool:
    invitation, is_new = TriageInvitation.objects.get_or_create(
        meeting=meeting, user=user
    )
    if not is_new and invitation.ended_at is None:
        return False
    invitation.ended_at = None
    invitation.save()
    _write(invitation, "weighing_invited")
    return True


def _tell(meeting: TriageMeeting, kind: str) -> None:
    for invitation in meeting.invitations.standing().select_related("user"):
        _write(invitation, kind)


def _write(invitation: TriageInvitation, kind: str) -> None:
    mails.post(kind, to=invitation.user, object_id=invitation.pk)
