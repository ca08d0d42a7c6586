"""Law 2: no view without a door."""

import pytest
from django.urls import get_resolver

from tests.walks import address_of, patterns
from zvh.guard.gate import Door
from zvh.urls import LIBRARY_URLS

PATTERNS = list(patterns(get_resolver()))
OURS = [pattern for pattern in PATTERNS if pattern.name not in LIBRARY_URLS]


@pytest.mark.safety("A1")
@pytest.mark.parametrize("pattern", OURS, ids=str)
def test_view_names_its_door(pattern):
    door = getattr(pattern.callback, "door", None)

    assert isinstance(door, Door), "add @gated, @listed, or @public with a reason"
    assert door.rule or door.reason


@pytest.mark.parametrize("pattern", OURS, ids=str)
def test_only_public_doors_are_open_without_signing_in(pattern):
    door = pattern.callback.door

    assert getattr(pattern.callback, "login_required", True) is (door.kind != "public")


def test_every_library_url_has_a_reason_and_exists():
    routed = {pattern.name for pattern in PATTERNS}

    assert set(LIBRARY_URLS) <= routed
    assert all(reason.endswith(".") for reason in LIBRARY_URLS.values())


@pytest.mark.safety("A1")
@pytest.mark.parametrize(
    "pattern", [p for p in OURS if p.callback.door.kind != "public"], ids=str
)
def test_strangers_are_sent_to_sign_in(pattern, client, db):
    response = client.get(address_of(pattern))

    assert response.status_code == 302
    assert response["Location"].startswith("/inloggen/")
