"""The database asks who keeps a setting, also when the pages were passed by (T-2)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from house import terms
from house.models import Change, TermChange
from tests.backstage import backstage
from tests.house.test_terms import NOW, WHY
from zvh.guard.announce import Purpose, acting_as, acting_for


@pytest.fixture
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def people(anna, bas, mirjam, bram, fg):
    return {"anna": anna, "bas": bas, "mirjam": mirjam, "bram": bram, "fg": fg}


def say(key, value, *, by, **more):
    with acting_as(by), transaction.atomic():
        Change.objects.create(
            key=key, value=value, at=timezone.now(), **{"by": by, **more}
        )


@pytest.mark.eis("T-2")
@pytest.mark.safety("X6")
@pytest.mark.parametrize("who", ["anna", "mirjam", "bram", "fg"])
def test_a_setting_is_changed_by_who_keeps_it_alone(clock, people, who):
    with pytest.raises(DatabaseError):
        say("phone", "088 000 11 22", by=people[who])

    say("phone", "088 000 11 22", by=people["bas"])
    with backstage():
        assert Change.objects.get().by == people["bas"]


@pytest.mark.safety("X6")
def test_nobody_changes_a_setting_in_the_name_of_another(clock, people, bas, mirjam):
    with pytest.raises(DatabaseError):
        say("phone", "088 000 11 22", by=bas, confirmed_by=bas)
    with (
        pytest.raises(DatabaseError),
        acting_as(bas),
        transaction.atomic(),
    ):
        Change.objects.create(key="phone", value="1", by=mirjam, confirmed_by=bas)


@pytest.mark.eis("T-2")
@pytest.mark.safety("X6")
@pytest.mark.parametrize("who", ["anna", "bas", "mirjam", "bram", "fg"])
def test_a_retention_term_is_no_setting_that_somebody_says(clock, people, who):
    for key in ("terms.work_days", "terms.shell_months"):
        with pytest.raises(DatabaseError):
            say(key, 1, by=people[who])


@pytest.mark.eis("T-2")
@pytest.mark.safety("X6")
def test_what_was_proposed_does_not_count_until_somebody_else_confirms(clock, people):
    mirjam = people["mirjam"]
    with acting_as(mirjam):
        terms.set_term("work_days", 14, by=mirjam, reason=WHY)

    with pytest.raises(DatabaseError):
        say("terms.work_days", 14, by=mirjam)
    with pytest.raises(DatabaseError):
        say("terms.work_days", 14, by=mirjam, confirmed_by=people["bas"])


@pytest.mark.eis("T-2")
@pytest.mark.safety("X6")
def test_a_withdrawn_proposal_brings_no_old_term_back_later(clock, people):
    mirjam, bas = people["mirjam"], people["bas"]
    with acting_as(mirjam):
        change = terms.set_term("work_days", 14, by=mirjam, reason=WHY)
    with acting_as(bas):
        terms.confirm(change, by=bas)
    with acting_as(mirjam):
        terms.withdraw(TermChange.objects.get(), by=mirjam)
        clock.shift(timedelta(days=1))
    with acting_as(mirjam):
        terms.set_term("work_days", 60, by=mirjam, reason=WHY)

    with pytest.raises(DatabaseError):
        say("terms.work_days", 30, by=mirjam)


@pytest.mark.safety("X6")
@pytest.mark.parametrize("who", ["anna", "bram", "fg"])
def test_others_neither_propose_nor_confirm_a_term(clock, people, who):
    someone, mirjam = people[who], people["mirjam"]
    with pytest.raises(DatabaseError), acting_as(someone), transaction.atomic():
        TermChange.objects.create(
            term="work_days", before=30, after=14, reason=WHY, by=someone
        )
    with acting_as(mirjam):
        terms.set_term("work_days", 14, by=mirjam, reason=WHY)
    with acting_as(someone), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE house_termchange SET confirmed_by_id = %s, confirmed_at = at,"
            " counts_from = at + interval '40 days'",
            [someone.pk],
        )
        assert cursor.rowcount == 0


@pytest.mark.safety("X6")
def test_a_longer_term_is_no_cover_for_a_date_of_ones_own(clock, people):
    mirjam = people["mirjam"]
    with pytest.raises(DatabaseError), acting_as(mirjam), transaction.atomic():
        TermChange.objects.create(
            term="work_days",
            before=30,
            after=14,
            reason=WHY,
            by=mirjam,
            counts_from=timezone.now(),
        )


@pytest.mark.safety("X6")
def test_the_post_decides_nothing_about_a_term(clock, people):
    mirjam = people["mirjam"]
    with acting_as(mirjam):
        terms.set_term("work_days", 14, by=mirjam, reason=WHY)

    with (
        pytest.raises(DatabaseError),
        acting_for(Purpose.MAIL),
        transaction.atomic(),
    ):
        TermChange.objects.update(
            withdrawn_by=people["bas"], withdrawn_at=timezone.now()
        )
    with acting_for(Purpose.MAIL), transaction.atomic():
        assert TermChange.objects.update(told_at=timezone.now()) == 1


@pytest.mark.safety("X6")
@pytest.mark.parametrize(("who", "sees"), [("fg", 1), ("anna", 1), ("bram", 0)])
def test_a_term_underway_is_seen_by_bureau_and_fg(clock, people, who, sees):
    mirjam = people["mirjam"]
    with acting_as(mirjam):
        terms.set_term("work_days", 14, by=mirjam, reason=WHY)

    with acting_as(people[who]):
        assert TermChange.objects.count() == sees
