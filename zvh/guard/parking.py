"""What somebody typed when the session ended is kept, by whoever knows how.

The rooms below the case find out that a form cannot be accepted; the case has the
row in which it can wait. This is where they meet.
"""

from collections.abc import Callable

from django.http import HttpRequest

Keeper = Callable[[HttpRequest], bool]

_keepers: list[Keeper] = []


def keeper(keep: Keeper) -> Keeper:
    """Register the function that keeps a form; the last one registered serves."""
    _keepers[:] = [keep]
    return keep


def keep(request: HttpRequest) -> bool:
    """Keep the fields of a form of whoever is signed in; tell whether that was done."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    return any(keeper(request) for keeper in _keepers)
