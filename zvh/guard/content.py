"""The one place through which the personal text of a case is read and written.

A content field knows its row, and the row knows its case. What is stored is
whatever the codec makes of it; today that may be the text itself, later it is
encrypted with a key per case, and nothing outside this module will notice.
"""

import json
from datetime import date
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.module_loading import import_string


class Codec(Protocol):
    """Turns the text and files of one case into what the database holds."""

    def seal(self, case_id: UUID, clear: str) -> str: ...
    def open(self, case_id: UUID, sealed: str) -> str: ...
    def seal_bytes(self, case_id: UUID, clear: bytes) -> bytes: ...
    def open_bytes(self, case_id: UUID, sealed: bytes) -> bytes: ...


class PlainCodec:
    """Stores text as it is, behind the disk encryption of the server."""

    def seal(self, case_id: UUID, clear: str) -> str:
        return clear

    def open(self, case_id: UUID, sealed: str) -> str:
        return sealed

    def seal_bytes(self, case_id: UUID, clear: bytes) -> bytes:
        return clear

    def open_bytes(self, case_id: UUID, sealed: bytes) -> bytes:
        return sealed


@cache
def codec() -> Codec:
    """The codec of this installation."""
    made: Codec = import_string(settings.CONTENT_CODEC)()
    return made


class Stored(str):
    """Text as the database holds it; never shown to anybody."""

    __slots__ = ()


class StoredBytes(bytes):
    """A file as the database holds it; never handed to anybody."""

    __slots__ = ()


class Content(DeferredAttribute):
    """Opens with the row's case at the moment somebody reads the attribute."""

    field: "ContentField"

    def __set__(self, row: models.Model, value: object) -> None:
        row.__dict__[self.field.attname] = value

    def __get__(self, row: models.Model | None, cls: Any = None) -> Any:
        if row is None:
            return self
        value = super().__get__(row, cls)
        if isinstance(value, Stored | StoredBytes):
            value = self.field.opened(case_id_of(row), value)
            row.__dict__[self.field.attname] = value
        return value


def case_id_of(row: models.Model) -> UUID:
    """The case that a row's content is sealed with."""
    case_id: UUID | None = getattr(row, "case_id", None)
    if case_id is None:
        raise FieldError("a row with content belongs to a case")
    return case_id


class ContentField(models.Field):  # type: ignore[type-arg]
    """What the content fields share: seal when saved, refuse to be searched."""

    descriptor_class = Content

    def dump(self, value: Any) -> str:
        return str(value)

    def load(self, text: str) -> Any:
        return text

    def get_internal_type(self) -> str:
        return "TextField"

    def opened(self, case_id: UUID, stored: Any) -> Any:
        return self.load(codec().open(case_id, str(stored)))

    def sealed(self, case_id: UUID, value: Any) -> Any:
        return Stored(codec().seal(case_id, self.dump(value)))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value is None else Stored(value)

    def pre_save(self, row: models.Model, add: bool) -> Any:
        value = row.__dict__.get(self.attname)
        if value is None or isinstance(value, Stored | StoredBytes):
            return value
        return self.sealed(case_id_of(row), value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Stored | StoredBytes):
            return value
        raise FieldError(f"{self.name} is content: it cannot be filtered or updated")

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        sealed = value if prepared else self.get_prep_value(value)
        return str(sealed) if isinstance(sealed, Stored) else sealed


class ContentTextField(ContentField, models.TextField):  # type: ignore[type-arg]
    """Text of a case: names, stories, judgements, agreements."""

    # A column that came later is empty in the rows of before: nobody sealed that.
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return super().from_db_value(value, expression, connection) if value else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(value, connection) if value else value


class ContentDateField(ContentField, models.DateField):  # type: ignore[type-arg]
    """A date that says something about a person, such as a birth date."""

    def dump(self, value: date) -> str:
        return date.isoformat(self.to_python(value))

    def load(self, text: str) -> date | None:
        return date.fromisoformat(text) if text else None


class ContentJSONField(ContentField):
    """Answers of a case that come as a small structure of text."""

    def dump(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def load(self, text: str) -> Any:
        return json.loads(text)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.JSONField(**kwargs)


class ContentFileField(ContentField, models.BinaryField):  # type: ignore[type-arg]
    """A file of a case, held in the database so that it goes when the case goes."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def opened(self, case_id: UUID, stored: Any) -> bytes:
        return codec().open_bytes(case_id, bytes(stored))

    def sealed(self, case_id: UUID, value: bytes) -> StoredBytes:
        return StoredBytes(codec().seal_bytes(case_id, bytes(value)))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value is None else StoredBytes(value)

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        sealed = value if prepared else self.get_prep_value(value)
        return sealed if sealed is None else connection.Database.Binary(sealed)


def content_fields(model: type[models.Model]) -> frozenset[str]:
    """The names of the fields of a model that hold content."""
    return frozenset(f.name for f in model._meta.fields if isinstance(f, ContentField))
