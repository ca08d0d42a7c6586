"""The documents can be trusted: links lead somewhere, lists are whole."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(chain(ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md")))
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
SHAPE = re.compile(r"[A-Z]-[1-9]\d*b?|[A-Z][1-9]\d*")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """The ids a reader's page gives to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings
    }


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_links_lead_somewhere(document):
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    local = [link for link in links if not re.match(r"[a-z]+:", link)]

    for link in local:
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} has no such heading"


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_mail_addresses_belong_to_nobody(document):
    hosts = re.findall(r"[\w.]+@([\w-]+\.[\w.-]*\w)", document.read_text())

    assert [host for host in hosts if not host.endswith(".example")] == []


def test_requirements_are_unique_and_well_formed():
    table = (ROOT / "docs" / "eisen.md").read_text()
    rows = re.findall(r"^\| (.*?) \| (.*) \|$", table, re.MULTILINE)
    ids = [one for one, _ in rows if one != "id"]

    assert len(ids) > 200
    assert len(ids) == len(set(ids))
    assert [one for one in ids if not SHAPE.fullmatch(one)] == []
    assert [one for one, line in rows if "|" in line or not line.strip()] == []


def test_requirements_of_a_letter_are_numbered_without_gaps():
    table = (ROOT / "docs" / "eisen.md").read_text()
    numbers: dict[str, list[int]] = {}
    for letter, number in re.findall(r"^\| ([A-Z]-?)(\d+) \|", table, re.MULTILINE):
        numbers.setdefault(letter, []).append(int(number))

    for letter, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), letter


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in ADRS]

    assert numbers == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("decision", ADRS, ids=name)
def test_decision_says_context_decision_and_consequences(decision):
    text = decision.read_text()

    assert text.startswith(f"# {int(decision.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
    ]


def test_readme_begins_with_the_two_commands():
    commands = re.findall(
        r"^    (\S.*)$", (ROOT / "README.md").read_text(), re.MULTILINE
    )

    assert commands[:2] == ["make demo", "make test"]


def test_readme_names_only_targets_that_exist():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    texts = [(ROOT / each).read_text() for each in ("README.md", "CONTRIBUTING.md")]
    named = re.findall(r"(?:`|^    )make ([a-z]+)", "\n".join(texts), re.MULTILINE)

    assert {"demo", "test"} <= set(named) <= set(targets)


def test_licence_is_the_one_we_name():
    licence = (ROOT / "LICENSE").read_text()

    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text()
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yml").read_text()
