"""A meeting in somebody's own calendar: when, and nothing about anybody (RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress

from house import profile

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


@dataclass(frozen=True)
class Appointment:
    """One guest's item: the same `uid` each time, a higher `sequence` each change."""

    uid: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    guest: str
    is_off: bool
    location: str = ""

    @property
    def method(self) -> str:
        """What the post says of the item, the same as the item itself (RFC 6047)."""
        return "CANCEL" if self.is_off else "REQUEST"

    @property
    def mimetype(self) -> str:
        return f"text/calendar; method={self.method}"

    def to_ical(self) -> bytes:
        """REQUEST while it stands, CANCEL when it does not."""
        content: bytes = item(self).to_ical()
        return content


def item(appointment: Appointment) -> Calendar:
    """The calendar with this one item, for its one guest."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zorg- en Veiligheidshuis//ZVH//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", appointment.method)
    calendar.add_component(Timezone.from_ical(ZONE))
    calendar.add_component(_event(appointment))
    return calendar


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", f"{appointment.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(appointment.starts_at))
    event.add("dtend", timezone.localtime(appointment.ends_at))
    event.add("summary", appointment.summary)
    event.add("location", appointment.location or profile.active().name)
    event.add("description", appointment.description)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.is_off else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _house()
    event.add("attendee", _guest(appointment.guest), encode=False)
    return event


def _house() -> vCalAddress:
    house = profile.active()
    address = vCalAddress(f"mailto:{house.email}")
    address.params["CN"] = house.name
    return address


def _guest(email: str) -> vCalAddress:
    """Whom the letter is for, and nobody else: partners need not see each other."""
    address = vCalAddress(f"mailto:{email}")
    address.params |= {
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        # Who answers the item itself reaches nobody: it is answered on the page.
        "RSVP": "FALSE",
    }
    return address
