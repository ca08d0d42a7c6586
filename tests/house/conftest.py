"""The profile is asked of the database, where the house may have changed it."""

from collections.abc import Iterator

import pytest

from house import own


@pytest.fixture
def unchanged(db: None) -> Iterator[None]:
    """A house that changed nothing; asked once, as in a request."""
    with own.once():
        own.newest()
        yield
