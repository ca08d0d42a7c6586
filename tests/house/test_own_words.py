"""Every room calls a case, what is agreed and the house itself as this house does."""

import ast
import re

import pytest

from cases import pages
from cases.models import Person
from house import navigation, profile
from house.words import Word, noun, said, spoken
from tests.test_words_of_the_house import PLACE, TAG, sentences
from tests.walks import sources

ROOMS = ("accounts", "cases", "house", "ico", "privacy", "triage")
SHOWN = (*ROOMS, "account", "components", "mfa")
OWN = re.compile(
    r"\b(casus(sen)?|casusregisseurs?|afspra(ak|ken)|afschaling(en)?|partij(en)?|"
    r"zorg- en veiligheidshui[sz](en)?|triage(overleg(gen)?)?|weging(en)?|"
    r"weegoverleg(gen)?|casusoverleg(gen)?|betrokkenen?|contactperso(on|nen)|"
    r"aanmelding(en)?|uitvra(ag|gen)|inbreng|managers?|procesondersteuners?|"
    r"procesregisseurs?|ketenpartners?|bestuurders?|FG|privacyprotocol(len)?|"
    r"functionaris(sen)? gegevensbescherming|ketenregiegroep(en)?|stuurgroep(en)?|"
    r"bestuurlijke regiegroep(en)?|partneroverleg(gen)?|plan(nen)? van aanpak)\b",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r'\s(?:title|text|label|back_label|lead|caption|submit|action)="([^"]*)"'
)
# Labels of a model cannot know the profile: `spoken` says them in the house's words.
LABELS = {
    *("agreed.py", "approvals.py", "attendance.py", "authorisations.py", "calls.py"),
    *("case.py", "comparisons.py", "decisions.py", "developments.py", "disclosures.py"),
    *("grant_kinds.py", "grants.py", "inquiries.py", "invitations.py", "meetings.py"),
    *("involvement.py", "minutes.py", "models.py", "plans.py", "proposals.py"),
    *("recalls.py", "shipments.py", "told.py", "visitors.py"),
}
# SQL, and English for who builds or keeps the house; which program made a calendar.
UNSAID = {"checks.py", "documents.py", "first_beheerder.py", "setup_house.py"} | {
    *("appointment.py",),
}


def in_words(text):
    given = [TAG.sub(" ", it) for it in GIVEN.findall(PLACE.sub("…", text))]
    return [PLACE.sub("…", TAG.sub(" ", text)), *given]


def recorded(tree):
    """What the record of reading calls a list: the same in every house."""
    calls = [it for it in ast.walk(tree) if isinstance(it, ast.Call)]
    doors = [it for it in calls if getattr(it.func, "id", "") == "listed"]
    return {getattr(it.args[0], "value", "") for it in doors if it.args}


def says_something(path):
    apart = path.name in LABELS | UNSAID or path.name.startswith("functions")
    return "migrations" not in path.parts and not apart


@pytest.mark.eis("T-1")
def test_sentences_of_each_room_take_their_words_from_the_profile():
    judged = [it for it in sources(*ROOMS) if says_something(it)]

    assert judged
    for path in judged:
        tree = ast.parse(path.read_text())
        own = {it for it in sentences(tree) if OWN.search(it)}
        assert own - recorded(tree) == set(), path


@pytest.mark.eis("T-1")
def test_headings_of_one_word_take_it_from_the_profile():
    kinds = ("views", "forms", "lists", "listing", "mails", "work")
    judged = [it for it in sources(*ROOMS) if it.name.startswith(kinds)]

    assert judged
    for path in judged:
        nodes = ast.walk(ast.parse(path.read_text()))
        texts = [str(getattr(node, "value", "")) for node in nodes]
        own = [it for it in texts if OWN.fullmatch(it)]
        assert [it for it in own if it[0].isupper()] == [], path


@pytest.mark.eis("T-1")
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_templates_of_each_room_take_their_words_from_the_profile(suffix):
    templates = sources(*(f"templates/{room}" for room in SHOWN), suffix=suffix)

    assert templates
    for path in templates:
        found = [it for it in in_words(path.read_text()) if OWN.search(it)]
        assert found == [], path


@pytest.mark.eis("T-1")
def test_what_is_named_when_the_code_is_loaded_follows_the_house(db, monkeypatch):
    dossier = Word("het", "dossier", "dossiers")
    words = {**profile.active().words, "casus": dossier, "afspraak": dossier}
    house = type("House", (), {"words": words})
    label = said("{casus.capital_this} en een {casus}")

    before = str(label)
    monkeypatch.setattr(profile, "active", lambda: house)

    assert before == "Deze casus en een casus"
    assert str(label) == "Dit dossier en een dossier"
    assert str(navigation.PARTNER[0][0]) == "Dossier aanmelden"
    assert pages.EventKind.PLAN.label == "Plan en dossiers"


@pytest.mark.eis("T-1")
def test_what_a_model_calls_something_is_said_in_the_words_of_the_house(
    db, monkeypatch
):
    contract = Word("het", "verdrag", "verdragen")
    words = {**profile.active().words, "partij": contract, "betrokkene": contract}
    monkeypatch.setattr(profile, "active", lambda: type("House", (), {"words": words}))

    assert spoken("Gekozen Partijen") == "Gekozen verdragen"
    assert spoken("wie de betrokkene informeert") == "wie het verdrag informeert"
    assert Person.Role.BETROKKENE.said == "Verdrag"


@pytest.mark.eis("T-1")
def test_a_number_is_followed_by_one_or_more_in_the_words_of_the_house(db):
    assert [noun(number, "casus") for number in (0, 1, 2)] == [
        "casussen",
        "casus",
        "casussen",
    ]
