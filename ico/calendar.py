"""The calendar item of an invitation: when, and nothing about anybody."""

from accounts import mails
from house import profile
from house.appointment import Appointment
from house.words import word
from ico.invitations import Invitation
from ico.meetings import Meeting


def item(invitation: Invitation, *, url: str) -> Appointment:
    """For this guest, as it stands at the moment of sending."""
    meeting = invitation.meeting
    starts_at, ends_at = meeting.moment
    how = "met een code" if invitation.user.has_page else "na inloggen"
    return Appointment(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=word("ico", "capital"),
        description=f"Plaats, voorbereiding en antwoord, {how}: {url}",
        location=_where(meeting),
        guest=mails.address_of(invitation.user),
        is_off=_is_off(invitation),
    )


def _is_off(invitation: Invitation) -> bool:
    cancelled = invitation.meeting.state == Meeting.State.CANCELLED
    return cancelled or invitation.ended_at is not None


def _where(meeting: Meeting) -> str:
    """A room of the house is no secret; an address at a Partij says who is at work."""
    if meeting.room is None:
        return "Zie de uitnodiging, na inloggen"
    if meeting.room.address:
        return meeting.room.where
    return f"{meeting.room.name}, {profile.active().address}"
