"""No sentence on a screen holds a word for which a house may have its own."""

import ast
import re

import pytest

from tests.walks import ROOT, sources

WORDS = (
    *("weging", "weegoverleg", "afstemmingsplan", "procescoördinator"),
    *("ICO", "ICO's", "convenant", "convenanten"),
)
OWN = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
# Where `said` puts the word of the house.
PLACE = re.compile(r"\{[a-z_]+(\.[a-z_]+)?\}")
TITLE = re.compile(r'\b(?:title|text|label|lead|caption)="([^"]*)"')
# Said to developers, or examples without a house.
APART = ("house/checks.py", "demo/gallery.py", "templates/demo/gallery.html")


def files(*where, suffix):
    found = sources(*where, suffix=suffix)
    return [path for path in found if str(path.relative_to(ROOT)) not in APART]


def sentences(tree):
    """Every text with a space in it, save docstrings and what models call things."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(node.value) for node in ast.walk(tree) if names_a_model(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in silent:
            text = PLACE.sub("…", str(node.value))
            if " " in text.strip() or text != text.strip():
                yield text


def names_a_model(node):
    return isinstance(node, ast.Assign) and any(
        getattr(target, "id", "").startswith("verbose_name") for target in node.targets
    )


@pytest.mark.eis("T-1")
def test_sentences_of_the_code_take_their_words_from_the_profile():
    python = [it for it in files(suffix=".py") if "migrations" not in it.parts]
    found = [
        (path.name, text)
        for path in python
        for text in sentences(ast.parse(path.read_text()))
        if OWN.search(text)
    ]

    assert python
    assert found == []


@pytest.mark.eis("T-1")
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_templates_take_their_words_from_the_profile(suffix):
    texts = {it: it.read_text() for it in files("templates", suffix=suffix)}
    found = [
        (path.name, said)
        for path, text in texts.items()
        for said in (TAG.sub(" ", text), *TITLE.findall(PLACE.sub("…", text)))
        if OWN.search(said)
    ]

    assert texts
    assert found == []


def test_buttons_call_saving_by_one_verb():
    button = re.compile(r'\b(?:submit|second|label)="(?:Bewaar|Opslaan|Vastleggen)\b')
    templates = files("templates", suffix=".html")
    python = [it for it in files(suffix=".py") if "migrations" not in it.parts]
    said = re.compile(r"^Bewaard\b")

    assert [it.name for it in templates if button.search(it.read_text())] == []
    assert [it.name for it in python if button.search(it.read_text())] == []
    assert [
        (it.name, text)
        for it in python
        for text in sentences(ast.parse(it.read_text()))
        if said.search(text)
    ] == []
