"""The regional profile: how this house is called, speaks, meets and forgets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from house import files, overlay, own
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
    retired: bool = False


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
    retired: bool = False


@dataclass(frozen=True)
class Inquiries:
    """When an uitvraag is answered and reminded of, in working days after sending."""

    answer_days: int
    reminder_days: tuple[int, ...]


@dataclass(frozen=True)
class Attachments:
    """Which kinds of file are taken in, and how large one may be."""

    kinds: tuple[str, ...]
    megabytes: int


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
class Meetings:
    """When the house meets on a case, for how long, and how often is too often."""

    opens: time
    closes: time
    minutes: int
    break_minutes: int
    lead_days: int
    answer_days: int
    reminder_days: tuple[int, ...]
    often_times: int
    often_weeks: int
    quiet_weeks: int
    # A betrokkene is told "before" the meeting, or "in_ico": it is agreed there.
    informing: str


@dataclass(frozen=True)
class Terms:
    """How long what is kept; the law's limits are in `house.limits`."""

    work_days: int
    plan_months: int
    shell_months: int
    draft_days: int
    incomplete_days: int
    years_per_piece: int
    authorisation_weeks: int
    reviews_per_year: int


@dataclass(frozen=True)
class Signin:
    """How long a session and a password last, and in how many browsers at once."""

    idle_minutes: int
    absolute_hours: int
    browsers: int
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
    attachments: Attachments
    meetings: Meetings
    # The soorten whose people keep a professional secrecy.
    secrecy: tuple[str, ...]
    terms: Terms
    signin: Signin
    words: Mapping[str, Word]
    criteria: Mapping[str, str]
    lists: Mapping[str, tuple[Choice, ...]]

    def choices(self, name: str, *, using: Iterable[str] = ()) -> list[tuple[str, str]]:
        """What can be chosen from a list, and what a row that is at hand uses."""
        used = set(using)
        listed = self.lists[name]
        return [(it.key, it.label) for it in listed if not it.retired or it.key in used]

    def labels(self, name: str) -> dict[str, str]:
        """How every value of a list is called, those that were retired too."""
        return {choice.key: choice.label for choice in self.lists[name]}

    def questions_for(self, soorten: Iterable[str]) -> list[Question]:
        """What a Partij of these soorten is asked; what is asked of any, if of none."""
        asked = [it for soort in soorten for it in self._asked(soort)]
        return asked or self._asked("overig")

    def label(self, name: str, key: str) -> str:
        """How a stored key reads today; a value unknown to the list shows itself."""
        return self.labels(name).get(key, key)

    def _asked(self, soort: str) -> list[Question]:
        return [it for it in self.questions.get(soort, ()) if not it.retired]


def active() -> Profile:
    """The profile of this installation, with what the house changed in it itself."""
    stamp = own.newest()
    return _changed(settings.PROFILE, stamp, own.counting(stamp))


@cache
def load(key: str) -> Profile:
    """A shipped profile, with what it leaves out taken from its base."""
    return built(key, files.read(key))


def built(key: str, data: Mapping[str, Any]) -> Profile:
    """A profile of these values."""
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
        secrecy=tuple(data["secrecy"]["soorten"]),
        attachments=Attachments(
            kinds=tuple(data["attachments"]["kinds"]),
            megabytes=data["attachments"]["megabytes"],
        ),
        meetings=Meetings(
            **{
                **data["meetings"],
                "reminder_days": tuple(data["meetings"]["reminder_days"]),
            }
        ),
        terms=Terms(**data["terms"]),
        signin=Signin(**data["signin"]),
        words={name: Word(**word) for name, word in data["words"].items()},
        criteria=data["criteria"],
        lists={name: _choices(entries) for name, entries in data["lists"].items()},
        **{name: data[name] for name in _PLAIN},
    )


@lru_cache(maxsize=32)
def _changed(key: str, stamp: own.Stamp, counting: int) -> Profile:
    if stamp is None:
        return load(key)
    return built(key, overlay.laid(files.read(key), own.values(stamp, counting)))


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
        meets_time=_clock(data["meets_time"]),
        closes_weekday=WEEKDAYS.index(data["closes_weekday"]),
        closes_time=_clock(data["closes_time"]),
        minutes=data["minutes"],
        on_holiday=data["on_holiday"],
        permanent=tuple(Permanent(**seat) for seat in data["permanent"]),
    )


def _clock(said: time | str) -> time:
    return said if isinstance(said, time) else time.fromisoformat(said)


def _choices(entries: Mapping[str, Any]) -> tuple[Choice, ...]:
    return tuple(_choice(key, entry) for key, entry in entries.items())


def _choice(key: str, entry: Any) -> Choice:
    # A list that ships says a label alone.
    if isinstance(entry, str):
        return Choice(key, entry)
    return Choice(key, entry["label"], entry.get("retired", False))
