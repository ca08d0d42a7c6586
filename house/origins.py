"""Which values of a profile its sources gave, and which are our default (T-2)."""

from collections.abc import Iterable
from functools import cache

from house import files


def is_default(key: str, path: str) -> bool:
    """Whether no source of this house says it: 'triage.meets_time', 'words.ico'."""
    above = [*_above(path), path]
    own, ours = _stated(key)
    return path not in own or any(one in ours for one in above)


def lost(key: str) -> list[str]:
    """What a profile calls ours and does not say."""
    own, ours = _stated(key)
    return sorted(ours - own)


@cache
def _stated(key: str) -> tuple[frozenset[str], frozenset[str]]:
    data = files.own(key)
    ours = frozenset(data.pop("ours", ()))
    data.pop("base", None)
    return frozenset(_paths(data)), ours


def _paths(data: dict[str, object], before: str = "") -> Iterable[str]:
    for name, value in data.items():
        yield f"{before}{name}"
        if isinstance(value, dict):
            yield from _paths(value, f"{before}{name}.")


def _above(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
