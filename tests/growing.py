"""One case of everything becomes many: more rows in a case, or more cases."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from cases.models import Case, CaseGroupGrant, CaseUserGrant
from tests.backstage import backstage
from zvh.guard.dossier import dossier_models
from zvh.lib.keys import new_id

GRANTS = (CaseUserGrant, CaseGroupGrant)


def copied(key: UUID, *, cases: int, rows: int) -> list[UUID]:
    """So many cases that went through the same; the first with more rows of each."""
    with backstage():
        keys = [_copied_case(key, nth) for nth in range(1, cases + 1)]
        found = _rows(keys[0])
        for nth in range(1, rows):
            _copy(found, {}, nth)
        return keys


def remove(keys: list[UUID]) -> None:
    """Take these cases away, and with them all that was about them."""
    with backstage(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = ANY(%s)", [keys])


def _copied_case(key: UUID, nth: int) -> UUID:
    case, made = Case.objects.get(pk=key), {key: new_id()}
    number = f"{case.number}{nth:03}" if case.number else None
    _save(case, {"id": made[key], "number": number})
    for grants in GRANTS:
        for grant in grants.objects.filter(content_object=key):
            _save(grant, {"id": new_id(), "content_object_id": made[key]})
    _copy(_rows(key), made, nth)
    return made[key]


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


def _copy(rows: list[models.Model], made: dict[Any, Any], nth: int) -> None:
    for row in rows:
        values = {
            field.attname: made.get(value, value)
            for field in row._meta.fields
            if field.is_relation and (value := getattr(row, field.attname))
        }
        if "number" in {field.name for field in row._meta.fields}:
            values["number"] = row.number + nth  # type: ignore[attr-defined]
        key = new_id()
        if _save(row, values | {"id": key}):
            made[row.pk] = key


def _save(row: models.Model, values: dict[str, Any]) -> bool:
    # What content fields hold is opened with the old case and sealed with the new.
    told = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
    try:
        with transaction.atomic():
            models.Model.save(type(row)(**told | values), force_insert=True)
    except IntegrityError:
        return False
    return True
