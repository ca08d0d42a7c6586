"""One case of everything becomes many: more cases, or more rows in a case."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from cases.models import Case, CaseGroupGrant, CaseUserGrant
from tests.backstage import backstage
from zvh.guard.dossier import dossier_models
from zvh.lib.keys import new_id

# For each key of before its copy's, and what is added to numbers.
Copy = dict[Any, Any]


def copied(key: UUID, *, cases: int, rows: int) -> list[UUID]:
    """So many cases that went through the same; the first with more rows of each."""
    with backstage():
        copies: list[Copy] = [{key: new_id()} for _ in range(cases)]
        case = Case.objects.get(pk=key)
        _add([_of_case(case, copy[key], nth) for nth, copy in enumerate(copies, 1)])
        for grants in (CaseUserGrant, CaseGroupGrant):
            _copy(list(grants.objects.filter(content_object=key)), copies)
        _copy(_rows(key), copies)
        first: UUID = copies[0][key]
        _copy(_rows(first), [{} for _ in range(rows - 1)])
        return [copy[key] for copy in copies]


def remove(keys: list[UUID]) -> None:
    """Take these cases away, and with them all that was about them."""
    with backstage(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = ANY(%s)", [keys])


def _of_case(case: Case, key: UUID, nth: int) -> models.Model:
    number = f"{case.number}{nth:03}" if case.number else None
    return _like(case, {"id": key, "number": number})


def _rows(key: UUID) -> list[models.Model]:
    found = [row for m in dossier_models() for row in m.objects.filter(case=key)]
    return list(_referred_first(found))


def _referred_first(rows: Iterable[models.Model]) -> Iterator[models.Model]:
    left = {row.pk: row for row in rows}
    while left:
        free = [row for row in left.values() if not (_refers_to(row) & left.keys())]
        for row in free:
            yield left.pop(row.pk)


def _refers_to(row: models.Model) -> set[Any]:
    keys = (f.attname for f in row._meta.fields if f.is_relation)
    return {getattr(row, key) for key in keys}


def _copy(rows: list[models.Model], copies: list[Copy]) -> None:
    """Where the tables allow only one, what refers to it keeps to the first."""
    for _, alike in groupby(rows, key=type):
        made = [
            (copy, row.pk, _like(row, _values(row, copy, nth)))
            for row in alike
            for nth, copy in enumerate(copies, 1)
        ]
        there = _add([new for _, _, new in made])
        for copy, before, new in made:
            if new.pk in there:
                copy[before] = new.pk


def _values(row: models.Model, copy: Copy, nth: int) -> dict[str, Any]:
    values = {
        field.attname: copy.get(value, value)
        for field in row._meta.fields
        if field.is_relation and (value := getattr(row, field.attname))
    }
    if "number" in {field.name for field in row._meta.fields}:
        values["number"] = row.number + nth  # type: ignore[attr-defined]
    return values | {"id": new_id()}


def _like(row: models.Model, values: dict[str, Any]) -> models.Model:
    # What content fields hold is opened with the old case and sealed with the new.
    told = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
    return type(row)(**told | values)


def _add(rows: list[models.Model]) -> set[Any]:
    """Add what can be added, such as no line to an established plan; what is there."""
    if not rows:
        return set()
    table = type(rows[0])._default_manager
    with suppress(IntegrityError), transaction.atomic():
        table.bulk_create(rows, ignore_conflicts=True)
    return set(
        table.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
