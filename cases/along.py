"""What rooms above say of each case that is opened, asked together with the case."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cases.models import Case

_asked: dict[str, Callable[[], Any]] = {}


def reads(name: str, make: Callable[[], Any]) -> None:
    """Each case has this under this name; `make` gives the question to the database."""
    _asked[name] = make


def questions() -> dict[str, Any]:
    return {name: make() for name, make in _asked.items()}


def told(case: "Case", name: str) -> Any:
    """The answer of a case: asked by itself where it came along with another row."""
    if name not in vars(case):
        here = type(case).objects.filter(pk=case.pk)
        setattr(case, name, here.values_list(_asked[name](), flat=True).first())
    return getattr(case, name)
