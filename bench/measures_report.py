"""The tables of docs/bench.md: what was measured, and which aims were met."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.measures_extracts import LAYOUT
from bench.measures_minutes import BARE, DOOR, TYPED
from bench.measures_pages import Aim

BEGIN, END = "<!-- Measured by `make bench`. -->", "<!-- What follows is written. -->"
AIMED_AT = (10_000, 100_000)
ALLOWED_BY_HAND, ALLOWED_MS, THROUGHPUT = 2.5, 1.0, 0.35
QUERIES = {Aim.LIST: 8, Aim.CASE: 14}
SOUGHT_MS = {Aim.ALIKE: 5.0, Aim.BSN: 1.0}
FLAT, LOOKED_MS, REMOVAL, PRINTING, SAVING = 1.5, 10.0, 0.4, 1.5, 3.0
TYPING, BEYOND_DOOR = 10.0, 3
HEAD = (
    *("what", "by whom", "queries", "database ms", "by hand ms", "ratio"),
    *("web ms", "a second", "of an empty answer", "of an empty page", "aim"),
)

Line = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """All that was measured at one size, and with what its lines are compared."""

    about: dict[str, Any]
    lines: list[Line]

    @property
    def cases(self) -> int:
        return int(self.about["cases"])

    @property
    def has_aims(self) -> bool:
        return self.cases in AIMED_AT

    def line(self, what: str) -> Line:
        return next(line for line in self.lines if line["what"] == what)

    def middle(self, what: str, part: str = "whole") -> float:
        """The middle of one line's measure, in milliseconds."""
        return float(self.line(what)[part][1]) * 1e3


def page(sizes: list[Size], before: str) -> str:
    """The document with its tables renewed; what people wrote below them stays."""
    _, _, written = before.partition(END)
    parts = [
        "# How fast it is",
        BEGIN,
        *(part for size in sizes for part in _section(size)),
        *_flat(sizes),
        END,
    ]
    return "\n\n".join(parts) + written


def _section(size: Size) -> Iterator[str]:
    about = size.about
    yield f"## {size.cases:,} cases"
    yield (
        f"{about['processor']}, {about['cores']} cores; PostgreSQL"
        f" {about['postgresql']}; Python {about['python']}; {about['size']} in the"
        f" database, {about['looks']:,} access records; the load of the machine was"
        f" {about['load']} when it began and {about['load_after']} when it ended."
    )
    aims = [_judged(line, size) for line in size.lines]
    head = HEAD if size.has_aims else HEAD[:-1]
    yield _table(head, (_cells(line, size, aim) for line, aim in _with(size, aims)))
    yield from (_typing(line, size) for line in size.lines if line["what"] == TYPED)
    if size.has_aims:
        yield f"Aims met: {sum(a == 'met' for a in aims)} of {sum(map(bool, aims))}."


def _typing(line: Line, size: Size) -> str:
    """The slowest of twenty saves, beside the least that a save could be."""
    slow, whole = line["slow_server"] * 1e3, line["slow"] * 1e3
    beyond = line["queries"][2] - size.line(DOOR)["queries"][1]
    return (
        f"Of the {line['what']}, nineteen in twenty cost the database at most"
        f" {slow:.1f} ms, {slow / size.middle(BARE, 'server'):.1f} × a bare update, and"
        f" {whole:.1f} ms with our own part; their writers wait at most"
        f" {line['waited'] * 1e3:.0f} ms, all in one process. Beyond their door they"
        f" ask {beyond:.0f} queries."
    )


def _with(size: Size, aims: list[str]) -> Iterator[tuple[Line, str]]:
    return zip(size.lines, aims, strict=True)


def _cells(line: Line, size: Size, aim: str) -> list[str]:
    whole = line["whole"][1]
    limit = line["limit"]
    cells = [
        line["what"],
        line["who"],
        f"{line['queries'][1]:.0f}",
        _spread(line["server"]),
        _spread(limit) if limit else "",
        f"{line['server'][1] / limit[1]:.1f}" if limit else "",
        _spread(line["web"]),
        f"{1 / whole:.{0 if whole < 0.1 else 1}f}",
        f"{size.middle('nothing at all') / 1e3 / whole:.2f}",
        f"{size.middle('an empty page') / 1e3 / whole:.2f}",
    ]
    return [*cells, aim] if size.has_aims else cells


