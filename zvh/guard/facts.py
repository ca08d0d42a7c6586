"""Figures come from anonymous facts, written as things happen (R-2)."""

from django.utils import timezone

from zvh.guard.models import Fact


def write(kind: str, dimensions: dict[str, str], *, days: int | None = None) -> None:
    """Count one thing that happened this month; `days` is a duration computed now.

    Dimensions are few and coarse (an outcome, a kind, a gemeente), never free
    text and never a key.
    """
    _add(kind, dimensions, days, count=1)


def take_back(
    kind: str, dimensions: dict[str, str], *, days: int | None = None
) -> None:
    """The act was undone: write its correction, and leave the first fact alone."""
    _add(kind, dimensions, days, count=-1)


def _add(
    kind: str, dimensions: dict[str, str], days: int | None, *, count: int
) -> None:
    Fact.objects.create(
        kind=kind,
        month=timezone.localdate().replace(day=1),
        dimensions=dimensions,
        days=days,
        count=count,
    )
