"""The rooms of weging and overleg call a case and its agreements as the house does."""

import ast
import re

import pytest

from house.words import noun
from tests.test_words_of_the_house import TAG, sentences
from tests.walks import sources

OWN = re.compile(
    r"\b(casus(sen)?|casusregisseurs?|afspra(ak|ken)|afschaling(en)?|"
    r"zorg- en veiligheidshui[sz](en)?)\b",
    re.IGNORECASE,
)
GIVEN = re.compile(r'[\s](?:title|text|label|lead|caption|submit|action)="([^"{]*)"')
# Labels of a model cannot know the profile; the others are about to follow.
APART = {"agreed.py", "meetings.py", "plans.py", "decisions.py", "calendar.py"} | {
    "inquiries.py"
}
# Named when the code is loaded, before there is a profile.
TAB = "Plan en afspraken"
LATER = {
    "replacing.py",
    "handing_over.py",
    "casepage.py",
    "worklist.py",
    "work.py",
    "summary.py",
    "listing.py",
}


@pytest.mark.eis("T-1")
def test_sentences_of_these_rooms_take_their_words_from_the_profile():
    modules = [it for it in sources("ico", "triage") if "migrations" not in it.parts]
    judged = [it for it in modules if it.name not in APART | LATER]

    assert judged
    for path in judged:
        said = {it for it in sentences(ast.parse(path.read_text())) if OWN.search(it)}
        assert said <= {TAB}, path


@pytest.mark.eis("T-1")
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_templates_of_these_rooms_take_their_words_from_the_profile(suffix):
    templates = sources("templates/ico", "templates/triage", suffix=suffix)

    assert templates
    for path in templates:
        text = path.read_text()
        said = [TAG.sub(" ", text), *GIVEN.findall(text)]
        assert [it for it in said if OWN.search(it)] == [], path


@pytest.mark.eis("T-1")
def test_a_number_is_followed_by_one_or_more_in_the_words_of_the_house(db):
    assert [noun(number, "casus") for number in (0, 1, 2)] == [
        "casussen",
        "casus",
        "casussen",
    ]
