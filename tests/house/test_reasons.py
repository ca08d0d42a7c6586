"""Why a setting was changed: read by colleagues and watchers, and not for ever."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from house import changing, terms
from house.models import Change, ChangeReason, TermChange
from tests.backstage import backstage
from zvh.guard.announce import acting_as

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
WHY = "Op verzoek van het team."


@pytest.fixture
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def changed(clock, bas):
    """Bas changed the telephone number of the house."""
    with acting_as(bas):
        changing.change({"phone": "088 000 11 22"}, by=bas, reason=WHY)


def kept(model):
    with backstage():
        return model.objects.count()


@pytest.mark.safety("X6")
def test_only_who_may_see_the_settings_reads_why(
    changed, anna, bas, fg, bram, politie, bestuurder
):
    for user in (anna, bas, fg):
        with acting_as(user):
            assert Change.objects.newest_first().get().reason == WHY
    for user in (bram, politie, bestuurder):
        with acting_as(user):
            assert not ChangeReason.objects.exists()
            assert Change.objects.newest_first().get().reason == ""


@pytest.mark.safety("X7")
def test_nobody_in_particular_reads_no_reason(changed):
    assert Change.objects.exists()
    assert not ChangeReason.objects.exists()


@pytest.mark.eis("T-2")
def test_the_history_says_why(changed, anna, sign_in):
    page = sign_in(anna).get(reverse("house:changes"))

    assert WHY in page.text


@pytest.mark.safety("X6")
def test_nobody_says_why_for_a_colleague_or_afterwards(changed, anna):
    with backstage():
        change = Change.objects.get()
        ChangeReason.objects.all().delete()
    with (
        pytest.raises(DatabaseError, match="row-level"),
        acting_as(anna),
        transaction.atomic(),
    ):
        ChangeReason.objects.create(
            change=change, text="Zomaar.", remove_on=timezone.localdate()
        )


@pytest.mark.safety("P3")
@pytest.mark.parametrize(("day", "left"), [(29, 1), (30, 0)])
def test_why_goes_after_five_years_and_what_was_said_stays(changed, clock, day, left):
    clock.move_to(datetime(2031, 11, day, 12, 0, tzinfo=UTC))

    changing.forget_reasons()

    assert (kept(ChangeReason), kept(Change)) == (left, 1)


@pytest.mark.safety("P3")
@pytest.mark.parametrize(("day", "left"), [(29, 1), (30, 0)])
def test_a_proposal_for_a_term_goes_after_five_years(clock, mirjam, day, left):
    with acting_as(mirjam):
        terms.set_term("work_days", 14, by=mirjam, reason=WHY)
    clock.move_to(datetime(2031, 11, day, 12, 0, tzinfo=UTC))

    changing.forget_reasons()

    assert kept(TermChange) == left


@pytest.mark.safety("L4")
def test_nobody_takes_a_reason_or_a_proposal_away(changed, bas, mirjam):
    with acting_as(mirjam):
        terms.set_term("work_days", 14, by=mirjam, reason=WHY)
    for user in (bas, mirjam):
        with acting_as(user):
            ChangeReason.objects.all().delete()
            TermChange.objects.all().delete()

    assert (kept(ChangeReason), kept(TermChange)) == (1, 1)
