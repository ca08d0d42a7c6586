"""What each house says, drawn from the profiles that ship."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter

from house import files, profile
from house.origins import is_default
from house.profile import WEEKDAYS, Permanent, Profile

MADE = "<!-- Drawn from the code by `make docs`; a test compares. -->"
OURS = " †"
NAMES = (
    "name",
    "logo_text",
    "region",
    "phone",
    "email",
    "address",
    "privacy_url",
    "host_party",
)
TERMS = (
    "work_days",
    "plan_months",
    "shell_months",
    "draft_days",
    "incomplete_days",
    "years_per_piece",
    "authorisation_weeks",
    "reviews_per_year",
)
SIGNIN = ("idle_minutes", "absolute_hours", "browsers", "password_days")
Reading = Callable[[Profile], object]


def profiles() -> str:
    """docs/profiles.md: the houses side by side, with what is our default marked."""
    houses = [profile.load(key) for key in files.names()]
    return "\n\n".join(_parts(houses)) + "\n"


def _parts(houses: list[Profile]) -> Iterator[str]:
    yield f"# The profiles\n\n{MADE}"
    yield (
        f"One installation is one house; `PROFILE` names it. A value with{OURS} is our"
        " default: no source of that house says it. It stands in the base"
        " (`landelijk`), or the profile lists it under `ours`."
    )
    yield f"## The house\n\n{_table(houses, _plain(NAMES))}"
    yield f"## The week\n\n{_table(houses, RHYTHM)}"
    yield f"## Terms\n\n{_table(houses, _inside('terms', TERMS))}"
    yield f"## Signing in\n\n{_table(houses, _inside('signin', SIGNIN))}"
    yield f"## Words\n\n{_table(houses, _words(houses[0]))}"
    yield f"## Criteria\n\n{_criteria(houses)}"
    yield (
        "## Lists, questions and Partijen\n\n"
        "The lists and the questions of an uitvraag are those of the base in each"
        " house. The organisations that ship with a house stand in"
        " `house/profiles/parties/`; none of them has signed.\n\n" + _shipped(houses)
    )


def _plain(names: Iterable[str]) -> list[tuple[str, Reading]]:
    return [(name, attrgetter(name)) for name in names]


def _inside(part: str, names: Iterable[str]) -> list[tuple[str, Reading]]:
    return _plain(f"{part}.{name}" for name in names)


def _words(one: Profile) -> list[tuple[str, Reading]]:
    return [(f"words.{key}", partial(_word, key)) for key in one.words]


def _word(key: str, it: Profile) -> str:
    return it.words[key].definite


def _seats(it: Profile) -> str:
    return "; ".join(_seat(it, seat) for seat in it.triage.permanent)


def _seat(it: Profile, seat: Permanent) -> str:
    name = seat.party or it.label("soorten", seat.soort)
    return f"{name} (with a minor)" if seat.condition else name


def _days(it: Profile) -> str:
    return ", ".join(str(day) for day in it.inquiries.reminder_days)


def _days_of_moments(it: Profile) -> str:
    return ", ".join(str(day) for day in it.meetings.reminder_days)


RHYTHM: list[tuple[str, Reading]] = [
    ("triage.weekday", lambda it: WEEKDAYS[it.triage.weekday]),
    ("triage.meets_time", lambda it: f"{it.triage.meets_time:%H:%M}"),
    ("triage.closes_weekday", lambda it: WEEKDAYS[it.triage.closes_weekday]),
    ("triage.closes_time", lambda it: f"{it.triage.closes_time:%H:%M}"),
    ("triage.minutes", lambda it: it.triage.minutes),
    ("triage.on_holiday", lambda it: it.triage.on_holiday),
    ("triage.permanent", _seats),
    ("secrecy.soorten", lambda it: ", ".join(it.secrecy)),
    ("inquiries.answer_days", lambda it: it.inquiries.answer_days),
    ("inquiries.reminder_days", _days),
    ("meetings.opens", lambda it: f"{it.meetings.opens:%H:%M}"),
    ("meetings.closes", lambda it: f"{it.meetings.closes:%H:%M}"),
    ("meetings.minutes", lambda it: it.meetings.minutes),
    ("meetings.break_minutes", lambda it: it.meetings.break_minutes),
    ("meetings.lead_days", lambda it: it.meetings.lead_days),
    ("meetings.answer_days", lambda it: it.meetings.answer_days),
    ("meetings.reminder_days", _days_of_moments),
    ("meetings.often_times", lambda it: it.meetings.often_times),
    ("meetings.often_weeks", lambda it: it.meetings.often_weeks),
    ("meetings.quiet_weeks", lambda it: it.meetings.quiet_weeks),
    ("meetings.informing", lambda it: it.meetings.informing),
]


def _table(houses: list[Profile], readings: Iterable[tuple[str, Reading]]) -> str:
    rows = (
        (path, *(_marked(it, path, str(read(it))) for it in houses))
        for path, read in readings
    )
    return _grid(("", *(it.key for it in houses)), rows)


def _marked(it: Profile, path: str, said: str) -> str:
    return f"{said}{OURS}" if is_default(it.key, path) else said


def _criteria(houses: list[Profile]) -> str:
    return "\n\n".join(
        f"### {it.key}\n\n"
        + "\n".join(
            f"- `{name}`: {_marked(it, f'criteria.{name}', text)}"
            for name, text in it.criteria.items()
        )
        for it in houses
    )


def _shipped(houses: list[Profile]) -> str:
    rows = ((it.key, str(len(files.parties(it.key)))) for it in houses)
    return _grid(("", "organisations"), rows)


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
