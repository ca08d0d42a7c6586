"""Rows by the million: written as text per table, and copied in at once."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from enum import Enum, auto
from hashlib import sha256
from io import StringIO
from operator import attrgetter
from random import Random
from types import NoneType
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from zvh.guard.content import ContentField, ContentFileField, codec
from zvh.lib.keys import new_id


class Usual(Enum):
    """What a column holds when nothing is said of it, and no fixed value will do."""

    AT = auto()
    KEY = auto()
    NEEDED = auto()
    COUNTED = auto()


ODD = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Book:
    """All the tables of a house that is being written; the same seed, the same rows."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311 - plausible, not secret
        self.sheets: dict[type[models.Model], Sheet] = {}
        self.digest = sha256()
        self.rows = 0
        self.hand = ThreadPoolExecutor(1)
        self.copying: Future[None] | None = None

    def key(self, at: datetime) -> UUID:
        """A key like the house's own: in order of time, the rest by the dice."""
        moment = int(at.timestamp() * 1000)
        low = self.dice.getrandbits(76)
        head = (moment << 16) | 0x7000 | (low >> 64)
        return UUID(int=(head << 64) | 2 << 62 | (low & (1 << 62) - 1))

    def add(self, model: type[models.Model], *, at: datetime, **values: Any) -> Any:
        """One row, what is left out as the model has it; returns its key."""
        sheet = self.sheets.get(model) or self._sheet(model)
        self.rows += 1
        return sheet.write(values, at, self)

    def copy(self) -> None:
        """Hand what was written so far to the database, which takes it meanwhile."""
        self.settle()
        texts = [(sheet.command, sheet.torn()) for sheet in self.sheets.values()]
        for model, (_, text) in zip(self.sheets, texts, strict=True):
            if text:
                self.digest.update(f"{model._meta.label}\n{text}".encode())
        # The driver's own connection: Django's may be used by one thread only.
        connection.ensure_connection()
        self.copying = self.hand.submit(_copy, connection.connection, texts)

    def settled(self, execute: Callable[..., Any], *words: Any) -> Any:
        """Around every statement: a connection does one thing at a time."""
        self.settle()
        return execute(*words)

    def settle(self) -> None:
        """Wait for the last copy; whatever went wrong in it is raised here."""
        copying, self.copying = self.copying, None
        if copying is not None:
            copying.result()

    def _sheet(self, model: type[models.Model]) -> "Sheet":
        self.sheets[model] = sheet = Sheet(model)
        return sheet


class Sheet:
    """One table: its columns, what each holds unless something is said, its rows."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = list(model._meta.concrete_fields)
        self.text = StringIO()
        self.columns = {f.attname: Column(nth, f) for nth, f in enumerate(fields)}
        # Most of a row is the same in every row: it is spelled once, here.
        self.blank = [column.blank for column in self.columns.values()]
        self.made = [item for item in self.columns.items() if item[1].is_own]
        self.counted = 0
        names = ", ".join(f'"{field.column}"' for field in fields)
        self.command = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'

    def write(self, values: dict[str, Any], at: datetime, book: Book) -> Any:
        """Add a row, and forget no column: one that is unknown is a mistake."""
        cells, case_id = self.blank.copy(), values.get("case_id")
        unknown = values.keys() - self.columns.keys()
        if unknown:
            raise TypeError(f"{self.command}: no column for {sorted(unknown)}")
        for name, column in self.made:
            if name not in values:
                values[name] = self._made(column.usual, name, at, book)
        for name, value in values.items():
            column = self.columns[name]
            cells[column.place] = column.spelled(value, case_id)
        self.text.write("\t".join(cells) + "\n")
        return values.get("id")

    def torn(self) -> str:
        """What was written so far; the sheet begins anew."""
        text = self.text.getvalue()
        self.text = StringIO()
        return text

    def _made(self, usual: Any, name: str, at: datetime, book: Book) -> Any:
        if usual is Usual.AT:
            return at
        if usual is Usual.KEY:
            return book.key(at)
        if usual is Usual.COUNTED:
            self.counted += 1
            return self.counted
        if usual is Usual.NEEDED:
            raise TypeError(f"{self.command}: {name} is needed")
        return usual


class Column:
    """Where a value stands in its row, and how COPY wants it spelled."""

    def __init__(self, place: int, field: Any) -> None:
        self.place, self.usual = place, _usual(field)
        self.seal, self.is_array = _sealer(field), isinstance(field, ArrayField)
        is_sealed = self.seal is not None and self.usual is not None
        # Each row has its own: a key, a moment, or what is sealed for its case.
        self.is_own = type(self.usual) is Usual or is_sealed
        self.blank = "" if self.is_own else self.spelled(self.usual, None)

    def spelled(self, value: Any, case_id: Any) -> str:
        if self.seal is not None and value is not None:
            value = self.seal(case_id, value)
        if self.is_array:
            return _array(value)
        spell = SPELLED.get(type(value))
        return spell(value) if spell else str(value)


def _copy(database: Any, texts: list[tuple[str, str]]) -> None:
    with database.cursor() as cursor:
        for command, text in texts:
            if text:
                cursor.copy_expert(command, StringIO(text))


def _usual(field: Any) -> Any:
    """What the model would fill in; moments and keys are the book's own."""
    if field.default in MADE:
        return MADE[field.default]
    if isinstance(field, models.AutoField):
        return Usual.COUNTED
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    is_text = isinstance(field, models.CharField | models.TextField)
    return "" if is_text and field.blank else Usual.NEEDED


MADE: dict[Any, object] = {timezone.now: Usual.AT, new_id: Usual.KEY, uuid4: Usual.KEY}


def _sealer(field: Any) -> Callable[[UUID, Any], Any] | None:
    if isinstance(field, ContentFileField):
        return codec().seal_bytes
    if isinstance(field, ContentField):
        return lambda case_id, value: codec().seal(case_id, field.dump(value))
    return None


def _array(values: list[str]) -> str:
    """Of keys, which need no quotes in an array."""
    return "{" + ",".join(values) + "}"


def _text(value: str) -> str:
    return value.translate(ODD) if "\\" in value or not value.isprintable() else value


SPELLED: dict[type, Callable[[Any], str]] = {
    str: _text,
    NoneType: lambda value: r"\N",
    UUID: attrgetter("hex"),
    datetime: datetime.isoformat,
    date: date.isoformat,
    bool: lambda value: "t" if value else "f",
    int: str,
    bytes: lambda value: rf"\\x{value.hex()}",
    dict: lambda value: _text(json.dumps(value, ensure_ascii=False)),
    list: lambda value: _text(json.dumps(value, ensure_ascii=False)),
}


def batches(count: int, size: int) -> Iterator[range]:
    """So many at a time that memory stays small and each COPY is worth its while."""
    for start in range(0, count, size):
        yield range(start, min(start + size, count))
