"""What lands in somebody's calendar, read by a second library (RFC 5546, 6047)."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.core import mail

from accounts import mails
from ico import actions
from ico.models import Invitation, Meeting, Room
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from zvh.guard.announce import acting_as

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WINTER = datetime(2027, 3, 24, 13, 30, tzinfo=AMSTERDAM)
SUMMER = datetime(2027, 3, 31, 13, 30, tzinfo=AMSTERDAM)


def sent():
    """The items of the letters that went out since the last time."""
    mail.outbox.clear()
    mails.send_outgoing()
    letters = [message_from_bytes(it.message().as_bytes()) for it in mail.outbox]
    return [it for it in letters if _parts(it, "text/calendar")]


def _parts(letter, kind):
    return [part for part in letter.walk() if part.get_content_type() == kind]


def read(letter):
    part = _parts(letter, "text/calendar")[0]
    return vobject.readOne(part.get_payload(decode=True).decode())


def move(anna, starts_at, **what):
    with acting_as(anna):
        fields = plan_of(anna, starts_at) | what
        actions.change_meeting(Meeting.objects.get(), by=anna, **fields)


@pytest.mark.use("U36")
@pytest.mark.eis("O-2")
def test_request_update_and_cancel_are_one_item_that_rises(invite, noor, anna):
    move(anna, WINTER)
    invite(noor)
    series = [read(letter) for letter in sent()]
    move(anna, SUMMER)
    series += [read(letter) for letter in sent()]
    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(), by=anna)
    series += [read(letter) for letter in sent()]

    assert [it.method.value for it in series] == ["REQUEST", "REQUEST", "CANCEL"]
    numbers = [int(it.vevent.sequence.value) for it in series]
    assert numbers == sorted(set(numbers))
    assert len({it.vevent.uid.value for it in series}) == 1
    assert series[-1].vevent.status.value == "CANCELLED"


@pytest.mark.use("U36")
@pytest.mark.parametrize(("starts_at", "hour"), [(WINTER, 12), (SUMMER, 11)])
def test_the_hour_is_right_on_both_sides_of_summer_time(
    invite, noor, anna, starts_at, hour
):
    move(anna, starts_at)
    invite(noor)

    (letter,) = sent()
    event = read(letter).vevent

    assert f"{event.dtstart.value:%H:%M}" == "13:30"
    assert event.dtstart.value.astimezone(UTC).hour == hour
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=90)
    assert (
        "DTSTART;TZID=Europe/Amsterdam:"
        in _parts(letter, "text/calendar")[0].get_payload(decode=True).decode()
    )


@pytest.mark.use("U36")
def test_the_letter_is_built_as_calendars_expect_it(invite, noor, anna):
    """Beside the text as an alternative with its method, and as a file."""
    invite(noor)

    (letter,) = sent()
    (alternative,) = _parts(letter, "multipart/alternative")
    kinds = [part.get_content_type() for part in alternative.get_payload()]

    assert kinds == ["text/plain", "text/html", "text/calendar"]
    said = alternative.get_payload()[-1]
    assert said.get_param("method") == "REQUEST"
    (_, attached) = _parts(letter, "text/calendar")
    assert attached.get_filename() == "overleg.ics"
    assert letter["To"] == noor.email
    assert letter["Cc"] is None


@pytest.mark.use("U36")
def test_house_organises_one_guest_attends_and_answers_on_the_page(
    invite, noor, politie, anna
):
    invite(noor)
    invite(politie)

    events = {letter["To"]: read(letter).vevent for letter in sent()}

    mine = events[noor.email]
    assert mine.organizer.value.startswith("mailto:info@")
    assert [one.value for one in mine.contents["attendee"]] == [f"mailto:{noor.email}"]
    assert mine.attendee.params["RSVP"] == ["FALSE"]
    with backstage():
        invitation = Invitation.objects.get(user=noor)
    assert str(invitation.pk) in mine.description.value


@pytest.mark.use("U36")
@pytest.mark.eis("O-2")
def test_a_room_of_the_house_is_the_place_and_an_address_elsewhere_is_not(
    invite, noor, anna, starts_at
):
    with backstage():
        room = Room.objects.create(name="Zaal Zee", address="Kade 2, Voorbeeldstad")
    invite(noor)
    (letter,) = sent()
    elsewhere = read(letter).vevent.location.value
    move(anna, starts_at, room=room)

    (letter,) = sent()
    here = read(letter).vevent

    assert elsewhere == "Zie de uitnodiging, na inloggen"
    assert here.location.value == "Zaal Zee, Kade 2, Voorbeeldstad"
    assert int(here.sequence.value) == 1
