"""The profiles as they ship: text files that people of a house can read."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "profiles"


def names() -> list[str]:
    """The profiles that ship."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(key: str) -> dict[str, Any]:
    """A profile with what it leaves out taken from its base."""
    if key not in names():
        raise LookupError(f"there is no profile '{key}', only {', '.join(names())}")
    data = own(key)
    base = data.pop("base", None)
    data.pop("ours", None)
    return _merged(read(base), data) if base else data


def own(key: str) -> dict[str, Any]:
    """What the file of a profile says itself, with its base and what of it is ours."""
    return tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))


def parties(key: str) -> list[dict[str, Any]]:
    """The organisations that ship with a profile; none where there is no list."""
    path = FOLDER / "parties" / f"{key}.toml"
    if not path.exists():
        return []
    listed: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["party"]
    return listed


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        before = merged.get(key)
        nested = isinstance(value, dict) and isinstance(before, dict)
        merged[key] = _merged(before, value) if nested else value  # type: ignore[arg-type]
    return merged
