"""The rhythm of the weging, to the second, around holidays and the summer time."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from house import calendar, profile

NL = ZoneInfo("Europe/Amsterdam")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NL)


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
    own = profile.active()
    skipping = replace(own, triage=replace(own.triage, on_holiday="skip"))
    monkeypatch.setattr(profile, "active", lambda: skipping)

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
