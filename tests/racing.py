"""Two people at the same moment, each with a connection of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from time import monotonic
from typing import Any, TypeVar

from django.db import connection
from django.test import Client

from accounts.models import User
from zvh.guard.announce import acting_as

Answer = TypeVar("Answer")
LONGEST = 20  # seconds
# What pg_stat_activity says stays the same during a transaction; this does not.
WAITING = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
                   AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


@contextmanager
def about_to_commit(by: User, act: Callable[[], object]) -> Iterator[None]:
    """Somebody did this, and nobody else can see it yet."""
    with acting_as(by):
        act()
        yield


def meanwhile(
    first: AbstractContextManager[None], second: Callable[[], Answer]
) -> Answer:
    """The second goes as far as it can before the first is final, then to its end."""
    with ThreadPoolExecutor(1) as pool:
        with first:
            going = pool.submit(_alone, second)
            _until_it_can_no_further(going)
        return going.result(LONGEST)


def posting(browser: Client, url: str, **fields: Any) -> Callable[[], Any]:
    """Somebody presses the button; a fault is an answer as well."""
    browser.raise_request_exception = False
    return lambda: browser.post(url, fields)


def _alone(act: Callable[[], Answer]) -> Answer:
    try:
        return act()
    finally:
        connection.close()


def _until_it_can_no_further(going: Future[Any]) -> None:
    end = monotonic() + LONGEST
    while not (going.done() or _waits_for_us()):
        assert monotonic() < end, "neither done nor waiting"
        wait([going], timeout=0.02)


def _waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
