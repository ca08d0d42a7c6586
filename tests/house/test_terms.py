"""A term that becomes shorter: two people, thirty days, and the FG knows (T-2)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts import telling
from accounts.models import Outgoing
from cases.lifecycle import Phase
from cases.models import Case
from house import changing, profile, terms
from house.limits import MAXIMUM, RETENTION
from house.models import Change, TermChange
from privacy import terms as kept
from tests.backstage import backstage
from tests.stories import drafted, in_phase
from zvh.guard.announce import acting_as

NL = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=NL)
# The day that ends thirty days.
THEN = datetime(2026, 12, 30, 0, 0, tzinfo=NL)
WHY = "De gegevens zijn eerder niet meer nodig."
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def proposed(clock, mirjam):
    with acting_as(mirjam):
        return terms.set_term("work_days", 14, by=mirjam, reason=WHY)


@pytest.fixture
def confirmed(proposed, bas):
    with acting_as(bas):
        return terms.confirm(proposed, by=bas)


def work_days():
    return profile.active().terms.work_days


@pytest.fixture
def scaled_down(bram, anna):
    """Have a case that was scaled down on this day."""

    def at(day):
        with time_machine.travel(datetime(*day, 10, 0, tzinfo=NL), tick=False):
            return in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    return at


@pytest.mark.eis("T-2")
def test_shorter_term_waits_for_a_second_person(proposed):
    assert work_days() == 30
    assert proposed.waits_for_somebody
    assert not Change.objects.exists()


@pytest.mark.eis("T-2")
def test_shorter_term_counts_thirty_days_after_it_was_confirmed(confirmed, clock):
    assert work_days() == 30
    clock.move_to(THEN - SECOND)
    assert work_days() == 30
    clock.move_to(THEN)
    assert work_days() == 14


@pytest.mark.eis("T-2")
def test_days_are_counted_from_the_second_person_on(proposed, bas, clock):
    clock.move_to(NOW + timedelta(days=20))
    with acting_as(bas):
        terms.confirm(proposed, by=bas)
    clock.move_to(THEN)

    assert work_days() == 30


@pytest.mark.eis("T-2")
def test_nobody_confirms_what_they_proposed(proposed, mirjam):
    with acting_as(mirjam), pytest.raises(PermissionDenied, match="Iemand anders"):
        terms.confirm(proposed, by=mirjam)


@pytest.mark.eis("T-2")
@pytest.mark.parametrize("who", ["anna", "fg", "bram", "bestuurder"])
def test_only_manager_or_administrator_confirms(proposed, who, request):
    user = request.getfixturevalue(who)
    with acting_as(user), pytest.raises(PermissionDenied):
        terms.confirm(proposed, by=user)


@pytest.mark.eis("T-2")
@pytest.mark.parametrize("who", ["anna", "bas", "fg", "bram", "bestuurder"])
def test_only_the_manager_changes_a_term(clock, who, request):
    user = request.getfixturevalue(who)
    with acting_as(user), pytest.raises(PermissionDenied):
        terms.set_term("work_days", 14, by=user, reason=WHY)


@pytest.mark.eis("T-2")
def test_confirmed_term_is_withdrawn_until_the_last_second(confirmed, mirjam, clock):
    clock.move_to(THEN - SECOND)
    with acting_as(mirjam):
        terms.withdraw(confirmed, by=mirjam)
    clock.move_to(THEN + timedelta(days=1))

    assert work_days() == 30


@pytest.mark.eis("T-2")
def test_what_counts_is_withdrawn_no_more(confirmed, mirjam, clock):
    clock.move_to(THEN)
    with acting_as(mirjam), pytest.raises(PermissionDenied, match="loopt niet meer"):
        terms.withdraw(confirmed, by=mirjam)


def test_what_was_withdrawn_is_confirmed_no_more(proposed, bas):
    with acting_as(bas):
        terms.withdraw(proposed, by=bas)
        with pytest.raises(PermissionDenied, match="wacht niet"):
            terms.confirm(proposed, by=bas)


@pytest.mark.eis("T-2")
def test_one_proposal_for_a_term_at_a_time(confirmed, mirjam):
    with acting_as(mirjam):
        with pytest.raises(PermissionDenied, match="loopt al een voorstel"):
            terms.set_term("work_days", 20, by=mirjam, reason=WHY)
        with pytest.raises(PermissionDenied, match="loopt al een voorstel"):
            terms.set_term("work_days", 60, by=mirjam, reason=WHY)
        terms.set_term("draft_days", 20, by=mirjam, reason=WHY)


@pytest.mark.eis("T-2")
@pytest.mark.parametrize("term", sorted(RETENTION))
def test_law_s_maximum_holds_for_every_retention_term(clock, mirjam, term):
    with acting_as(mirjam), pytest.raises(PermissionDenied, match="van de wet"):
        terms.set_term(term, MAXIMUM[term] + 1, by=mirjam, reason=WHY)


@pytest.mark.eis("T-2")
def test_longer_term_counts_at_once(clock, mirjam):
    with acting_as(mirjam):
        terms.set_term("work_days", 60, by=mirjam, reason=WHY)

    assert work_days() == 60


@pytest.mark.eis("T-2")
def test_longer_term_leaves_the_dates_that_stand(clock, mirjam, scaled_down):
    case = scaled_down((2026, 11, 20))
    with acting_as(mirjam):
        terms.set_term("work_days", 60, by=mirjam, reason=WHY)

    assert kept.bring_forward() == 0
    with backstage():
        case.refresh_from_db()
        assert case.work_until == date(2026, 12, 20)


@pytest.mark.eis("T-2", "S-3")
def test_shorter_term_brings_the_dates_of_what_is_kept_nearer(
    confirmed, clock, scaled_down
):
    case = scaled_down((2026, 12, 20))
    clock.move_to(THEN - SECOND)
    assert kept.bring_forward() == 0

    clock.move_to(THEN)

    assert kept.bring_forward() == 1
    assert kept.bring_forward() == 0
    with backstage():
        case.refresh_from_db()
        assert case.work_until == date(2027, 1, 3)
        assert case.plan_until == date(2027, 6, 20)


@pytest.mark.eis("T-2")
def test_shorter_term_of_a_draft_counts_from_then_at_most(clock, mirjam, bas, bram):
    with acting_as(mirjam):
        change = terms.set_term("draft_days", 7, by=mirjam, reason=WHY)
    with acting_as(bas):
        terms.confirm(change, by=bas)
    clock.move_to(THEN - timedelta(days=2))
    draft = drafted(bram)
    clock.move_to(THEN)

    assert kept.bring_forward() == 1
    clock.move_to(THEN + timedelta(days=3))
    assert kept.bring_forward() == 0
    with backstage():
        assert Case.objects.get(pk=draft.pk).shell_until == date(2027, 1, 6)


@pytest.mark.eis("T-2")
def test_page_shows_which_cases_a_shorter_term_touches(
    clock, mirjam, sign_in, scaled_down
):
    case = scaled_down((2026, 12, 20))
    client = sign_in(mirjam)
    url = reverse("house:term", args=["work-days"])

    page = client.post(url, {"value": "14", "reason": WHY})

    assert "1 casus gaat eerder weg" in page.text
    assert not TermChange.objects.exists()
    assert case.number in page.text


@pytest.mark.eis("T-2")
def test_term_goes_its_way_through_the_pages(clock, mirjam, bas, fg, sign_in):
    manager, beheer, officer = sign_in(mirjam), sign_in(bas), sign_in(fg)
    url = reverse("house:term", args=["work-days"])
    manager.post(url, {"value": "14", "reason": WHY, "seen": "ja"})
    with backstage():
        change = TermChange.objects.get()
    page = reverse("house:term_change", args=[change.pk])
    confirm = reverse("house:confirm_term", args=[change.pk])

    assert "Iemand anders dan wie dit voorstelde" in manager.get(page).text
    assert manager.post(confirm).status_code == 403
    assert "Bevestig de kortere termijn" in beheer.get(page).text
    assert "Wacht op een tweede persoon" in officer.get(reverse("house:terms")).text
    assert officer.post(confirm).status_code == 403
    assert beheer.post(confirm).status_code == 302
    assert "Geldt vanaf wo 30 december 2026" in officer.get(reverse("house:terms")).text
    withdraw = reverse("house:withdraw_term", args=[change.pk])
    assert officer.post(withdraw).status_code == 403
    assert manager.post(withdraw).status_code == 302
    assert "Ingetrokken" in officer.get(page).text


@pytest.mark.parametrize("who", ["bram", "bestuurder"])
def test_change_of_a_term_is_nobody_else_s_to_see(proposed, who, sign_in, request):
    client = sign_in(request.getfixturevalue(who))
    url = reverse("house:term_change", args=[proposed.pk])

    assert client.get(url).status_code == 404


@pytest.mark.eis("T-5")
@pytest.mark.parametrize(
    ("slug", "value", "name"),
    [
        ("authorisation-weeks", 2, "authorisation_weeks"),
        ("reviews-per-year", 4, "reviews_per_year"),
    ],
)
def test_term_that_removes_nothing_is_simply_changed(
    clock, mirjam, sign_in, slug, value, name
):
    url = reverse("house:term", args=[slug])
    sign_in(mirjam).post(url, {"value": str(value), "reason": WHY})

    assert getattr(profile.active().terms, name) == value


@pytest.mark.eis("T-2", "T-5")
@pytest.mark.parametrize(
    ("slug", "value"),
    [("authorisation-weeks", 5), ("reviews-per-year", 1), ("shell-months", 13)],
)
def test_term_beyond_the_law_is_refused_on_its_page(
    clock, mirjam, sign_in, slug, value
):
    url = reverse("house:term", args=[slug])
    page = sign_in(mirjam).post(url, {"value": str(value), "reason": WHY})

    assert page.status_code == 200
    assert "Kies een getal van" in page.text
    assert not Change.objects.exists()


def test_retention_term_is_not_changed_past_its_guard(clock, mirjam):
    with acting_as(mirjam), pytest.raises(PermissionDenied, match="pagina van de"):
        changing.change({"terms.work_days": 14}, by=mirjam, reason=WHY)


@pytest.mark.eis("T-2")
def test_privacy_officer_is_told_of_each_step_once(proposed, fg, bas, mirjam):
    def told():
        telling.tell_of_terms()
        telling.tell_of_terms()
        with backstage():
            return Outgoing.objects.filter(kind="term_changed", recipient=fg).count()

    assert told() == 1
    with acting_as(bas):
        terms.confirm(proposed, by=bas)
    assert told() == 2
    with acting_as(mirjam):
        terms.withdraw(TermChange.objects.get(), by=mirjam)
    assert told() == 3


@pytest.mark.eis("T-2")
def test_privacy_officer_is_told_of_a_longer_term(clock, fg, mirjam):
    with acting_as(mirjam):
        terms.set_term("work_days", 60, by=mirjam, reason=WHY)

    assert telling.tell_of_terms() == 1


def test_change_waits_until_there_is_somebody_to_tell(proposed, request):
    assert telling.tell_of_terms() == 0
    request.getfixturevalue("fg")
    assert telling.tell_of_terms() == 1


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    "change",
    [
        "confirmed_by_id = '{mirjam}', confirmed_at = at",
        "after = 1",
        "counts_from = '2026-11-30T08:00Z'",
        "confirmed_by_id = '{bas}', confirmed_at = at, counts_from = at",
    ],
)
def test_database_keeps_a_proposal_from_being_waved_through(
    proposed, mirjam, bas, change
):
    setting = change.format(mirjam=mirjam.pk, bas=bas.pk)
    with pytest.raises(DatabaseError), acting_as(mirjam), transaction.atomic():
        connection.cursor().execute(f"UPDATE house_termchange SET {setting}")  # noqa: S608


@pytest.mark.eis("T-5")
def test_new_term_is_the_term_of_what_is_scaled_down_next(clock, mirjam):
    from cases.actions import terms_from

    with acting_as(mirjam):
        terms.set_term("work_days", 60, by=mirjam, reason=WHY)

    assert terms_from(date(2026, 12, 1))["work"] == date(2027, 1, 30)


def test_work_never_outlives_the_plan_it_hangs_on(clock, mirjam):
    from cases.actions import terms_from

    with acting_as(mirjam):
        terms.set_term("work_days", 183, by=mirjam, reason=WHY)
    due = terms_from(date(2026, 8, 31))

    assert due["work"] == due["plan"] == date(2027, 2, 28)
    assert Case.objects.count() == 0
