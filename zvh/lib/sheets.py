"""Tables to take along: as a workbook or as text that a Dutch Excel opens rightly."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone

Cell = str | int | date | datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TYPES = {"xlsx": XLSX, "csv": CSV}
# With these a program may take a text for a formula, also where they are wide
# or stand behind signs that nobody sees.
UNSEEN = r"\u200b-\u200f\ufeff"
FORMULA = re.compile(
    rf"[\s\x00-\x1f{UNSEEN}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[ {UNSEEN}]*[\t\r\n\x00]"
)
# No workbook can hold these.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DAY, MOMENT = "dd-mm-yyyy", "dd-mm-yyyy hh:mm"


def made(
    suffix: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """A table as a file of this kind, with its head above it."""
    write = {"xlsx": _xlsx, "csv": _csv}[suffix]
    return write(title, head, rows)


def harmless(text: str) -> str:
    """The same text, which no program takes for a formula (I2)."""
    clean = CONTROLS.sub("", text)
    return f"'{clean}" if FORMULA.match(text) else clean


def _csv(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons and a mark of its encoding, or diacritics go wrong in Excel."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in head])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    # A sheet's name is short, and some signs mean something in it.
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"

    def cell(value: Cell, *, bold: bool = False) -> Any:
        made: Any = WriteOnlyCell(sheet, value=_kept(value))
        if isinstance(value, str):
            # Else a text that looks like a formula becomes one.
            made.data_type = "s"
        elif isinstance(value, date):
            made.number_format = MOMENT if isinstance(value, datetime) else DAY
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in head])
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _kept(value: Cell) -> Any:
    """A date stays a date; a workbook knows local time only."""
    if isinstance(value, datetime):
        return _local(value)
    return harmless(value) if isinstance(value, str) else value


def _written(value: Cell) -> str:
    if isinstance(value, datetime):
        return f"{_local(value):%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else str(value)


def _local(moment: datetime) -> datetime:
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment
