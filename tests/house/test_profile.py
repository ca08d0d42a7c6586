"""The profile: one house's words, terms and lists, refused when they make no sense."""

import re
from dataclasses import replace

import pytest
from django.template import Context, Template

from house import checks, files, profile
from house.origins import is_default, lost
from house.words import spoken, word


@pytest.fixture
def kennemerland(settings, unchanged):
    settings.PROFILE = "kennemerland"


@pytest.mark.parametrize("key", files.names())
def test_shipped_profile_makes_sense(key):
    assert list(checks.faults(profile.load(key))) == []


@pytest.mark.eis("T-1")
def test_houses_use_their_own_words(kennemerland, settings):
    assert word("weging") == "weging"
    assert word("ico", "plural") == "ICO's"

    settings.PROFILE = "landelijk"

    assert word("weging") == "triage"
    assert word("ico", "definite") == "het casusoverleg"


def test_template_says_the_word_of_the_profile(kennemerland):
    said = Template("{% load words %}{% word 'procescoordinator' 'this' %}")

    assert said.render(Context()) == "deze procescoördinator"


def test_word_keeps_its_capitals_at_the_start_of_a_sentence(kennemerland):
    assert word("ico", "capital_definite") == "Het ICO"


@pytest.mark.eis("T-1")
def test_names_of_models_are_said_in_the_words_of_the_house(settings, unchanged):
    settings.PROFILE = "landelijk"

    assert spoken("besluit van de weging") == "besluit van de triage"
    assert spoken("procescoördinator") == "procesregisseur"
    assert spoken("bewegingen") == "bewegingen"


def test_unknown_form_of_a_word_is_refused():
    with pytest.raises(LookupError, match="diminutive"):
        word("ico", "diminutive")


def test_what_a_house_is_silent_about_comes_from_the_base():
    own, base = profile.load("kennemerland"), profile.load("landelijk")

    assert own.terms == base.terms
    said = {"closing_ways": own.lists["closing_ways"]}
    assert own.lists == {**base.lists, **said} != base.lists
    assert own.words["uitvraag"] == base.words["uitvraag"]
    assert own.criteria["ketens"] != base.criteria["ketens"]


@pytest.mark.eis("T-2")
def test_what_no_source_says_is_known_as_our_default():
    nhn, fryslan = "noord-holland-noord", "fryslan"

    # Its brochure says until when a case is in time, not at what time it is weighed.
    assert not is_default(nhn, "triage.closes_time")
    assert is_default(nhn, "triage.meets_time")
    assert not is_default(fryslan, "words.ico")
    assert is_default(fryslan, "words.weging")
    assert is_default(fryslan, "terms.plan_months")
    assert not is_default("kennemerland", "terms.plan_months")
    assert is_default("landelijk", "triage.weekday")


@pytest.mark.parametrize("key", files.names())
def test_profile_says_itself_what_it_calls_ours(key):
    assert lost(key) == []


@pytest.mark.eis("T-2")
def test_four_houses_ship():
    assert set(files.names()) == {
        "landelijk",
        "kennemerland",
        "noord-holland-noord",
        "fryslan",
    }


@pytest.mark.eis("T-1", "T-2")
def test_fryslan_takes_what_its_source_is_silent_about_from_the_base():
    own, base = profile.load("fryslan"), profile.load("landelijk")

    assert own.triage == base.triage
    assert own.terms == base.terms
    assert own.criteria == base.criteria
    assert own.words["convenant"].definite == "het privacyprotocol"


@pytest.mark.eis("T-1", "T-4")
def test_noord_holland_noord_speaks_and_sits_as_its_brochure_says():
    own = profile.load("noord-holland-noord")

    assert own.words["weging"].singular == "triage"
    assert own.words["ico"].singular == "ICO"
    assert own.words["procescoordinator"].singular == "procesregisseur"
    seats = [(it.soort, it.party, it.condition) for it in own.triage.permanent]
    assert seats == [
        ("politie", "", ""),
        ("reclassering", "Reclassering Nederland", ""),
        ("om", "", ""),
    ]


