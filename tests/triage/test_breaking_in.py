"""Whoever writes rows of a weging by hand moves nothing, and was not there."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.backstage import backstage
from triage.models import TriageInvitation, TriageMeeting
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.safety("X6")


@pytest.fixture
def item(weighing):
    """The police sits at a weging whose agenda was sent."""
    return weighing()


def say(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.mark.eis("W-1")
@pytest.mark.parametrize("who", ["agent", "cato", "fg"])
@pytest.mark.parametrize(
    "change", ["starts_at = closes_at", "sequence = 9", "agenda_sent_at = NULL"]
)
def test_only_the_bureau_moves_the_weging(request, item, who, change):
    user = request.getfixturevalue(who)
    with acting_as(user):
        assert say(f"UPDATE triage_triagemeeting SET {change}") == 0  # noqa: S608


@pytest.mark.eis("W-2")
def test_who_came_is_noted_by_the_bureau(item, agent, anna):
    came = "UPDATE triage_triageinvitation SET came_at = invited_at"
    with acting_as(agent):
        assert say(came) == 0
        asked = {it.user for it in TriageInvitation.objects.select_related("user")}
        assert asked == {agent}
    with acting_as(anna):
        assert say(came) > 0


def test_nobody_asks_themselves_to_the_weging(item, cato, bram):
    with (
        pytest.raises(DatabaseError, match="row-level"),
        acting_as(cato),
        transaction.atomic(),
    ):
        TriageInvitation.objects.create(meeting_id=item.meeting_id, user=cato)
    with acting_as(bram):
        assert not TriageInvitation.objects.exists()


@pytest.mark.parametrize("table", ["triagemeeting", "triageinvitation"])
def test_that_there_was_a_weging_is_not_taken_away(item, anna, table):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting_as(anna),
        transaction.atomic(),
    ):
        say(f"DELETE FROM triage_{table}")  # noqa: S608


def test_a_weging_stays_on_its_day_and_an_invitation_with_its_guest(item, anna, cato):
    for table, change in (
        ("triagemeeting", "date = date + 1"),
        ("triageinvitation", f"user_id = '{cato.pk}'"),
    ):
        with pytest.raises(DatabaseError, match="stays"), acting_as(anna):
            say(f"UPDATE triage_{table} SET {change}")  # noqa: S608
    with backstage():
        assert TriageMeeting.objects.filter(pk=item.meeting_id).exists()
