"""What comes along with an installation is known, and may come along."""

import json
import re
from typing import Any

import parts
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.walks import ROOT

# Each lets its part come along with a work under the EUPL.
FITTING = frozenset(
    {"MIT", "MIT-0", "MIT-CMU", "0BSD", "BSD", "BSD-2-Clause", "BSD-3-Clause"}
    | {"Apache-2.0", "PSF-2.0", "MPL-2.0", "OFL-1.1", "EUPL-1.2"}
    | {"LGPL-2.1-or-later", "LGPL-3.0-or-later"}
)
PARTS = parts.parts()


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return parts.bill()


def fits(licence: str) -> bool:
    """Of alternatives one is enough; of licences that hold together all are needed."""
    return any(
        all(each in FITTING for each in alternative.split(" AND "))
        for alternative in licence.split(" OR ")
    )


def locked() -> dict[str, str]:
    text = (ROOT / "requirements/base.txt").read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    style = {
        path.removeprefix("node_modules/"): package["version"]
        for path, package in packages.items()
        if path and not package.get("dev")
    }
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)) | style


def test_page_is_as_the_lock_files_say() -> None:
    page = (ROOT / "docs/licences.md").read_text()
    rows = re.findall(r"^\| (\S+) \| (\S+) \| .+ \|$", page, re.MULTILINE)

    assert page == parts.page(), "run `make docs`"
    assert dict(rows[1:]) == locked()


@pytest.mark.parametrize("part", PARTS, ids=lambda one: one.name)
def test_licence_fits_ours(part: parts.Part) -> None:
    assert fits(part.licence), part


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "MIT AND GPL-3.0-only", "SSPL-1.0", "UNKNOWN", ""]
)
def test_licence_that_does_not_fit_is_seen(licence: str) -> None:
    assert not fits(licence)


@pytest.mark.parametrize("name", sorted(parts.READ))
def test_licence_is_read_only_of_what_comes_along(name: str) -> None:
    assert name in locked()


@pytest.mark.safety("C1")
def test_bill_holds_every_part_and_nothing_else(bill: dict[str, Any]) -> None:
    faults = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    known = {
        parts.plain(one["name"]) if "/" not in one["name"] else one["name"]: one[
            "version"
        ]
        for one in bill["components"]
    }
    assert faults is None
    assert known == locked()
    assert all(one["licenses"] for one in bill["components"])


def test_bill_says_what_needs_what(bill: dict[str, Any]) -> None:
    refs = {one["bom-ref"] for one in bill["components"]} | {"root-component"}
    needs = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}
    assert set(needs) <= refs
    assert all(needed <= refs for needed in needs.values())
    assert any(ref.startswith("Django==") for ref in needs["root-component"])
    assert any(ref.startswith("@utrecht/") for ref in needs["root-component"])