@pytest.mark.eis("A-2")
def test_criteria_are_those_of_the_houses_own_source():
    ketens = {key: profile.load(key).criteria["ketens"] for key in files.names()}

    assert "minimaal dwang en drang" in ketens["kennemerland"]
    for key in ("landelijk", "noord-holland-noord", "fryslan"):
        assert "minimaal zorg en veiligheid" in ketens[key]


def test_minor_brings_the_child_protection_board():
    seats = profile.load("kennemerland").triage.permanent

    assert [seat.soort for seat in seats if seat.condition == "minor"] == ["rvdk"]
    assert {"om", "politie", "reclassering"} <= {s.soort for s in seats}


@pytest.mark.safety("A9")
def test_passwords_expire_only_where_the_covenant_wants_it():
    assert profile.load("landelijk").signin.password_days == 0
    assert profile.load("kennemerland").signin.password_days == 90


@pytest.mark.parametrize(
    ("name", "value"),
    [("work_days", 184), ("plan_months", 7), ("shell_months", 13), ("draft_days", 0)],
)
def test_term_beyond_the_law_is_refused(name, value):
    good = profile.load("landelijk")
    bad = replace(good, terms=replace(good.terms, **{name: value}))

    assert [name in fault for fault in checks.faults(bad)] == [True]


def test_weging_that_closes_after_it_meets_is_refused():
    good = profile.load("landelijk")
    bad = replace(good, triage=replace(good.triage, closes_weekday=2))

    assert any("closes before it meets" in fault for fault in checks.faults(bad))


def test_session_without_end_is_refused():
    good = profile.load("landelijk")
    bad = replace(good, signin=replace(good.signin, idle_minutes=0))

    assert any("idle_minutes" in fault for fault in checks.faults(bad))


def test_missing_word_is_refused():
    good = profile.load("landelijk")
    bad = replace(good, words={k: w for k, w in good.words.items() if k != "ico"})

    assert list(checks.faults(bad)) == ["words has no 'ico'"]


def test_unknown_profile_stops_the_start(settings):
    settings.PROFILE = "nergenshuizen"

    (error,) = checks.the_profile_makes_sense(None)

    assert "nergenshuizen" in error.msg


def test_lists_are_choices_of_a_form():
    it = profile.load("landelijk")

    assert ("politie", "Politie") in it.choices("soorten")
    assert it.label("soorten", "rvdk") == "Raad voor de Kinderbescherming"
    assert it.label("soorten", "vervallen") == "vervallen"


@pytest.mark.eis("G-1")
@pytest.mark.parametrize(
    ("key", "count"),
    [("kennemerland", 34), ("noord-holland-noord", 13), ("fryslan", 1)],
)
def test_partijen_ship_without_names_of_persons_and_unsigned(key, count):
    listed = files.parties(key)
    words = set(re.findall(r"\w+", str(listed).lower()))

    assert len(listed) == count
    assert not words & {"heer", "mevrouw", "mr", "drs"}
    assert all("bound_since" not in party for party in listed)


def test_every_listed_party_is_of_a_known_soort():
    for key in files.names():
        known = {choice.key for choice in profile.load(key).lists["soorten"]}
        for party in files.parties(key):
            assert set(party["soorten"]) <= known, party["name"]


@pytest.mark.parametrize("key", files.names())
def test_permanent_seats_belong_to_parties_that_ship(key):
    names = {party["name"] for party in files.parties(key)}
    seats = profile.load(key).triage.permanent

    assert {seat.party for seat in seats if seat.party} <= names


def test_house_works_for_a_party_that_ships():
    for key in files.names():
        host = profile.load(key).host_party
        (found,) = [p for p in files.parties(key) if p["name"] == host]
        assert found["soorten"] == ["bureau"]
