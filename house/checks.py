"""A profile that makes no sense is refused at start, with the reason."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import checks

from house import profile
from house.limits import MAXIMUM

WORDS = frozenset(
    {
        "huis",
        "casus",
        "betrokkene",
        "partij",
        "contactpersoon",
        "aanmelding",
        "uitvraag",
        "inbreng",
        "weging",
        "weegoverleg",
        "ico",
        "afstemmingsplan",
        "afspraak",
        "afschaling",
        "manager",
        "procescoordinator",
        "procesondersteuner",
        "casusregisseur",
        "ketenpartner",
        "fg",
        "bestuurder",
        "ketenregiegroep",
        "bestuurlijke_regiegroep",
        "convenant",
    }
)
CRITERIA = frozenset({"multiproblem", "ketens", "systeem", "gebied"})
LISTS = frozenset(
    {
        "leefgebieden",
        "themes",
        "soorten",
        "interventions",
        "refusal_reasons",
        "closing_reasons",
        "closing_ways",
        "invitation_grounds",
        "preparation",
        "secrecy_grounds",
        "escalation_reasons",
        "blockades",
        "advice_blocks",
    }
)
CONDITIONS = frozenset({"", "minor"})


@checks.register
def the_profile_makes_sense(app_configs: Any, **kwargs: Any) -> list[checks.Error]:
    """Every reason why the active profile cannot be used."""
    try:
        active = profile.load(settings.PROFILE)
    except (LookupError, TypeError, ValueError) as problem:
        return [checks.Error(f"profile: {problem}", id="house.E001")]
    return [
        checks.Error(f"profile '{active.key}': {reason}", id="house.E002")
        for reason in faults(active)
    ]


INFORMING = ("before", "in_ico")


def faults(it: profile.Profile) -> Iterator[str]:
    """What is wrong with a profile, in sentences."""
    yield from _missing("words", WORDS, it.words)
    yield from _missing("criteria", CRITERIA, it.criteria)
    yield from _missing("lists", LISTS, it.lists)
    yield from _faulty_terms(it.terms)
    yield from _faulty_signin(it.signin)
    yield from _faulty_rhythm(it)
    yield from _faulty_inquiries(it)
    yield from _faulty_meetings(it.meetings)
    yield from _faulty_secrecy(it)


def _missing(what: str, wanted: frozenset[str], given: Any) -> Iterator[str]:
    for key in sorted(wanted - set(given)):
        yield f"{what} has no '{key}'"


def _faulty_terms(terms: profile.Terms) -> Iterator[str]:
    for name, most in MAXIMUM.items():
        if not 1 <= getattr(terms, name) <= most:
            yield f"{name} is between 1 and {most}"
    if terms.reviews_per_year < 2:
        yield "authorisations are reviewed at least twice a year"


def _faulty_signin(signin: profile.Signin) -> Iterator[str]:
    if not 1 <= signin.idle_minutes <= 30:
        yield "idle_minutes is between 1 and 30"
    if not 1 <= signin.absolute_hours <= 12:
        yield "absolute_hours is between 1 and 12"
    if not 1 <= signin.browsers <= 10:
        yield "browsers is between 1 and 10"
    if signin.password_days < 0:
        yield "password_days is nought or more"


def _faulty_rhythm(it: profile.Profile) -> Iterator[str]:
    if it.triage.on_holiday not in {"move", "skip"}:
        yield "on_holiday is 'move' or 'skip'"
    if it.triage.weekday > 4 or it.triage.closes_weekday > 4:
        yield "the weging meets and closes on a working day"
    if _lead(it.triage) <= timedelta(0):
        yield "the weging closes before it meets, in the same week"
    yield from _faulty_seats(it)


def _faulty_inquiries(it: profile.Profile) -> Iterator[str]:
    days = it.inquiries.reminder_days
    if not all(0 < day < it.inquiries.answer_days for day in days):
        yield "an uitvraag is reminded of before it closes"
    if "overig" not in it.questions:
        yield "questions has no 'overig', which is asked of any Partij"


def _faulty_meetings(meetings: profile.Meetings) -> Iterator[str]:
    day = datetime(2024, 1, 1)  # noqa: DTZ001 - only the difference counts
    opens, closes = (
        datetime.combine(day, at) for at in (meetings.opens, meetings.closes)
    )
    if not timedelta(0) < timedelta(minutes=meetings.minutes) <= closes - opens:
        yield "a meeting fits within the hours of the office"
    if not all(0 < day <= meetings.answer_days for day in meetings.reminder_days):
        yield "whoever is asked for moments is reminded before the term ends"
    if meetings.answer_days >= meetings.lead_days:
        yield "moments are answered before the first of them"
    counts = (meetings.often_times, meetings.often_weeks, meetings.quiet_weeks)
    if not all(count > 0 for count in counts):
        yield "how often is too often, and how few too few, is a number above nought"
    if meetings.informing not in INFORMING:
        yield f"a betrokkene is informed {' or '.join(INFORMING)}"


def _faulty_secrecy(it: profile.Profile) -> Iterator[str]:
    for soort in it.secrecy:
        if soort not in {choice.key for choice in it.lists.get("soorten", ())}:
            yield f"'{soort}' is no soort of Partij"


def _faulty_seats(it: profile.Profile) -> Iterator[str]:
    soorten = {choice.key for choice in it.lists.get("soorten", ())}
    for seat in it.triage.permanent:
        if seat.soort not in soorten:
            yield f"'{seat.soort}' is no soort of Partij"
        if seat.condition not in CONDITIONS:
            yield f"'{seat.condition}' is no condition of a seat"


def _lead(rhythm: profile.Rhythm) -> timedelta:
    """From closing to meeting, had both been in one week."""
    monday = datetime(2024, 1, 1)  # noqa: DTZ001 - only the difference counts
    meets = datetime.combine(monday, rhythm.meets_time) + timedelta(rhythm.weekday)
    closes = datetime.combine(monday, rhythm.closes_time)
    return meets - closes - timedelta(rhythm.closes_weekday)
