"""A shipped profile, with what the house itself said laid over it."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import time
from typing import Any

from house.limits import within

Data = dict[str, Any]


def laid(shipped: Data, said: Iterable[tuple[str, Any]]) -> Data:
    """The values of a profile after these changes, in this order.

    What a later version of the profile no longer knows is passed by.
    """
    data = deepcopy(shipped)
    for key, value in said:
        part, *rest = key.split(".")
        lay = _PARTS.get(part, _value)
        lay(data, [part, *rest], value)
    return data


def said(data: Data, key: str) -> Any:
    """What a profile says under this key now, as a change would say it."""
    part, *rest = key.split(".")
    if part == "questions":
        several = data["questions"].get(rest[0], ())
        return next((_entry(one) for one in several if one["key"] == rest[1]), None)
    inner: Any = data
    for name in (part, *rest):
        inner = inner.get(name) if isinstance(inner, dict) else None
    if isinstance(inner, time):
        return f"{inner:%H:%M}"
    return _entry(inner) if part == "lists" and inner is not None else inner


def _value(data: Data, path: list[str], value: Any) -> None:
    inner = data
    for name in path[:-1]:
        inner = inner.get(name, {})
    if path[-1] in inner:
        inner[path[-1]] = value


def _term(data: Data, path: list[str], value: Any) -> None:
    # Whatever was said, the law's limit holds.
    _value(data, path, within(path[-1], value))


def _listed(data: Data, path: list[str], value: Any) -> None:
    _, name, key = path
    if name in data["lists"]:
        data["lists"][name] = _placed(data["lists"][name], key, value)


def _asked(data: Data, path: list[str], value: Any) -> None:
    _, soort, key = path
    before = {one["key"]: one for one in data["questions"].get(soort, ())}
    placed = _placed(before, key, {"key": key, **value})
    data["questions"][soort] = list(placed.values())


def _placed(before: Data, key: str, value: Data) -> Data:
    """After another or at the top (""), if it says so; else where it was, or last."""
    entry = {name: told for name, told in value.items() if name != "after"}
    if "after" not in value:
        return {**before, key: entry}
    others = {name: other for name, other in before.items() if name != key}
    if value["after"] not in others:
        return {key: entry, **others}
    placed: Data = {}
    for name, other in others.items():
        placed[name] = other
        if name == value["after"]:
            placed[key] = entry
    return placed


def _entry(said: Any) -> Data:
    # A list that ships says a label alone; a question says its key as well.
    entry = {"label": said} if isinstance(said, str) else dict(said)
    entry.pop("key", None)
    return {"retired": False, **entry}


_PARTS = {"terms": _term, "lists": _listed, "questions": _asked}
