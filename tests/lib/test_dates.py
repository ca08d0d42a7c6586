"""Terms land on days that exist, and are said the way people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from zvh.lib import dates

DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def said(template: str, **context: object) -> str:
    return Template("{% load dates %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("day", "months", "lands_on"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 10), -12, date(2025, 1, 10)),
    ],
)
def test_a_month_later_is_a_day_that_exists(day, months, lands_on):
    assert dates.add_months(day, months) == lands_on


def test_a_leap_day_becomes_the_last_of_february():
    assert dates.add_years(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert dates.add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(DAYS, st.integers(-60, 120))
def test_months_neither_skip_nor_repeat(day, months):
    later = dates.add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or dates.add_months(later, 0) + timedelta(1) == (
        later + timedelta(1)
    ).replace(day=1)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 27),  # Koningsdag
        date(2026, 5, 14),  # Hemelvaart
        date(2026, 4, 6),  # tweede paasdag
        date(2026, 12, 25),
        date(2026, 11, 22),  # a Sunday
        date(2027, 1, 1),
    ],
)
def test_nobody_works_on(day):
    assert not dates.is_working_day(day)


def test_working_days_step_over_the_weekend_and_easter():
    thursday = date(2026, 4, 2)

    assert dates.is_working_day(thursday)
    assert dates.add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert dates.next_working_day(date(2026, 4, 4)) == date(2026, 4, 7)
    assert dates.previous_working_day(date(2026, 12, 28)) == date(2026, 12, 24)


@given(DAYS, st.integers(1, 15))
def test_working_days_come_back_to_where_they_started(day, count):
    start = dates.next_working_day(day)

    there = dates.add_working_days(start, count)

    assert dates.is_working_day(there)
    assert dates.add_working_days(there, -count) == start


def test_age_changes_on_the_birthday():
    born = date(2008, 2, 29)

    assert dates.age_on(born, date(2026, 2, 28)) == 17
    assert dates.age_on(born, date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (-1, "gisteren"),
        (0, "vandaag"),
        (1, "morgen"),
        (3, "over 3 dagen"),
        (-6, "6 dagen geleden"),
        (21, "over 3 weken"),
        (91, "over 3 maanden"),
        (-1826, "5 jaar geleden"),
    ],
)
def test_a_distance_in_words(distance, words):
    today = date(2026, 11, 24)

    assert dates.away(today + timedelta(days=distance), today) == words


def test_a_date_is_said_in_full():
    assert dates.in_full(date(2026, 11, 24)) == "di 24 november 2026"
    assert dates.short(date(2026, 3, 2)) == "ma 2 mrt"


def test_a_moment_is_dutch_local_time():
    summer = datetime(2026, 7, 1, 11, 30, tzinfo=UTC)

    assert said("{% moment at %}", at=summer) == (
        '<time datetime="2026-07-01T13:30+02:00">wo 1 juli 2026, 13:30</time>'
    )
    assert said("{{ at|dutch_time }}", at=summer) == "13:30"


def test_a_moment_late_in_the_evening_falls_on_the_dutch_day():
    evening = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert said("{{ at|dutch_date }}", at=evening) == "wo 1 juli 2026"


def test_a_date_has_no_invented_midnight():
    assert said("{% moment on %}", on=date(2026, 11, 24)) == (
        '<time datetime="2026-11-24">di 24 november 2026</time>'
    )
    assert said("[{% moment on %}{{ on|away }}{{ on|age }}]", on=None) == "[]"


@time_machine.travel(TUESDAY, tick=False)
def test_today_is_the_clock_of_the_house():
    assert said("{{ on|away }}", on=date(2026, 11, 27)) == "over 3 dagen"
    assert said("{{ on|age }}", on=date(1985, 11, 25)) == "40"
