"""What a house does to its lists: add, call otherwise, retire, bring back (T-6).

A list is known by its name ('themes'), the questions of an uitvraag by the kind of
Partij that is asked ('questions.politie').
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from house import changing, profile
from house.profile import Choice, Question
from house.rules import Person
from zvh.guard.rules import require

LONGEST_KEY = 40
QUESTIONS = "questions."
# What the house cannot do without: its software asks for it by name.
FIXED = {("soorten", "bureau"), ("soorten", "overig")}
# Each of these has a rule of its own: a house names them and chooses among them.
CLOSED = frozenset({"closing_ways"})


@transaction.atomic
def add(
    name: str, value: Mapping[str, Any], *, by: Person, reason: str, after: str = ""
) -> str:
    """A new value, after another one or at the top; its key."""
    changing.alone()
    require(takes_more(name), "Aan deze lijst is niets toe te voegen.")
    key = key_for(value["label"], {it.key for it in entries(name)})
    said = {**value, "retired": False, "after": after}
    _say(name, key, said, by=by, reason=reason)
    return key


@transaction.atomic
def alter(
    name: str, key: str, value: Mapping[str, Any], *, by: Person, reason: str
) -> None:
    """Call a value otherwise, everywhere it stands."""
    changing.alone()
    _say(name, key, {**_value(name, key), **value}, by=by, reason=reason)


@transaction.atomic
def retire(name: str, key: str, *, by: Person, reason: str) -> None:
    """It cannot be chosen any more, and is still read where it was."""
    changing.alone()
    require((name, key) not in FIXED, "Zonder deze waarde werkt het systeem niet.")
    left = [it for it in entries(name) if not it.retired and it.key != key]
    # A Partij without questions of its own is asked what any Partij is asked.
    is_last = not left and (name == f"{QUESTIONS}overig" or not _is_asked(name))
    require(not is_last, "Dit is de laatste waarde. Voeg eerst een andere toe.")
    _say(name, key, _value(name, key) | {"retired": True}, by=by, reason=reason)


@transaction.atomic
def bring_back(name: str, key: str, *, by: Person, reason: str) -> None:
    """It can be chosen again."""
    changing.alone()
    _say(name, key, _value(name, key) | {"retired": False}, by=by, reason=reason)


def takes_more(name: str) -> bool:
    """Whether a house may add to this list."""
    return name not in CLOSED


def entries(name: str) -> tuple[Choice, ...] | tuple[Question, ...]:
    """Everything in a list, retired or not."""
    if _is_asked(name):
        return profile.active().questions.get(name.removeprefix(QUESTIONS), ())
    return profile.active().lists[name]


def key_for(label: str, known: Any) -> str:
    """A key of its own for a new value: what is stored, and never changes."""
    stem = slugify(label).replace("-", "_")[: LONGEST_KEY - 3] or "waarde"
    nth = [stem, *(f"{stem}_{number}" for number in range(2, 100))]
    return next(key for key in nth if key not in known)


def _is_asked(name: str) -> bool:
    return name.startswith(QUESTIONS)


def _value(name: str, key: str) -> dict[str, Any]:
    it = next(one for one in entries(name) if one.key == key)
    category = {"category": it.category} if isinstance(it, Question) else {}
    return {"label": it.label, "retired": it.retired, **category}


def _say(
    name: str, key: str, value: dict[str, Any], *, by: Person, reason: str
) -> None:
    others = {it.label.lower() for it in entries(name) if it.key != key}
    require(
        value["label"].lower() not in others,
        "Een andere waarde in deze lijst heet al zo.",
    )
    where = name if _is_asked(name) else f"lists.{name}"
    changing.change({f"{where}.{key}": value}, by=by, reason=reason)
