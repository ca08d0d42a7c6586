"""The text of an element of a page, as Word writes it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

SOFT = "5C564F"
BREAK = "\n"
BLANKS = re.compile(r"\s+")


class Piece(NamedTuple):
    """Text that looks alike; a line break is one of its own."""

    text: str
    strong: bool
    soft: bool


def fill(line: Any, part: Any, *, bold: bool = False) -> None:
    """The text of an element, with its breaks and what is strong or soft in it."""
    from docx.shared import RGBColor

    for piece in _tidy(_walk(part, strong=bold, soft=False)):
        run = line.add_run()
        run.bold = piece.strong or None
        if piece.soft:
            run.font.color.rgb = RGBColor.from_string(SOFT)
        if piece.text == BREAK:
            run.add_break()
        else:
            run.text = piece.text


def said(part: Any) -> str:
    if part is None:
        return ""
    said = (piece.text for piece in _walk(part, strong=False, soft=False))
    return " ".join("".join(said).split())


def _walk(part: Any, *, strong: bool, soft: bool) -> Iterator[Piece]:
    kinds = part.get("class", "").split()
    strong = strong or part.tag == "strong" or "contribution__party" in kinds
    soft = soft or "soft" in kinds
    yield from _clean(part.text, strong, soft)
    for number, child in enumerate(part):
        if child.tag == "br" or (child.tag == "p" and number):
            yield Piece(BREAK, strong, soft)
        yield from _walk(child, strong=strong, soft=soft)
        yield from _clean(child.tail, strong, soft)


def _clean(text: str | None, strong: bool, soft: bool) -> Iterator[Piece]:
    """What may stand in a document: no control characters, and blanks as one."""
    kept = "".join(sign for sign in text or "" if sign.isprintable() or sign.isspace())
    folded = BLANKS.sub(" ", kept)
    if folded:
        yield Piece(folded, strong, soft)


def _tidy(pieces: Iterator[Piece]) -> list[Piece]:
    """As in a browser: one blank between words, and none at the edges of a line."""
    tidy: list[Piece] = []
    for piece in pieces:
        is_new_line = not tidy or tidy[-1].text.endswith((" ", BREAK))
        text = piece.text.lstrip(" ") if is_new_line else piece.text
        if text:
            tidy.append(piece._replace(text=text))
    if tidy:
        last = tidy.pop()
        tidy.append(last._replace(text=last.text.rstrip(" ")))
    return tidy
