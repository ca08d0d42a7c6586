"""The regional profile: how this house is called, speaks, meets and forgets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any

from django.conf import settings

from house import files
from house.words import Word

WEEKDAYS = (
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
)


@dataclass(frozen=True)
class Choice:
    """A value of a list: a key that stays and a label that may change."""

    key: str
    label: str


@dataclass(frozen=True)
class Permanent:
    """Who sits at every weging, or only where its condition holds."""

    soort: str
    condition: str = ""
    party: str = ""


@dataclass(frozen=True)
class Question:
    """What a kind of Partij is asked when it knows somebody (I-2)."""

    key: str
    label: str
    category: str


@dataclass(frozen=True)
class Inquiries:
    """When an uitvraag is answered and reminded of, in working days after sending."""

    answer_days: int
    reminder_days: tuple[int, ...]


@dataclass(frozen=True)
class Rhythm:
    """The week of the weging: when it meets and until when a case is in time."""

    weekday: int
    meets_time: time
    closes_weekday: int
    closes_time: time
    minutes: int
    on_holiday: str
    permanent: tuple[Permanent, ...]


@dataclass(frozen=True)
class Terms:
    """How long what is kept; the law's limits are in `house.checks`."""

    work_days: int
    plan_months: int
    shell_months: int
    draft_days: int
    years_per_piece: int
    authorisation_weeks: int
    reviews_per_year: int


@dataclass(frozen=True)
class Signin:
    """How long a session and a password last."""

    idle_minutes: int
    absolute_hours: int
    password_days: int


@dataclass(frozen=True)
class Profile:
    """Everything in which one house differs from another."""

    key: str
    name: str
    logo_text: str
    region: str
    phone: str
    email: str
    address: str
    privacy_url: str
    host_party: str
    triage: Rhythm
    inquiries: Inquiries
    questions: Mapping[str, tuple[Question, ...]]
    terms: Terms
    signin: Signin
    words: Mapping[str, Word]
    criteria: Mapping[str, str]
    lists: Mapping[str, tuple[Choice, ...]]

    def choices(self, name: str) -> list[tuple[str, str]]:
        """A list as the choices of a form field."""
        return [(choice.key, choice.label) for choice in self.lists[name]]

    def questions_for(self, soorten: Iterable[str]) -> list[Question]:
        """What a Partij of these soorten is asked; what is asked of any, if of none."""
        asked = [it for soort in soorten for it in self.questions.get(soort, ())]
        return asked or list(self.questions["overig"])

    def label(self, name: str, key: str) -> str:
        """How a stored key reads today; a value unknown to the list shows itself."""
        return dict(self.choices(name)).get(key, key)


def active() -> Profile:
    """The profile of this installation."""
    return load(settings.PROFILE)


@cache
def load(key: str) -> Profile:
    """A shipped profile, with what it leaves out taken from its base."""
    data = files.read(key)
    return Profile(
        key=key,
        triage=_rhythm(data["triage"]),
        inquiries=Inquiries(
            answer_days=data["inquiries"]["answer_days"],
            reminder_days=tuple(data["inquiries"]["reminder_days"]),
        ),
        questions={
            soort: tuple(Question(**one) for one in several)
            for soort, several in data["questions"].items()
        },
        terms=Terms(**data["terms"]),
        signin=Signin(**data["signin"]),
        words={name: Word(**word) for name, word in data["words"].items()},
        criteria=data["criteria"],
        lists={name: _choices(entries) for name, entries in data["lists"].items()},
        **{name: data[name] for name in _PLAIN},
    )


_PLAIN = (
    "name",
    "logo_text",
    "region",
    "phone",
    "email",
    "address",
    "privacy_url",
    "host_party",
)


def _rhythm(data: Mapping[str, Any]) -> Rhythm:
    return Rhythm(
        weekday=WEEKDAYS.index(data["weekday"]),
        meets_time=data["meets_time"],
        closes_weekday=WEEKDAYS.index(data["closes_weekday"]),
        closes_time=data["closes_time"],
        minutes=data["minutes"],
        on_holiday=data["on_holiday"],
        permanent=tuple(Permanent(**seat) for seat in data["permanent"]),
    )


def _choices(entries: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in entries.items())
