"""What the house is made of besides our own code: each part and its licence.

`licences` draws docs/licences.md, `sbom` makes a bill of materials (CycloneDX).
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/licences.md"
BILL = ROOT / ".state/sbom/zvh.cdx.json"
STYLE, PYTHON = "style sheets and font", "Python"

# Where a package tells less, or other than its licence file; each was read.
READ = {
    "async-timeout": "Apache-2.0",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "prompt-toolkit": "BSD-3-Clause",
    "psycopg2-binary": "LGPL-3.0-or-later",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pyrage": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
}
SAID = {
    "BSD License": "BSD",
    "New BSD": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
}
HEAD = """# Licences

ZVH itself is under the EUPL, version 1.2. Below is every other part that comes along
with an installation, as the lock files name it. The page is drawn by `make docs`, and a
test compares it with those files. None of the parts is changed by us. What is needed to
develop and test only is in `requirements/dev.txt` and does not come along. A bill of
materials for machines (CycloneDX) is made by `make sbom`.

"""
TAIL = """
*BSD* is said where a package calls itself so without saying with how many clauses.

## Looked at twice

- **psycopg2-binary** is under the LGPL, with an exception that lets it be used together
  with anything. It is a library of its own that can be replaced, which is what the LGPL
  asks. The package holds copies of libpq (PostgreSQL licence), OpenSSL (Apache-2.0) and
  other libraries that libpq needs.
- **pyphen** lets everybody choose among three licences; we take the LGPL. Its lists of
  hyphens each have one of their own, which its folder tells.
- **fido2** holds the Public Suffix List, under the MPL-2.0. It comes with the second
  factor of allauth; we use no passkeys.
- **django-htmx** holds htmx, under the 0BSD licence.
- **The Utrecht style sheets** are under the EUPL-1.2, as ZVH is. **Open Sans** is under
  the OFL-1.1: it may come along with software, and not be sold by itself.

## Beside it

These run beside ZVH and are installed from elsewhere: PostgreSQL (PostgreSQL licence),
Redis up to 7.2 or Valkey (BSD-3-Clause; later versions of Redis have other terms), and
the libraries that make a PDF: Pango (LGPL-2.0-or-later) and HarfBuzz (MIT).
"""


@dataclass(frozen=True)
class Part:
    """A package as it is locked."""

    name: str
    version: str
    licence: str
    kind: str


def main() -> int:
    match sys.argv[1:]:
        case ["licences"]:
            PAGE.write_text(page())
            print(PAGE.relative_to(ROOT))
        case ["sbom"]:
            BILL.parent.mkdir(parents=True, exist_ok=True)
            BILL.write_text(json.dumps(bill(), indent=1) + "\n")
            print(BILL.relative_to(ROOT))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def page() -> str:
    """The document: a line for each part."""
    rows = [f"| {one.name} | {one.version} | {one.licence} |" for one in parts()]
    table = ["| part | version | licence |", "|---|---|---|", *rows]
    return HEAD + "\n".join(table) + "\n" + TAIL


def parts() -> list[Part]:
    """Everything that comes along with an installation."""
    return [*_python(), *_style()]


def bill() -> dict[str, Any]:
    """Both halves in one; of the Python packages those that are locked for a house."""
    made = _asked_for("python", "-m", "cyclonedx_py", *ENVIRONMENT)
    style = _asked_for("npm", "sbom", "--package-lock-only", *STYLES)
    locked = {one.name: [{"expression": one.licence}] for one in _python()}
    known = [one for one in made["components"] if plain(one["name"]) in locked]
    for one in known:
        one.setdefault("licenses", locked[plain(one["name"])])
    made["components"] = [*known, *_not_here(known), *style["components"]]
    made["dependencies"] = _dependencies(made, style)
    return made


ENVIRONMENT = (
    *("environment", "--pyproject", "pyproject.toml", "--output-reproducible"),
    *("--output-format", "JSON", sys.executable),
)
STYLES = ("--omit=dev", "--sbom-format=cyclonedx", "--loglevel=error")


def _python() -> Iterator[Part]:
    text = (ROOT / "requirements/base.txt").read_text()
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE):
        yield Part(name, version, READ.get(name) or _declared(name), PYTHON)


def _declared(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed here: read its licence") from None
    kinds = ("License-Expression", "License", "Classifier")
    told_so = [line for kind in kinds for line in told.get_all(kind) or [] if line]
    fitting = [one for one in told_so if " :: " not in one or one.startswith("License")]
    said: str = fitting[0].rpartition(" :: ")[2]
    return SAID.get(said, said)


def _style() -> Iterator[Part]:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            name = path.removeprefix("node_modules/")
            yield Part(name, package["version"], package["license"], STYLE)


def _not_here(known: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is locked for another Python or system than this one."""
    here = {plain(one["name"]) for one in known}
    for one in _python():
        if one.name not in here:
            yield {
                "type": "library",
                "bom-ref": f"{one.name}=={one.version}",
                "name": one.name,
                "version": one.version,
                "scope": "optional",
                "purl": f"pkg:pypi/{one.name}@{one.version}",
                "licenses": [{"expression": one.licence}],
            }


def _dependencies(made: dict[str, Any], style: dict[str, Any]) -> list[dict[str, Any]]:
    root = made["metadata"]["component"]["bom-ref"]
    there = {root, *(one["bom-ref"] for one in made["components"])}
    old = style["metadata"]["component"]["bom-ref"]
    merged: dict[str, set[str]] = {}
    for one in [*made["dependencies"], *style["dependencies"]]:
        ref = root if one["ref"] == old else one["ref"]
        merged.setdefault(ref, set()).update(one.get("dependsOn", []))
    return [
        {"ref": ref, "dependsOn": sorted(needs & there)}
        for ref, needs in sorted(merged.items())
        if ref in there
    ]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked_for(program: str, *words: str) -> dict[str, Any]:
    path = sys.executable if program == "python" else program
    done = subprocess.run([path, *words], cwd=ROOT, capture_output=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    sys.exit(main())
