"""Filters of lists: exact, counted, removable, and kept without a word of anybody."""

from itertools import product

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Role
from cases import bureau_actions, exporting, lists
from cases.case_lists import CASES
from cases.lifecycle import Phase
from cases.lists import Chosen
from cases.models import Case, SavedView
from tests.backstage import backstage
from tests.cast import play
from tests.stories import drafted, in_phase, sent
from zvh.guard.announce import acting_as

LIST = reverse("cases:list")


@pytest.fixture
def bea(db):
    """A second procescoördinator."""
    return play("bea", "Bea Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (bea)")


@pytest.fixture
def village(anna, bea, bram, cato):
    """Cases in several phases, of several Partijen, led by several people."""
    cases = [
        sent(bram),
        sent(cato),
        in_phase(Phase.TRIAGE, partner=bram, anna=anna),
        in_phase(Phase.ICO, partner=cato, anna=anna),
        in_phase(Phase.ICO, partner=bram, anna=anna),
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna),
    ]
    drafted(bram)
    for case, who in zip(cases[1:4], (anna, bea, bea), strict=True):
        with acting_as(anna):
            fresh = Case.objects.get(pk=case.pk)
            bureau_actions.take_over(fresh, by=anna, coordinator=who)
    with backstage():
        Case.objects.filter(pk=cases[4].pk).update(subject="area")
    return cases


def combinations(listing, user):
    """Every combination of answers that the filters of this list allow."""
    ways = [["", *one.options(user)] for one in listing.filters]
    keys = [one.key for one in listing.filters]
    for values in product(*ways):
        told = zip(keys, values, strict=True)
        yield Chosen.of(listing, user, {key: value for key, value in told if value})


def keys_of(chosen):
    return [row.pk for row in chosen.rows]


@pytest.mark.use("U26", "U27")
def test_every_combination_of_filters_is_exact_counted_and_kept(village, anna, bea):
    with acting_as(anna):
        everything = list(CASES.base(anna))
        tried = 0
        for chosen in combinations(CASES, anna):
            expected = [case.pk for case in everything if fits(case, chosen)]
            shown = keys_of(chosen)
            assert shown == expected, chosen.values
            assert chosen.count == str(len(shown)), chosen.values
            if chosen.values and shown:
                view = exporting.keep(chosen, by=anna)
                again = SavedView.objects.get(pk=view.pk)
                assert keys_of(Chosen.of(CASES, anna, again.values)) == shown
            tried += 1

    assert len(everything) == 5
    assert tried > 200


def fits(case, chosen):
    """The same by hand, in words that know nothing of the filters' own."""
    asked = chosen.values
    leader = {"mij": chosen.user.pk, "niemand": None}
    return (
        asked.get("fase", case.phase) == case.phase
        and asked.get("over", case.subject) == case.subject
        and asked.get("partij", str(case.registered_for_id))
        == str(case.registered_for_id)
        and (
            "van" not in asked
            or str(leader.get(asked["van"], asked["van"])) == str(case.coordinator_id)
        )
    )


@pytest.mark.use("U26")
def test_number_beside_an_answer_is_what_choosing_it_leaves(village, anna):
    with acting_as(anna):
        for chosen in combinations(CASES, anna):
            for facet in chosen.facets:
                for option in facet.options:
                    further = {**chosen.values, facet.key: option.value}
                    left = Chosen.of(CASES, anna, further).rows.count()
                    assert option.count == str(left), further
            if len(chosen.values) > 1:
                break


@pytest.mark.use("U26")
def test_each_filter_can_be_taken_away_by_itself(village, anna):
    with acting_as(anna):
        chosen = Chosen.of(CASES, anna, {"fase": "ico", "van": "mij", "over": "area"})

        chips = {chip["chip"]: chip["url"] for chip in chosen.chips}

    assert chips == {
        "Fase: Casusoverleg ×": "?van=mij&over=area",
        "Van: mij ×": "?fase=ico&over=area",
        "Gaat over: een gebied ×": "?fase=ico&van=mij",
    }


