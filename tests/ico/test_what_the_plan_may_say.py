"""What a giver took back, or who asked not to be named, is not in a plan."""

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import Contribution
from ico import actions
from ico.models import Action, Meeting, PlanLine
from tests.backstage import backstage
from zvh.guard.announce import acting_as

DEBT = "De huurschuld is vier maanden."


@pytest.fixture
def told(held, politie, anna):
    """A piece of the police that the plan may say."""
    with acting_as(politie):
        piece = Contribution.objects.create(
            case_id=held.case_id,
            given_by=politie.party,
            typed_by=politie,
            category="police",
            text=DEBT,
        )
        actions.release_own(piece, by=politie, meeting=held, uses=["ico", "plan"])
    return piece


def texts():
    with backstage():
        return [line.text for line in PlanLine.objects.filter(section="picture")]


@pytest.mark.eis("I-4")
def test_piece_taken_back_after_the_draft_is_not_established(told, held, politie, anna):
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
    assert DEBT in texts()
    with acting_as(politie):
        actions.take_back(told, by=politie)

    with acting_as(anna):
        actions.establish_plan(plan, by=anna)

    assert DEBT not in texts()


@pytest.mark.eis("O-4")
def test_partij_that_asked_so_is_not_named_in_the_plan(held, politie, anna):
    with acting_as(anna):
        meeting = Meeting.objects.get(pk=held.pk)
        seat = meeting.attendances.get(party=politie.party)
        seat.is_listed = False
        seat.save()
        actions.build_plan(meeting, by=anna)

    with backstage():
        named = PlanLine.objects.filter(section="table").values_list("owner", flat=True)
        assert politie.party_id not in set(named)


@pytest.mark.eis("I-3")
def test_what_was_released_to_a_table_ends_with_its_meeting(told, held, bram, anna):
    def reads():
        with acting_as(bram):
            return Contribution.objects.filter(pk=told.pk).exists()

    assert reads()
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)

    with backstage():
        assert not told.releases.filter(use="ico", until=None).exists()
    assert not reads()


@pytest.mark.eis("F-1")
def test_words_of_an_established_plan_stay(established, anna):
    action = Action.objects.filter(case=established.case_id)
    with acting_as(anna):
        agreed = action.first()
        with pytest.raises(PermissionDenied, match="vastgesteld plan"):
            actions.change_action(
                agreed, by=anna, what="Iets anders.", due_on=agreed.due_on, expected=""
            )

    with backstage():
        assert "Iets anders." not in {row.what for row in action}
