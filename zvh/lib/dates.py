"""Dates as the law and the Dutch count and say them."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import holidays

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
SATURDAY = 5


# counting


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_years(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 February."""
    return add_months(day, 12 * years)


def is_working_day(day: date) -> bool:
    """Neither weekend nor a Dutch public holiday."""
    return day.weekday() < SATURDAY and day not in _holidays()


def add_working_days(day: date, count: int) -> date:
    """The working day that lies `count` working days after (or, negative, before)."""
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def next_working_day(day: date) -> date:
    """The first working day after this one."""
    return add_working_days(day, 1)


def previous_working_day(day: date) -> date:
    """The last working day before this one."""
    return add_working_days(day, -1)


def age_on(born: date, day: date) -> int:
    """Whole years of life; who was born on 29 February turns on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# saying


def in_full(day: date) -> str:
    """di 24 november 2026"""
    return f"{DAYS[day.weekday()]} {plain(day)}"


def plain(day: date) -> str:
    """24 november 2026"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(day: date) -> str:
    """di 24 nov"""
    return f"{DAYS[day.weekday()]} {day.day} {_month_in_short(day)}"


def away(day: date, today: date) -> str:
    """over 3 dagen, vandaag, 2 weken geleden"""
    distance = (day - today).days
    near = {-1: "gisteren", 0: "vandaag", 1: "morgen"}.get(distance)
    if near:
        return near
    length = _length(abs(distance))
    return f"over {length}" if distance > 0 else f"{length} geleden"


def _length(days: int) -> str:
    if days < 21:
        return f"{days} dagen"
    if days < 63:
        return f"{round(days / 7)} weken"
    if days < 730:
        return f"{round(days / 30.44)} maanden"
    return f"{round(days / 365.25)} jaar"


def _month_in_short(day: date) -> str:
    return "mrt" if day.month == 3 else MONTHS[day.month - 1][:3]


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("NL")
