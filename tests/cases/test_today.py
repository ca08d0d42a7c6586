"""Vandaag: what to do now, for whom, and in which order."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases import pages, worklist
from cases.lifecycle import Phase
from tests.stories import in_phase, sent

TODAY = reverse("cases:today")
WEDNESDAY = date(2026, 11, 25)


def task(due, *, mine=True):
    return pages.Task("Bel", "/x/", "2026-0001", "J. de V.", "", due, mine=mine)


def at(hour, day=25):
    return timezone.make_aware(datetime(2026, 11, day, hour))  # noqa: DTZ001


@pytest.mark.eis("R-4")
@pytest.mark.use("U24")
@pytest.mark.parametrize(
    ("due", "group"),
    [
        *((date(2026, 11, 24), "late"), (at(9), "late")),
        *((WEDNESDAY, "today"), (None, "today"), (at(15), "today")),
        *((date(2026, 11, 26), "this_week"), (date(2026, 11, 29), "this_week")),
        (date(2026, 11, 30), "later"),
    ],
)
def test_task_stands_where_its_term_puts_it(due, group):
    with time_machine.travel(at(12), tick=False):
        work = worklist.arrange([task(due)], WEDNESDAY)

    assert getattr(work, group) == [task(due)]


def test_everybody_starts_where_their_day_begins(sign_in, anna, fg):
    assert sign_in(anna).get("/").url == TODAY
    assert sign_in(fg).get("/").url == reverse("privacy:removals")


@pytest.mark.eis("P-4")
def test_a_bestuurder_is_told_what_is_theirs_and_that_it_is_no_case(
    sign_in, bestuurder, bram
):
    page = sign_in(bestuurder).get("/", follow=True)

    assert page.redirect_chain[-1][0] == reverse("accounts:welcome")
    assert "Hier komen de cijfers van het huis" in page.text
    assert "U ziet nooit een casus" in page.text
    assert [entry.current for entry in page.context["navigation"]] == [True]
    assert sign_in(bram).get(reverse("accounts:welcome")).status_code == 403


def test_first_page_of_a_partner_goes_in_the_order_of_its_menu(sign_in, bram):
    page = sign_in(bram).get(reverse("cases:start"))

    tiles = [entry.label for entry in page.context["entries"]]
    assert tiles == [entry.label for entry in page.context["navigation"]]
    assert len(tiles) == 5


def test_partners_have_no_work_list(sign_in, bram):
    assert sign_in(bram).get(TODAY).status_code == 403


@pytest.mark.eis("R-4")
def test_case_that_nobody_leads_waits_for_a_procescoordinator(sign_in, anna, bas, bram):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    sent(bram)
    link = reverse("cases:take_over", args=[case.pk])

    tasks = sign_in(anna).get(TODAY).context["work"].today

    assert [it.url for it in tasks if it.what == "Neem de casus op u"] == [link]
    assert link not in sign_in(bas).get(TODAY).content.decode()


def test_switch_shows_others_work_too(sign_in, anna, monkeypatch):
    registry = pages.Registry()
    registry.add(lambda user, everybody: [task(None), task(None, mine=False)])
    monkeypatch.setattr(pages, "_to_do", registry)
    client = sign_in(anna)

    mine, everybody = client.get(TODAY), client.get(TODAY + "?van=iedereen")

    assert len(mine.context["work"].today) == 1
    assert len(everybody.context["work"].today) == 2


@pytest.mark.parametrize(("day", "closes"), [(25, "Sluit"), (30, "Sloot")])
def test_weging_of_this_week_stands_beside_it(sign_in, anna, bram, day, closes):
    with time_machine.travel(at(13, day), tick=False):
        in_phase(Phase.TRIAGE, partner=bram, anna=anna)
        page = sign_in(anna).get(TODAY)

    (weging,) = [it for it in page.context["coming"] if it.facts]
    assert [label for label, _ in weging.facts] == [closes, "Te wegen"]
    assert weging.facts[1][1] == "0"


def test_what_is_cleaned_soon_is_a_number_without_names(sign_in, anna, bram):
    case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    response = sign_in(anna).get(TODAY)

    assert response.context["cleaning"].count == 1
    assert response.context["cleaning"].first == case.work_until
    assert case.number not in response.content.decode()


def test_navigation_counts_what_waits_for_intake(sign_in, anna, bram):
    sent(bram)
    client = sign_in(anna)

    inside, outside = client.get(TODAY), client.get(reverse("house:help"))

    counts = {it.url: it.count for it in inside.context["navigation"]}
    assert counts[reverse("triage:intake_list")] == 1
    assert not [it.count for it in outside.context["navigation"] if it.count]


@pytest.mark.use("U40")
def test_empty_day_says_what_will_come(sign_in, anna):
    assert "Hier komt wat vandaag moet" in sign_in(anna).get(TODAY).content.decode()


@pytest.mark.django_db(transaction=True)
def test_work_is_shown_with_real_transactions(sign_in, anna, bram):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)

    assert case.number in sign_in(anna).get(TODAY).content.decode()
