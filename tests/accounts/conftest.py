"""What signing in needs: a clean count of attempts, a password, an app."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.accounts.signing_in import PASSWORD
from tests.backstage import backstage


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def with_password(anna):
    """Anna, who chose a password and has no app yet."""
    with backstage():
        anna.choose_password(PASSWORD)
        anna.save()
    return anna
