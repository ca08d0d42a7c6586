"""The calendar item of an invitation: when, and nothing about anybody."""

from house.appointment import Appointment
from house.words import word
from ico.meetings import Invitation, Meeting


def item(invitation: Invitation, *, url: str) -> Appointment:
    """For this guest, as it stands at the moment of sending."""
    meeting = invitation.meeting
    return Appointment(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=word("ico", "capital"),
        description=f"Inloggen voor plaats en voorbereiding: {url}",
        guest=invitation.user.email,
        is_off=_is_off(invitation),
    )


def _is_off(invitation: Invitation) -> bool:
    cancelled = invitation.meeting.state == Meeting.State.CANCELLED
    return cancelled or invitation.ended_at is not None