@pytest.mark.use("U26")
@pytest.mark.parametrize("value", ["zomaar", "Proefpersoon", "1=1", "\x00"])
@pytest.mark.parametrize("key", ["fase", "van", "partij", "over"])
def test_answer_that_is_not_there_leaves_nothing_and_shows(village, anna, key, value):
    with acting_as(anna):
        chosen = Chosen.of(CASES, anna, {key: value})

        assert keys_of(chosen) == []
        assert [chip["url"] for chip in chosen.chips] == ["?"]
        assert "onbekend" in chosen.chips[0]["chip"]


# kept for another day


def keep(client, listing, query):
    return client.post(reverse("cases:keep_view", args=[listing]) + query)


@pytest.mark.use("U26")
@pytest.mark.safety("L7")
@pytest.mark.parametrize(
    "query",
    ["?van=Proefpersoon", "?q=Proefpersoon", "?fase=ico&partij=Proefpersoon", "?", ""],
)
def test_no_name_can_be_kept(sign_in, anna, village, query):
    answer = keep(sign_in(anna), "casussen", query)

    assert answer.status_code == 403
    with backstage():
        assert not SavedView.objects.exists()


@pytest.mark.use("U26")
def test_kept_choice_is_there_another_day_and_can_be_thrown_away(
    sign_in, anna, bea, village
):
    client = sign_in(anna)
    url = reverse("ico:actions")

    keep(client, "afspraken", "?termijn=te-laat&van=mij")
    keep(client, "afspraken", "?van=mij&termijn=te-laat")
    page = sign_in(anna).get(url).content.decode()
    others = sign_in(bea).get(url).content.decode()

    with backstage():
        view = SavedView.objects.get()
    assert (view.user, view.values) == (anna, {"termijn": "te-laat", "van": "mij"})
    assert 'href="/afspraken/?termijn=te-laat&amp;van=mij"' in page
    assert "te laat, mij" in page
    assert "te laat, mij" not in others
    forget = reverse("cases:forget_view", args=[view.pk])
    assert sign_in(bea).post(forget).status_code == 404
    client.post(forget)
    with backstage():
        assert not SavedView.objects.exists()


@pytest.mark.safety("X6")
def test_database_shows_nobody_what_another_kept(anna, bea, bram, village):
    with acting_as(anna):
        exporting.keep(Chosen.of(CASES, anna, {"fase": "ico"}), by=anna)

    seen = {}
    for who in (anna, bea, bram):
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_savedview")
            seen[who] = cursor.fetchone()[0]
    assert seen == {anna: 1, bea: 0, bram: 0}


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("who", ["bram", "fg", "bestuurder"])
def test_others_keep_nothing_of_a_list(sign_in, who, request, village):
    client = sign_in(request.getfixturevalue(who))

    assert keep(client, "casussen", "?fase=ico").status_code == 403
    assert keep(client, "zomaar", "?fase=ico").status_code in (403, 404)


def test_list_that_is_not_there_is_not_found(sign_in, anna):
    assert keep(sign_in(anna), "zomaar", "?fase=ico").status_code == 404


@pytest.mark.use("U26", "U27")
def test_every_list_of_the_bureau_counts_what_it_shows(sign_in, anna, village):
    client = sign_in(anna)
    ours = [listing for listing in lists.every() if listing.rule is None]
    keys = {listing.key for listing in ours}

    assert keys == {"casussen", "aanmeldingen", "afspraken", "overleggen"}
    for listing in ours:
        with acting_as(anna):
            asked = [one for one in combinations(listing, anna) if len(one.values) == 1]
            told = {one.url: (one.count, one.rows.count()) for one in asked}
        for url, (count, rows) in told.items():
            assert count == str(rows), url
            if rows:
                assert client.get(url).status_code == 200
