"""Rows by the million: written as text per table, and copied in at once."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import Enum, auto
from hashlib import sha256
from io import StringIO
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
        """Hand what was written so far to the database."""
        with connection.cursor() as cursor:
            for model, sheet in self.sheets.items():
                text = sheet.text.getvalue()
                if text:
                    self.digest.update(f"{model._meta.label}\n{text}".encode())
                    cursor.copy_expert(sheet.command, StringIO(text))
                    sheet.text = StringIO()

    def _sheet(self, model: type[models.Model]) -> "Sheet":
        self.sheets[model] = sheet = Sheet(model)
        return sheet


class Sheet:
    """One table: its columns, what each holds unless something is said, its rows."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = list(model._meta.concrete_fields)
        self.text = StringIO()
        self.columns = [(f.attname, _usual(f), _sealer(f)) for f in fields]
        self.arrays = {f.attname for f in fields if isinstance(f, ArrayField)}
        self.counted = 0
        names = ", ".join(f'"{field.column}"' for field in fields)
        self.command = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'

    def write(self, values: dict[str, Any], at: datetime, book: Book) -> Any:
        """Add a row, and forget no column: one that is unknown is a mistake."""
        case_id: Any = values.get("case_id")
        cells = []
        for name, usual, seal in self.columns:
            value = values.pop(name, usual)
            if type(value) is Usual:
                value = self._made(value, name, at, book)
            if name == "id":
                key = value
            if seal is not None and value is not None:
                value = seal(case_id, value)
            spell = _array if name in self.arrays else SPELLED.get(type(value), str)
            cells.append(spell(value))
        if values:
            raise TypeError(f"{self.command}: no column for {sorted(values)}")
        self.text.write("\t".join(cells) + "\n")
        return key

    def _made(self, usual: Usual, name: str, at: datetime, book: Book) -> Any:
        if usual is Usual.AT:
            return at
        if usual is Usual.KEY:
            return book.key(at)
        if usual is Usual.COUNTED:
            self.counted += 1
            return self.counted
        raise TypeError(f"{self.command}: {name} is needed")


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
    UUID: str,
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
