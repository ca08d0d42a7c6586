"""The rhythm of the weging, to the second, around holidays and the summer time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import calendar, profile
from zvh.lib import dates

NL = ZoneInfo("Europe/Amsterdam")
pytestmark = pytest.mark.usefixtures("unchanged")


MOMENTS = st.integers(0, 15 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NL)


@pytest.fixture
def nhn(settings):
    """The house that closes on Monday noon and meets on Tuesday, as its source says."""
    settings.PROFILE = "noord-holland-noord"


def skips(monkeypatch):
    own = profile.active()
    skipping = replace(own, triage=replace(own.triage, on_holiday="skip"))
    monkeypatch.setattr(profile, "active", lambda: skipping)


def second_before(moment):
    # In UTC: on the wall clock an hour may not be an hour.
    return moment.astimezone(UTC) - timedelta(seconds=1)


@pytest.mark.eis("T-3")
def test_week_closes_on_monday_noon_and_meets_on_tuesday():
    weging = calendar.next_triage(at("2026-11-21T09:00"))

    assert weging.closes_at == at("2026-11-23T12:00")
    assert weging.starts_at == at("2026-11-24T10:00")


@pytest.mark.eis("A-6")
def test_closing_time_counts_to_the_second():
    before = calendar.triage_for_send(at("2026-11-23T11:59:59"))
    after = calendar.triage_for_send(at("2026-11-23T12:00:00"))

    assert before.starts_at == at("2026-11-24T10:00")
    assert after.starts_at == at("2026-12-01T10:00")


def test_weging_that_has_begun_is_not_the_next():
    assert calendar.next_triage(at("2026-11-24T10:00")).starts_at == at(
        "2026-12-01T10:00"
    )


@pytest.mark.eis("T-3")
def test_closing_on_easter_monday_moves_to_the_working_day_before():
    weging = calendar.next_triage(at("2026-04-02T09:00"))

    # The Friday before is Good Friday, a day off for the Algemene termijnenwet.
    assert weging.closes_at == at("2026-04-02T12:00")
    assert weging.starts_at == at("2026-04-07T10:00")


@pytest.mark.eis("T-3")
def test_meeting_on_a_holiday_moves_to_the_next_working_day():
    weging = calendar.next_triage(at("2029-12-31T13:00"))

    assert weging.starts_at == at("2030-01-02T10:00")
    assert weging.closes_at == at("2029-12-31T12:00")


@pytest.mark.eis("T-3")
def test_house_may_skip_the_week_instead(monkeypatch):
    skips(monkeypatch)

    weging = calendar.next_triage(at("2029-12-31T13:00"))

    assert weging.starts_at == at("2030-01-08T10:00")


def test_meeting_that_moved_is_still_next_on_the_day_between():
    assert calendar.next_triage(at("2030-01-01T18:00")).starts_at == at(
        "2030-01-02T10:00"
    )


def test_clock_on_the_wall_stays_through_the_summer_time():
    winter = calendar.next_triage(at("2026-03-25T09:00"))
    # The clocks go forward on Sunday 29 March 2026.
    assert winter.starts_at.hour == 10
    assert winter.starts_at.utcoffset().total_seconds() == 2 * 3600


def test_every_send_of_a_year_has_a_weging_that_is_not_past():
    moment = at("2026-01-01T00:00")
    while moment.year == 2026:
        weging = calendar.triage_for_send(moment)
        assert moment < weging.closes_at < weging.starts_at
        moment += timedelta(hours=17)


def test_meeting_ends_after_the_profiles_minutes():
    weging = calendar.next_triage(at("2026-11-21T09:00"))

    assert weging.ends_at == at("2026-11-24T11:30")


@pytest.mark.eis("T-3", "A-6")
@pytest.mark.parametrize(
    ("closes", "meets", "following"),
    [
        # An ordinary week.
        ("2026-11-23T11:00:00Z", "2026-11-24T10:00", "2026-12-01T10:00"),
        # The Monday after the clocks went forward: noon is an hour earlier.
        ("2026-03-30T10:00:00Z", "2026-03-31T10:00", "2026-04-07T10:00"),
        # The Monday after they went back.
        ("2026-10-26T11:00:00Z", "2026-10-27T10:00", "2026-11-03T10:00"),
        # Easter Monday, the day after the clocks went forward: closing moves back over
        # the weekend and Good Friday to a Thursday in winter time.
        ("2027-03-25T11:00:00Z", "2027-03-30T10:00", "2027-04-06T10:00"),
        # Whit Monday: the Friday before, the same hour.
        ("2027-05-14T10:00:00Z", "2027-05-18T10:00", "2027-05-25T10:00"),
        # The King's birthday on a Tuesday: the meeting moves on, the closing stays.
        ("2027-04-26T10:00:00Z", "2027-04-28T10:00", "2027-05-04T10:00"),
        # New Year's Day on a Tuesday.
        ("2029-12-31T11:00:00Z", "2030-01-02T10:00", "2030-01-08T10:00"),
        # Christmas on Monday and Tuesday: both move, away from each other.
        ("2028-12-22T11:00:00Z", "2028-12-27T10:00", "2029-01-02T10:00"),
    ],
)
def test_noord_holland_noord_closes_on_monday_noon_to_the_second(
    nhn, closes, meets, following
):
    closes = datetime.fromisoformat(closes)

    in_time = calendar.triage_for_send(closes - timedelta(seconds=1))
    too_late = calendar.triage_for_send(closes)

    assert in_time.closes_at == closes
    assert in_time.starts_at == at(meets)
    assert too_late.starts_at == at(following)
    assert calendar.triage_for_send(closes + timedelta(seconds=1)) == too_late


@pytest.mark.eis("T-3")
def test_house_that_skips_a_holiday_weighs_its_cases_a_week_later(nhn, monkeypatch):
    skips(monkeypatch)

    # The King's birthday, on a Tuesday.
    weging = calendar.triage_for_send(at("2027-04-26T11:59:59"))

    assert weging.starts_at == at("2027-05-04T10:00")
    assert weging.closes_at == at("2027-05-03T12:00")


@pytest.mark.eis("T-3")
def test_kennemerland_keeps_its_own_hour(settings):
    settings.PROFILE = "kennemerland"

    before = calendar.triage_for_send(at("2026-11-23T11:59:59"))

    assert before.starts_at == at("2026-11-24T09:30")
    assert calendar.triage_for_send(at("2026-11-23T12:00:00")).starts_at == at(
        "2026-12-01T09:30"
    )


@pytest.mark.eis("T-2", "T-3")
def test_fryslan_keeps_the_week_of_the_base(settings):
    week = calendar.coming_triages(at("2026-11-20T09:00"))
    settings.PROFILE = "fryslan"

    assert calendar.coming_triages(at("2026-11-20T09:00")) == week


@pytest.mark.eis("T-3")
@pytest.mark.parametrize(("year", "month", "day"), [(2026, 5, 5), (2027, 5, 5)])
def test_liberation_day_is_a_working_day_outside_the_jubilee_years(year, month, day):
    assert dates.is_working_day(datetime(year, month, day, tzinfo=NL).date())
    assert not dates.is_working_day(datetime(2025, 5, 5, tzinfo=NL).date())


@pytest.mark.eis("W-1")
def test_eight_weeks_lie_ahead():
    now = at("2026-11-24T10:00")

    coming = calendar.coming_triages(now)

    assert [week.starts_at for week in coming] == [
        at("2026-12-01T10:00") + timedelta(weeks=count) for count in range(8)
    ]
    assert calendar.coming_triages(second_before(now))[0].starts_at == now


@pytest.mark.eis("W-1")
def test_a_skipped_week_is_not_among_those_ahead(monkeypatch):
    now = at("2029-12-17T09:00")
    skips(monkeypatch)

    days = [week.starts_at.date() for week in calendar.coming_triages(now)]

    # Christmas is on a Tuesday, and so is New Year's Day.
    assert [f"{day:%d-%m}" for day in days][:3] == ["18-12", "08-01", "15-01"]
    assert len(days) == 6


@pytest.mark.eis("T-3", "A-6")
@given(MOMENTS)
def test_whenever_sent_a_case_is_in_time_for_the_first_weging_still_open(moment):
    weging = calendar.triage_for_send(moment)

    assert moment < weging.closes_at < weging.starts_at
    for clock in (weging.closes_at, weging.starts_at):
        assert dates.is_working_day(clock.astimezone(NL).date())
    assert weging.closes_at.astimezone(NL).hour == 12
    assert weging.starts_at.astimezone(NL).hour == 10
    assert calendar.triage_for_send(second_before(weging.closes_at)) == weging
    assert calendar.triage_for_send(weging.closes_at).starts_at > weging.starts_at
