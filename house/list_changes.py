"""What a house does to its lists: add, call otherwise, retire, bring back (T-6)."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from house import changing, profile
from house.rules import Person
from zvh.guard.rules import require

LONGEST_KEY = 40
# What the house cannot do without: its software asks for it by name.
FIXED = {("soorten", "bureau"), ("soorten", "overig")}


@transaction.atomic
def add(name: str, label: str, *, by: Person, reason: str, after: str = "") -> str:
    """A new value, after another one or at the top; its key."""
    changing.alone()
    key = key_for(label, profile.active().labels(name))
    value = {"label": label, "retired": False, "after": after}
    _say(name, key, value, by=by, reason=reason)
    return key


@transaction.atomic
def rename(name: str, key: str, label: str, *, by: Person, reason: str) -> None:
    """Call a value otherwise, everywhere it stands."""
    changing.alone()
    _say(name, key, _value(name, key) | {"label": label}, by=by, reason=reason)


@transaction.atomic
def retire(name: str, key: str, *, by: Person, reason: str) -> None:
    """It cannot be chosen any more, and is still read where it was."""
    changing.alone()
    require((name, key) not in FIXED, "Zonder deze waarde werkt het systeem niet.")
    left = [other for other, _ in profile.active().choices(name) if other != key]
    require(left, "Dit is de laatste waarde. Voeg eerst een andere toe.")
    _say(name, key, _value(name, key) | {"retired": True}, by=by, reason=reason)


@transaction.atomic
def bring_back(name: str, key: str, *, by: Person, reason: str) -> None:
    """It can be chosen again."""
    changing.alone()
    _say(name, key, _value(name, key) | {"retired": False}, by=by, reason=reason)


def key_for(label: str, known: Any) -> str:
    """A key of its own for a new value: what is stored, and never changes."""
    stem = slugify(label).replace("-", "_")[: LONGEST_KEY - 3] or "waarde"
    nth = [stem, *(f"{stem}_{number}" for number in range(2, 100))]
    return next(key for key in nth if key not in known)


def _value(name: str, key: str) -> dict[str, Any]:
    it = next(one for one in profile.active().lists[name] if one.key == key)
    return {"label": it.label, "retired": it.retired}


def _say(
    name: str, key: str, value: dict[str, Any], *, by: Person, reason: str
) -> None:
    label, others = value["label"], profile.active().labels(name)
    require(
        label.lower() not in {one.lower() for k, one in others.items() if k != key},
        "Een andere waarde in deze lijst heet al zo.",
    )
    changing.change({f"lists.{name}.{key}": value}, by=by, reason=reason)
