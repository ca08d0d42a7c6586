"""What the house runs on is a part of what tests it, at the same versions."""

import json
import re
import tomllib

import pytest

from tests.walks import ROOT


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_demo_before_the_tests_or_after_them_is_the_same_house() -> None:
    base, dev = locked("base"), locked("dev")

    assert len(base) > 40
    assert {name: dev.get(name) for name in base} == base


@pytest.mark.safety("C1")
@pytest.mark.parametrize("name", ["base", "dev", "node", "postgres"])
def test_every_package_is_locked_with_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]

    assert packages
    assert [one for one in packages if "--hash=sha256:" not in one] == []


@pytest.mark.safety("C1")
def test_every_style_sheet_is_locked_with_its_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    others = {name: told for name, told in packages.items() if name}

    assert others
    assert [
        name
        for name, told in others.items()
        if not told.get("integrity", "").startswith("sha512-")
    ] == []


@pytest.mark.safety("C1")
def test_what_is_asked_for_is_what_is_locked() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[^\w.-]", one)[0].lower() for one in told["dependencies"]}

    assert asked
    assert asked - {name.lower() for name in locked("base")} == set()
