"""What rooms above say of each case that is opened, asked together with the case."""

from collections.abc import Callable
from typing import Any

_asked: dict[str, Callable[[], Any]] = {}


def reads(name: str, make: Callable[[], Any]) -> None:
    """Each case has this under this name; `make` gives the question to the database."""
    _asked[name] = make


def questions() -> dict[str, Any]:
    return {name: make() for name, make in _asked.items()}
