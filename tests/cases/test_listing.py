"""The list of cases: what is in it, in which order, and what its numbers say."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cases import bureau_actions, listing
from cases.lifecycle import Phase
from cases.models import Case
from tests.backstage import backstage
from tests.stories import drafted, in_phase, sent
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

LIST = reverse("cases:list")


def numbers(response):
    return [row["case"].number for row in response.context["rows"]]


@pytest.mark.eis("P-2")
def test_bureau_sees_what_was_sent_and_no_drafts(sign_in, anna, bram):
    case = sent(bram)
    drafted(bram)

    response = sign_in(anna).get(LIST)

    assert numbers(response) == [case.number]
    assert "T. P." in response.content.decode()


@pytest.mark.eis("P-4")
def test_partners_have_no_list(sign_in, bram):
    assert sign_in(bram).get(LIST).status_code == 403


def test_newest_activity_comes_first(sign_in, anna, bram):
    first, second = sent(bram), sent(bram)
    with acting_as(anna):
        case = Case.objects.get(pk=first.pk)
        bureau_actions.take_over(case, by=anna, coordinator=anna)

    assert numbers(sign_in(anna).get(LIST)) == [first.number, second.number]


@pytest.mark.eis("S-3")
def test_shielded_cases_leave_the_list(sign_in, anna, bram):
    case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)
    client = sign_in(anna)

    shielded = client.get(reverse("cases:shielded_list")).content.decode()

    assert numbers(client.get(LIST)) == []
    assert case.number in shielded
    assert "T. P." not in shielded
    assert "Proefpersoon" not in shielded


@pytest.mark.use("U26", "U27")
def test_numbers_of_filters_are_numbers_of_rows(sign_in, anna, bram):
    sent(bram)
    in_phase(Phase.ICO, partner=bram, anna=anna)
    client = sign_in(anna)
    response = client.get(LIST)

    for choice in response.context["phases"] + response.context["mine"]:
        assert choice["count"] == str(len(numbers(client.get(LIST + choice["url"]))))


@pytest.mark.use("U26")
def test_filter_in_force_is_shown_and_removable(sign_in, anna, bram):
    in_phase(Phase.ICO, partner=bram, anna=anna)
    client = sign_in(anna)

    (phase, mine) = client.get(LIST + "?fase=ico&van=mij").context["filters"]

    assert (phase["url"], mine["url"]) == ("?van=mij", "?fase=ico")
    (unknown,) = client.get(LIST + "?fase=zomaar").context["filters"]
    assert (unknown["chip"], unknown["url"]) == ("Fase: onbekend ×", "?")


@pytest.fixture
def five(anna, bram, monkeypatch):
    """Five cases of which two fit on a page, the newest first."""
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    cases = [sent(bram) for _ in range(5)]
    with backstage():
        for hours, case in enumerate(cases):
            touched(case, hours)
    return [case.number for case in cases]


def touched(case, hours):
    at = timezone.now() - timedelta(hours=hours)
    Case.objects.filter(pk=case.pk).update(last_activity_at=at)


def walked(client, url, which):
    """The numbers of this page and of all that come after it, or before it."""
    pages = []
    while url:
        response = client.get(LIST + url)
        pages.append(numbers(response))
        url = response.context[which]
    return pages


def test_pages_follow_each_other_without_gap_or_double(sign_in, anna, five):
    pages = walked(sign_in(anna), "?", "next")

    assert pages == [five[:2], five[2:4], five[4:]]


def test_pages_of_one_moment_follow_each_other_too(sign_in, anna, five):
    with backstage():
        Case.objects.update(last_activity_at=timezone.now() - timedelta(hours=1))

    pages = walked(sign_in(anna), "?", "next")

    assert sorted(number for page in pages for number in page) == sorted(five)


@pytest.mark.use("U26")
def test_way_back_leads_over_the_same_pages(sign_in, anna, five):
    client = sign_in(anna)
    second = client.get(LIST + client.get(LIST).context["next"])
    last = client.get(LIST + second.context["next"])

    pages = walked(client, last.context["previous"], "previous")

    assert pages == [five[2:4], five[:2]]


def test_case_touched_meanwhile_is_found_at_the_beginning(sign_in, anna, five):
    client = sign_in(anna)
    first = client.get(LIST)
    with backstage():
        touched(Case.objects.get(number=five[3]), 0)

    later = walked(client, first.context["next"], "next")

    assert later == [[five[2], five[4]]]
    assert numbers(client.get(LIST))[0] == five[3]


def test_pages_keep_the_filter(sign_in, anna, five):
    response = sign_in(anna).get(LIST + "?fase=intake")

    assert "fase=intake" in response.context["next"]
    assert "nieuwere" not in response.content.decode()


@pytest.mark.parametrize("name", ["na", "voor"])
@pytest.mark.parametrize(
    "mark",
    [
        *("zomaar", "w6k", "é", "2026", "MjAyNixpZXRz", "a:b:c", "\x00"),
        pytest.param(signing.dumps(["2026-01-01", "x"], salt="iets anders"), id="ours"),
    ],
)
def test_odd_mark_is_the_beginning(sign_in, anna, bram, name, mark):
    case = sent(bram)

    assert numbers(sign_in(anna).get(LIST, {name: mark})) == [case.number]


def test_counting_stops_at_the_cap(anna, bram, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 1)
    sent(bram)
    sent(bram)

    with acting_as(anna):
        _, counts = listing.look(anna, listing.Filters())

    assert counts.of("", mine=False) == "1+"


def test_list_is_written_down_with_kind_and_count(sign_in, anna, bram):
    sent(bram)

    sign_in(anna).get(LIST + "?fase=intake")

    record = AccessRecord.objects.get(action="cases")
    assert (record.kind, record.filtered_by, record.count) == ("listed", "fase", 1)


@pytest.mark.use("U40")
def test_empty_list_says_what_will_come(sign_in, anna):
    assert "staat de casus hier" in sign_in(anna).get(LIST).content.decode()


@pytest.mark.django_db(transaction=True)
def test_list_shows_its_rows_with_real_transactions(sign_in, anna, bram):
    case = sent(bram)

    assert case.number in sign_in(anna).get(LIST).content.decode()
