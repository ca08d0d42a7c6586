"""Habits of the house that a reader of the source can check, so a test does."""

import re

import pytest

from tests.walks import ROOT, sources

PYTHON = [path for path in sources() if "migrations" not in path.parts]
TEMPLATES = sources("templates", suffix=".html")
DOOR = r"(?m)^@(gated|listed|public)\("


def lines_with(pattern, paths, *, but=()):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        if str(path.relative_to(ROOT)) not in but
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_one_clock():
    assert (
        lines_with(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(", PYTHON) == []
    )


def test_phases_change_in_actions_only():
    # What stands before a quote, or is wanted, is SQL that compares a phase.
    found = lines_with(r"\.phase = (?!'|wanted\b)|\.move_to\(", PYTHON)
    allowed = ("cases/actions.py", "cases/case.py", "privacy/")

    assert [line for line in found if not line.startswith(allowed)] == []


def test_guardian_stays_in_one_module():
    assert (
        lines_with(r"^\s*(from|import) guardian", PYTHON, but=("cases/grants.py",))
        == []
    )


def test_nobody_asks_the_library_for_permission():
    assert lines_with(r"\.has_perm\(|get_objects_for_user|assign_perm", PYTHON) == []


def test_views_do_not_filter():
    views = [path for path in PYTHON if re.search(DOOR, path.read_text())]

    assert views
    assert lines_with(r"\.filter\(|\.exclude\(", views) == []


@pytest.mark.safety("H1")
def test_templates_hold_no_inline_style_or_handler():
    assert lines_with(r"\sstyle=|\son[a-z]+=\"|javascript:", TEMPLATES) == []


@pytest.mark.use("U16")
def test_forms_have_no_disabled_submit_and_no_asterisk():
    assert lines_with(r"<button[^>]*\sdisabled|>\s*\*\s*<", TEMPLATES) == []


def test_what_is_only_heard_begins_with_a_word():
    # A colon or comma there is read with a space before it: "Bekijk : Triage".
    assert lines_with(r"visually-hidden\">[^\w\s({]", TEMPLATES) == []


def test_nothing_is_kept_in_the_browser():
    scripts = sources("static", suffix=".js")

    assert scripts
    assert lines_with(r"localStorage|sessionStorage|indexedDB", scripts) == []


def test_no_address_of_another_host_in_templates_or_styles():
    files = [
        *TEMPLATES,
        *sources("static", suffix=".css"),
        *sources("static", suffix=".js"),
    ]

    assert lines_with(r"https?://(?!www\.w3\.org)", files) == []
