"""Pictures of pages: how one is taken, and what a page says besides its looks."""

import hashlib
import json
import os
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.walks import ROOT

FOLDER = ROOT / "docs/images"
KNOWN = FOLDER / "pages.json"
COLOURS = 64
# What is drawn anew is what `make pictures` asks for.
ARE_TAKEN = bool(os.environ.get("TAKE_PICTURES"))
# Each element in its place with what it says; keys and tokens differ every time.
OUTLINE = """() => {
  const lines = [];
  const walk = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = node.textContent.replace(/\\s+/g, " ").trim();
      if (said) lines.push(" ".repeat(depth) + said);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      if (["SCRIPT", "STYLE"].includes(node.tagName) || node.type === "hidden") return;
      const state = ["type", "value", "checked", "open", "hidden", "selected"]
        .filter((name) => node.hasAttribute(name) && !(name === "value"
          && /[0-9a-f]{8}-/.test(node.getAttribute(name))))
        .map((name) => `${name}=${node.getAttribute(name)}`);
      lines.push([" ".repeat(depth) + node.tagName.toLowerCase(),
        ...[...node.classList].sort(), ...state].join(" "));
      for (const child of node.childNodes) walk(child, depth + 1);
    }
  };
  walk(document.body, 0);
  return lines.join("\\n");
}"""


def fingerprint(page: Page) -> str:
    """Another one when anything on this page is said, placed or marked otherwise."""
    outline = page.evaluate(OUTLINE)
    return hashlib.sha256(outline.encode()).hexdigest()[:16]


def take(page: Page, name: str) -> None:
    """The page as it looks now, in few enough colours to be small."""
    taken = Image.open(BytesIO(page.screenshot()))
    few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)
    note(name, fingerprint(page))


def note(name: str, said: str) -> None:
    known_now = dict(sorted((known() | {name: said}).items()))
    KNOWN.write_text(json.dumps(known_now, indent=2) + "\n")


def known() -> dict[str, str]:
    """The fingerprint of each page at the moment its picture was taken."""
    if not KNOWN.exists():
        return {}
    found: dict[str, str] = json.loads(KNOWN.read_text())
    return found
