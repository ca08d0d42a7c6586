"""Says which requirements of docs/eisen.md the tests that ran have proven."""

import re
import textwrap
from collections.abc import Collection, Generator
from functools import cache
from pathlib import Path

import pytest

LIST = Path(__file__).resolve().parents[1] / "docs" / "eisen.md"
SHAPES = {
    "eis": r"[A-Z]-\d+b?",
    "safety": r"(?!U)[A-Z]\d+",
    "use": r"U\d+",
}
NAMES = {"eis": "eisen", "safety": "safety", "use": "use"}
PROPERTY = "requirements"


def pytest_configure(config: pytest.Config) -> None:
    for kind, name in NAMES.items():
        config.addinivalue_line(
            "markers", f"{kind}(*ids): the requirements ({name}) this test proves"
        )
    config.pluginmanager.register(Proof(), "proof-of-requirements")


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem() -> Generator[None, object, object]:
    """Unknown ids are refused here, where an error still belongs to a test file."""
    made = yield
    for item in made if isinstance(made, list) else [made]:
        if isinstance(item, pytest.Item):
            refuse_unknown(item)
    return made


def pytest_itemcollected(item: pytest.Item) -> None:
    """Reports carry the ids along: with xdist nothing else reaches the controller."""
    item.user_properties.extend((PROPERTY, one) for one in claimed(item))


class Proof:
    """What the reports of this run have shown so far."""

    def __init__(self) -> None:
        self.tests = 0
        self.passed: set[object] = set()
        self.failed: set[object] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = {value for name, value in report.user_properties if name == PROPERTY}
        if report.failed:
            self.failed |= ids
        if report.when == "call" and not report.skipped:
            self.tests += 1
            # A pass that was expected to fail proves nothing.
            self.passed |= set() if hasattr(report, "wasxfail") else ids

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        if self.tests:
            terminalreporter.section("requirements proven by the tests that ran")
            for line in summary(self.passed - self.failed, self.tests):
                terminalreporter.write_line(line)


def summary(proven: Collection[object], tests: int) -> list[str]:
    missing = {kind: [i for i in known_ids(kind) if i not in proven] for kind in NAMES}
    lists = [line for kind in NAMES for line in unproven(NAMES[kind], missing[kind])]
    sums = [
        f"{NAMES[kind]}: {len(known_ids(kind)) - len(missing[kind])} of"
        f" {len(known_ids(kind))} proven by the tests that ran ({tests})"
        for kind in NAMES
    ]
    return lists + sums


def unproven(name: str, missing: list[str]) -> list[str]:
    """The ids in groups of one letter: 'A-1 2 4, G-1 1b'."""
    groups: dict[str, list[str]] = {}
    for one in missing:
        letter = one.rstrip("b0123456789")
        groups.setdefault(letter, []).append(one.removeprefix(letter))
    text = ", ".join(letter + " ".join(numbers) for letter, numbers in groups.items())
    line = f"{name} not proven by the tests that ran: {text}"
    return textwrap.wrap(line, width=88, subsequent_indent="    ") if missing else []


@cache
def known_ids(kind: str) -> tuple[str, ...]:
    text = LIST.read_text(encoding="utf-8")
    return tuple(re.findall(rf"^\| ({SHAPES[kind]}) \|", text, re.MULTILINE))


def claimed(item: pytest.Item) -> list[str]:
    return [one for kind in NAMES for one in claimed_as(kind, item)]


def claimed_as(kind: str, item: pytest.Item) -> list[str]:
    return [str(one) for mark in item.iter_markers(kind) for one in mark.args]


def refuse_unknown(item: pytest.Item) -> None:
    for kind in NAMES:
        unknown = sorted(set(claimed_as(kind, item)) - set(known_ids(kind)))
        if unknown:
            raise pytest.Collector.CollectError(
                f"{item.name} claims {kind} {', '.join(unknown)}: not in docs/eisen.md"
            )
