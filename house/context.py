"""What every page knows of the house."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from house import navigation, profile


def house(request: HttpRequest) -> dict[str, Any]:
    """The profile, and the ways of whoever asks; nothing is queried before use."""
    return {
        "house": profile.active(),
        "navigation": SimpleLazyObject(partial(navigation.entries, request)),
        "navigation_plain": SimpleLazyObject(partial(_plain, request)),
    }


def _plain(request: HttpRequest) -> bool:
    return not navigation.is_for_bureau(request)
