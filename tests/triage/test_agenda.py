"""Each week's weging exists by itself, with the cases that came in time for it."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Outgoing
from house import profile
from tests.backstage import backstage
from tests.triage.conftest import at, item_of, judge, meeting_on
from triage import actions, agenda
from triage.models import AgendaItem, TriageMeeting
from zvh.guard.announce import acting_as

WEDNESDAY = 2


def dates():
    found = (
        TriageMeeting.objects.filter(cancelled_at=None)
        .by_date()
        .values_list("date", flat=True)
    )
    return [day.isoformat() for day in found]


EIGHT_WEEKS = [
    "2026-11-17",
    "2026-11-24",
    "2026-12-01",
    "2026-12-08",
    "2026-12-15",
    "2026-12-22",
    "2026-12-29",
    "2027-01-05",
]


@pytest.fixture
def nhn(settings):
    """The house that closes on Monday noon and meets on Tuesday, as its source says."""
    settings.PROFILE = "noord-holland-noord"


def rhythm(monkeypatch, **changes):
    """From here on the house keeps another week."""
    own = profile.active()
    other = replace(own, triage=replace(own.triage, **changes))
    monkeypatch.setattr(profile, "active", lambda: other)


@pytest.mark.eis("W-1", "T-3")
def test_the_next_eight_weeks_exist(clock):
    assert agenda.prepare() == 8
    assert dates() == EIGHT_WEEKS

    clock.move_to(at("2026-11-17", "10:00:00"))

    agenda.prepare()
    assert dates() == [*EIGHT_WEEKS, "2027-01-12"]


@pytest.mark.eis("W-1", "T-3")
def test_a_weging_around_christmas_is_moved_or_skipped(clock, monkeypatch):
    clock.move_to(at("2029-12-17"))
    agenda.prepare()
    assert dates()[:3] == ["2029-12-18", "2029-12-27", "2030-01-02"]

    rhythm(monkeypatch, on_holiday="skip")
    agenda.prepare()

    assert dates()[:3] == ["2029-12-18", "2030-01-08", "2030-01-15"]


@pytest.mark.eis("T-3", "W-1")
def test_another_weekday_takes_the_coming_wegingen_and_their_cases_along(
    clock, put_forward, monkeypatch
):
    case = put_forward()
    agenda.prepare()

    rhythm(monkeypatch, weekday=WEDNESDAY, meets_time=time(13, 0))
    agenda.prepare()

    assert agenda.prepare() == 0
    assert dates()[:2] == ["2026-11-18", "2026-11-25"]
    assert not set(dates()) & set(EIGHT_WEEKS)
    assert item_of(case).meeting.starts_at == at("2026-11-18", "13:00:00")


@pytest.mark.eis("T-3", "A-6")
def test_whoever_was_in_time_keeps_the_weging_when_the_rhythm_changes(
    clock, put_forward, monkeypatch
):
    case = put_forward()
    clock.move_to(at("2026-11-16", "12:00:00"))

    rhythm(monkeypatch, weekday=WEDNESDAY)
    agenda.prepare()

    assert item_of(case).meeting.date.isoformat() == "2026-11-17"


@pytest.mark.eis("T-3", "W-1")
@pytest.mark.parametrize(
    ("closes", "meets", "following"),
    [
        # The clocks went forward on Sunday.
        ("2026-03-30T10:00:00Z", "2026-03-31", "2026-04-07"),
        # They went back.
        ("2026-10-26T11:00:00Z", "2026-10-27", "2026-11-03"),
        # Easter Monday, and Good Friday before it.
        ("2027-03-25T11:00:00Z", "2027-03-30", "2027-04-06"),
        # The King's birthday on a Tuesday.
        ("2027-04-26T10:00:00Z", "2027-04-28", "2027-05-04"),
    ],
)
def test_noord_holland_noord_takes_cases_until_monday_noon_to_the_second(
    nhn, clock, put_forward, closes, meets, following
):
    closes = datetime.fromisoformat(closes)
    clock.move_to(closes - timedelta(seconds=1))
    in_time = put_forward()
    clock.move_to(closes)
    too_late = put_forward()

    agenda.prepare()

    assert item_of(in_time).meeting.date.isoformat() == meets
    assert item_of(in_time).meeting.closes_at == closes
    assert item_of(too_late).meeting.date.isoformat() == following


@pytest.mark.eis("T-4")
def test_seats_of_each_house(db, settings):
    settings.PROFILE = "kennemerland"
    assert labels(with_minor=False) == [
        "om",
        "politie",
        "Reclassering Nederland",
        "Parnassia Groep Fivoor",
    ]
    assert labels(with_minor=True) == [*labels(with_minor=False), "rvdk"]

    settings.PROFILE = "noord-holland-noord"
    assert labels(with_minor=True) == ["politie", "Reclassering Nederland", "om"]


def labels(*, with_minor):
    return [it.party or it.soort for it in agenda.seats(with_minor=with_minor)]


@pytest.mark.eis("W-1")
def test_twice_makes_nothing_twice(clock, put_forward, agent):
    put_forward()
    clock.move_to(at("2026-11-16", "18:30:00"))

    agenda.prepare()

    assert agenda.prepare() == 0
    assert dates() == EIGHT_WEEKS
    with backstage():
        assert Outgoing.objects.filter(kind="agenda_sent").count() == 1


@pytest.mark.eis("T-3")
def test_a_weging_on_a_holiday_moves_on_and_its_closing_back(clock):
    clock.move_to(at("2027-05-11"))  # Whit Monday is the 17th

    agenda.prepare()

    meeting = meeting_on("2027-05-18")
    assert meeting.closes_at == at("2027-05-14", "12:00:00")


@pytest.mark.eis("A-6", "W-1")
@pytest.mark.parametrize(
    ("sent", "weging"),
    [
        ("11:59:59", "2026-11-17"),
        ("12:00:00", "2026-11-24"),
        ("12:00:01", "2026-11-24"),
    ],
)
def test_closing_time_counts_to_the_second(clock, put_forward, sent, weging):
    clock.move_to(at("2026-11-16", sent))

    case = put_forward()

    assert item_of(case).meeting.date.isoformat() == weging


@pytest.mark.eis("A-6")
def test_judging_may_follow_until_the_agenda_is_sent(clock, send, anna, gemeente):
    in_time, too_late = send(), send()
    clock.move_to(at("2026-11-16", "17:00:00"))
    with acting_as(anna):
        judge(in_time, anna, gemeente)

    clock.move_to(at("2026-11-16", "18:00:00"))
    agenda.prepare()
    with acting_as(anna):
        judge(too_late, anna, gemeente)

    assert item_of(in_time).meeting.date.isoformat() == "2026-11-17"
    assert item_of(too_late).meeting.date.isoformat() == "2026-11-24"


@pytest.mark.eis("W-1")
def test_the_agenda_goes_out_by_itself_the_evening_before(clock, put_forward, agent):
    put_forward()

    clock.move_to(at("2026-11-16", "17:59:59"))
    agenda.prepare()
    assert meeting_on("2026-11-17").agenda_sent_at is None

    clock.move_to(at("2026-11-16", "18:00:00"))
    agenda.prepare()
    assert meeting_on("2026-11-17").agenda_sent_at == at("2026-11-16", "18:00:00")


@pytest.mark.eis("W-1")
def test_after_three_days_of_downtime_what_lapsed_is_weighed_next(clock, put_forward):
    case = put_forward()

    clock.move_to(at("2026-11-19"))
    agenda.prepare()
    agenda.prepare()

    item = item_of(case)
    assert item.meeting.date.isoformat() == "2026-11-24"
    assert meeting_on("2026-11-17").agenda_sent_at is None
    with backstage():
        assert Outgoing.objects.filter(kind="weighing_deferred").count() == 1


@pytest.mark.eis("W-5")
def test_deferred_comes_back_next_week_with_what_is_needed(weighing, anna):
    item = weighing()

    with acting_as(anna):
        again = actions.defer(item, by=anna, still_needed="Bericht van de school")

        assert again.meeting.date.isoformat() == "2026-11-24"
        assert again.deferred_from == item.meeting
        deferred = AgendaItem.objects.get(pk=item.pk)
        assert deferred.still_needed == "Bericht van de school"


def test_the_bureau_sends_no_agenda_before_the_closing_time(clock, anna):
    agenda.prepare()
    meeting = meeting_on("2026-11-17")

    with acting_as(anna), pytest.raises(PermissionDenied, match="aanmeldtermijn"):
        agenda.send(meeting, by=anna)
