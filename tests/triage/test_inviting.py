"""The weging stands in its participants' calendars, and changes there by itself."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.mails import send_outgoing
from accounts.models import Contact
from house import profile
from tests.backstage import backstage
from tests.cast import play
from tests.triage.conftest import at, item_of, meeting_on
from tests.triage.test_agenda import rhythm
from triage import actions, agenda
from triage.models import TriageMeeting
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.eis("W-1", "T-4")


def letters(mailoutbox, user):
    """The calendar items that this person got, in order."""
    send_outgoing()
    found = []
    for letter in mailoutbox:
        if letter.to == [user.email] and letter.attachments:
            content = letter.attachments[0].content
            found.append(Calendar.from_ical(content))
    return found


def events(mailoutbox, user, day="2026-11-17"):
    return [
        (str(calendar["METHOD"]), event)
        for calendar in letters(mailoutbox, user)
        for event in calendar.walk("VEVENT")
        if event["DTSTART"].dt.date().isoformat() == day
    ]


@pytest.mark.use("U36")
@pytest.mark.safety("L1")
def test_the_permanent_participants_are_asked_weeks_ahead(clock, agent, mailoutbox):
    agenda.prepare()
    agenda.prepare()

    days = [
        event["DTSTART"].dt.date().isoformat()
        for calendar in letters(mailoutbox, agent)
        for event in calendar.walk("VEVENT")
    ]
    assert days == ["2026-11-17", "2026-11-24", "2026-12-01", "2026-12-08"]
    ((method, event),) = events(mailoutbox, agent)
    assert method == "REQUEST"
    assert event["UID"] == f"{meeting_on('2026-11-17').pk}@zvh.example"
    assert event["SEQUENCE"] == 0
    assert event["SUMMARY"] == profile.active().words["weging"].capital


def test_the_raad_is_asked_only_once_a_case_is_about_a_minor(
    clock, put_forward, agent, raad, mailoutbox
):
    put_forward(surname="Groot")
    agenda.prepare()
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    assert events(mailoutbox, raad) == []
    clock.move_to(at("2026-11-18", "09:00:00"))
    put_forward(surname="Klein", born=date(2012, 1, 1))
    assert events(mailoutbox, raad, "2026-11-24") == []

    clock.move_to(at("2026-11-23", "18:30:00"))
    agenda.prepare()

    ((method, event),) = events(mailoutbox, raad, "2026-11-24")
    assert method == "REQUEST"
    assert "Klein" not in event.to_ical().decode()


@pytest.mark.use("U36")
def test_another_time_moves_the_same_item(clock, agent, monkeypatch, mailoutbox):
    agenda.prepare()
    before = events(mailoutbox, agent, "2026-12-01")

    rhythm(monkeypatch, meets_time=at("2026-12-01", "15:00:00").time())
    agenda.prepare()

    told = events(mailoutbox, agent, "2026-12-01")
    assert [event["SEQUENCE"] for _, event in told] == [0, 1]
    assert {event["UID"] for _, event in told} == {before[0][1]["UID"]}
    assert told[1][1]["DTSTART"].dt == at("2026-12-01", "15:00:00")


@pytest.mark.use("U36")
def test_another_weekday_takes_it_out_of_calendars_and_back_again(
    clock, agent, monkeypatch, mailoutbox
):
    for weekday in (1, 2, 1):
        rhythm(monkeypatch, weekday=weekday)
        agenda.prepare()
        send_outgoing()

    told = events(mailoutbox, agent, "2026-12-01")

    assert [method for method, _ in told] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [event["SEQUENCE"] for _, event in told] == [0, 1, 2]
    assert len({event["UID"] for _, event in told}) == 1


def test_who_sits_there_no_longer_loses_it_and_the_next_one_gets_it(
    clock, agent, mailoutbox
):
    agenda.prepare()
    letters(mailoutbox, agent)
    sanne = play("sanne", "Sanne Voorbeeld", "ketenpartner", name="Politie (sanne)")
    with backstage():
        sanne.party = agent.party
        sanne.save()
        Contact.objects.filter(user=agent).update(user=sanne)

    agenda.prepare()

    methods = [method for method, _ in events(mailoutbox, agent)]
    assert methods == ["REQUEST", "CANCEL"]
    assert [method for method, _ in events(mailoutbox, sanne)] == ["REQUEST"]


@pytest.mark.eis("P-3")
def test_calling_it_off_tells_everybody_and_moves_its_cases(
    weighing, agent, anna, sign_in, mailoutbox
):
    item, client = weighing(), sign_in(anna)
    send_outgoing()
    url = reverse("triage:call_off", args=[item.meeting_id])
    assert "1 genodigde" in client.get(url).text

    client.post(url)

    assert [method for method, _ in events(mailoutbox, agent)] == ["REQUEST", "CANCEL"]
    assert item_of(item.case).meeting.date.isoformat() == "2026-11-24"
    assert sign_in(agent).get(reverse("triage:item", args=[item.pk])).status_code == 404
    agenda.prepare()
    assert meeting_on("2026-11-17").is_cancelled


def test_only_a_procescoordinator_calls_it_off(weighing, bas, agent, sign_in):
    url = reverse("triage:call_off", args=[weighing().meeting_id])

    assert sign_in(bas).post(url).status_code == 403
    assert sign_in(agent).post(url).status_code == 403

    with backstage():
        assert not TriageMeeting.objects.filter(cancelled_at__isnull=False).exists()


def test_after_a_decision_it_cannot_be_called_off(weighing, anna, sign_in):
    item = weighing()
    with acting_as(anna):
        actions.defer(item, by=anna, still_needed="Het zorgplan.")

    url = reverse("triage:call_off", args=[item.meeting_id])
    assert sign_in(anna).post(url).status_code == 403