def _judged(line: Line, size: Size) -> str:
    """'met', or what was missed; nothing where nothing was asked."""
    missed = list(JUDGES[Aim(line["aim"])](line, size))
    if Aim(line["aim"]) is Aim.NONE or not size.has_aims:
        return ""
    return f"**missed**: {', '.join(missed)}" if missed else "met"


def _page_aims(line: Line, size: Size) -> Iterator[str]:
    low, middle, high = line["queries"]
    server, limit = line["server"][1], line["limit"][1]
    if middle > QUERIES[Aim(line["aim"])]:
        yield "queries"
    if low != high:
        yield "not constant"
    if server * 1e3 > max(ALLOWED_MS, limit * 1e3 * ALLOWED_BY_HAND):
        yield "database"
    if size.middle("nothing at all") / 1e3 / line["whole"][1] < THROUGHPUT:
        yield "throughput"


def _looked(line: Line, size: Size) -> Iterator[str]:
    if line["server"][1] * 1e3 > LOOKED_MS:
        yield "time"


def _alike(line: Line, size: Size) -> Iterator[str]:
    low, _, high = line["queries"]
    if low != high:
        yield "not constant"
    if line["server"][1] * 1e3 > SOUGHT_MS[Aim(line["aim"])]:
        yield "database"


def _removal(line: Line, size: Size) -> Iterator[str]:
    if line["limit"][1] / line["server"][1] < REMOVAL:
        yield f"{line['limit'][1] / line['server'][1]:.2f} × a bare cascade"


def _printing(line: Line, size: Size) -> Iterator[str]:
    yield from _beside(line, size.middle("its layout alone"))


def _extracting(line: Line, size: Size) -> Iterator[str]:
    yield from _beside(line, size.middle(LAYOUT))


def _beside(line: Line, layout: float) -> Iterator[str]:
    times = line["whole"][1] * 1e3 / layout
    if times > PRINTING:
        yield f"{times:.1f} × its layout"


def _saving(line: Line, size: Size) -> Iterator[str]:
    times = line["whole"][1] * 1e3 / size.middle("a bare save")
    if times > SAVING:
        yield f"{times:.1f} × a bare save"


def _autosaving(line: Line, size: Size) -> Iterator[str]:
    beyond = line["queries"][2] - size.line(DOOR)["queries"][1]
    if beyond > BEYOND_DOOR:
        yield f"{beyond:.0f} queries beyond its door"
    times = line["slow_server"] * 1e3 / size.middle(BARE, "server")
    if times > TYPING:
        yield f"{times:.1f} × a bare update"


def _nothing(line: Line, size: Size) -> Iterator[str]:
    return iter(())


JUDGES = {
    Aim.NONE: _nothing,
    Aim.LIST: _page_aims,
    Aim.CASE: _page_aims,
    Aim.LOOKED: _looked,
    Aim.REMOVAL: _removal,
    Aim.PDF: _printing,
    Aim.EXTRACT: _extracting,
    Aim.SAVE: _saving,
    Aim.ALIKE: _alike,
    Aim.BSN: _alike,
    Aim.AUTOSAVE: _autosaving,
}


def _flat(sizes: list[Size]) -> Iterator[str]:
    """How much more the database does for the same page in a house ten times as big."""
    aimed = [size for size in sizes if size.has_aims]
    if len(aimed) != len(AIMED_AT):
        return
    small, large = aimed
    yield "## Flat between the two sizes"
    yield _table(
        ("what", "by whom", "database ms, small", "large", "times", "flat"),
        (
            _compared(one, other)
            for one, other in zip(small.lines, large.lines, strict=True)
            if one["limit"] and one["who"]
        ),
    )


def _compared(one: Line, other: Line) -> list[str]:
    times = other["server"][1] / one["server"][1]
    # What stays below the millisecond of the aim is flat, whatever it does there.
    flat = times <= FLAT or other["server"][1] * 1e3 <= ALLOWED_MS
    return [
        one["what"] if one["what"] == other["what"] else "case list, deep page",
        one["who"],
        f"{one['server'][1] * 1e3:.2f}",
        f"{other['server'][1] * 1e3:.2f}",
        f"{times:.1f}",
        "yes" if flat else "**no**",
    ]


def _spread(values: list[float]) -> str:
    low, middle, high = (
        f"{value * 1e3:.{2 if value < 0.1 else 0}f}" for value in values
    )
    return middle if low == high else f"{middle} ({low}–{high})"


def _table(head: tuple[str, ...], rows: Iterator[list[str]]) -> str:
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
