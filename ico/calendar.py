"""The calendar item of an invitation: when, and nothing about anybody."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress

from house import profile
from house.words import word
from ico.meetings import Invitation, Meeting

# Written out, because the rules of the zone must hold for clients of any age; made
# from the zone's own moments they come out an hour off in spring.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def item(invitation: Invitation, *, url: str) -> Calendar:
    """REQUEST while the invitation stands, CANCEL when it does not (RFC 5546)."""
    is_off = _is_off(invitation)
    calendar = Calendar()
    calendar.add("prodid", "-//Zorg- en Veiligheidshuis//ZVH//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    calendar.add_component(Timezone.from_ical(ZONE))
    calendar.add_component(_event(invitation, url=url, is_off=is_off))
    return calendar


def method_of(invitation: Invitation) -> str:
    """What the post says of the item, the same as the item itself (RFC 6047)."""
    return "CANCEL" if _is_off(invitation) else "REQUEST"


def _is_off(invitation: Invitation) -> bool:
    cancelled = invitation.meeting.state == Meeting.State.CANCELLED
    return cancelled or invitation.ended_at is not None


def _event(invitation: Invitation, *, url: str, is_off: bool) -> Event:
    meeting = invitation.meeting
    event = Event()
    event.add("uid", f"{meeting.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", word("ico", "capital"))
    event.add("location", profile.active().name)
    event.add("description", f"Inloggen voor plaats en voorbereiding: {url}")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _house()
    event.add("attendee", _guest(invitation), encode=False)
    return event


def _house() -> vCalAddress:
    house = profile.active()
    address = vCalAddress(f"mailto:{house.email}")
    address.params["CN"] = house.name
    return address


def _guest(invitation: Invitation) -> vCalAddress:
    """Whom the letter is for, and nobody else: partners need not see each other."""
    address = vCalAddress(f"mailto:{invitation.user.email}")
    address.params |= {
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    return address
