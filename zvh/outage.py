"""Whether an error comes of a part that is out of reach, and will pass by itself."""

from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

PASSING = (OperationalError, InterfaceError, NoConnection, NoAnswer)


def caused(error: BaseException | None) -> bool:
    """Somewhere below it the database or the cache did not answer."""
    return any(isinstance(one, PASSING) for one in _behind(error))


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
