"""Every room calls a case, what is agreed and the house itself as this house does."""

import ast
import re

import pytest

from cases import pages
from house import navigation, profile
from house.words import Word, noun, said
from tests.test_words_of_the_house import PLACE, TAG, sentences
from tests.walks import sources

ROOMS = ("accounts", "cases", "house", "ico", "privacy", "triage")
SHOWN = (*ROOMS, "account", "components", "mfa")
OWN = re.compile(
    r"\b(casus(sen)?|casusregisseurs?|afspra(ak|ken)|afschaling(en)?|"
    r"zorg- en veiligheidshui[sz](en)?)\b",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r'\s(?:title|text|label|back_label|lead|caption|submit|action)="([^"]*)"'
)
# Labels of a model cannot know the profile: `spoken` says them in the house's words.
LABELS = {"agreed.py", "meetings.py", "plans.py", "decisions.py", "inquiries.py"} | {
    *("approvals.py", "developments.py"),
    *("case.py", "comparisons.py", "grant_kinds.py", "grants.py", "models.py"),
}
# Which program made a calendar is no matter of the house.
APART = LABELS | {"appointment.py"}


def in_words(text):
    return [PLACE.sub("…", TAG.sub(" ", text)), *GIVEN.findall(PLACE.sub("…", text))]


@pytest.mark.eis("T-1")
def test_sentences_of_each_room_take_their_words_from_the_profile():
    modules = [it for it in sources(*ROOMS) if "migrations" not in it.parts]
    judged = [it for it in modules if it.name not in APART]

    assert judged
    for path in judged:
        own = {it for it in sentences(ast.parse(path.read_text())) if OWN.search(it)}
        assert own == set(), path


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
def test_a_number_is_followed_by_one_or_more_in_the_words_of_the_house(db):
    assert [noun(number, "casus") for number in (0, 1, 2)] == [
        "casussen",
        "casus",
        "casussen",
    ]
