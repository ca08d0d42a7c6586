"""What makes a run of all tests take no longer than it must."""

import gc

import pytest

# How many objects may come before the collector looks at the young ones.
YOUNG = 5_000


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "long: takes half a minute or more, so it begins before the others"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No worker is left alone at the end with a test of minutes."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: the collector need not look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
