"""By hand, too, whoever released a piece ends that, and does nothing else (I-3)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from cases.models import Contribution, Release
from ico import actions
from tests.backstage import backstage
from tests.ico.test_deliberating import bring_in
from zvh.guard.announce import acting_as

pytestmark = [pytest.mark.eis("I-3"), pytest.mark.safety("X3")]


@pytest.fixture
def released(table, meeting, noor):
    """Noor let the table read her piece."""
    own = bring_in(noor)
    with acting_as(noor):
        actions.release_own(own, by=noor, meeting=meeting, uses=["ico"])
    return own


def change(user, what, *values):
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_release SET {what}", values)  # noqa: S608
        return cursor.rowcount


@pytest.mark.parametrize("column", ["contribution_id", "party_id", "use"])
def test_release_is_not_turned_to_something_else(released, noor, politie, column):
    other = bring_in(politie)
    values = {"contribution_id": other.pk, "party_id": noor.party_id, "use": "triage"}

    with pytest.raises(DatabaseError, match="by the bureau only"):
        change(noor, f"{column} = %s, until = now()", values[column])

    with acting_as(noor):
        assert not Contribution.objects.filter(pk=other.pk).exists()


def test_release_that_runs_is_not_prolonged(released, noor):
    with pytest.raises(DatabaseError, match="row-level"):
        change(noor, "until = NULL")


@pytest.mark.parametrize("until", [None, timezone.now() + timedelta(days=9)])
def test_release_that_ended_is_not_opened_again(released, noor, until):
    with backstage():
        Release.objects.update(until=timezone.now())

    assert change(noor, "until = %s", until) == 0


def test_release_is_ended_by_who_gave_it(released, noor):
    assert change(noor, "until = now()") > 0

    with backstage():
        assert not Release.objects.filter(until=None).exists()
