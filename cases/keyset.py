"""Pages of any list in order of one field: a deep page costs what the first does."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

# The order of lists of cases.
BY_ACTIVITY = ("-last_activity_at", "-id")

PER_PAGE = 40
# What marks are signed for: one of another kind is no mark.
MARK = "cases.keyset"


@dataclass(frozen=True)
class Page:
    """Some rows, with the marks of the pages before and after them."""

    rows: list[Any]
    next: str = ""
    previous: str = ""


def page(rows: QuerySet[Any], by: str, *, after: str = "", before: str = "") -> Page:
    """The rows after this mark, or those before; a mark of nothing is the beginning."""
    if place := _place(rows, by, before):
        return _page_before(rows, by, place)
    place = _place(rows, by, after)
    asked = rows.order_by(by, "pk")
    if place:
        asked = asked.filter(_beyond(by, place, "gt"))
    found = list(asked[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return Page(
        shown,
        next=mark(shown[-1], by) if len(found) > PER_PAGE else "",
        previous=mark(shown[0], by) if place and shown else "",
    )


def mark(row: Any, by: str) -> str:
    """Where a page begins or ends: signed, so that nobody tries places out."""
    return signing.dumps([getattr(row, by).isoformat(), str(row.pk)], salt=MARK)


def _page_before(rows: QuerySet[Any], by: str, place: list[Any]) -> Page:
    asked = rows.filter(_beyond(by, place, "lt")).order_by(f"-{by}", "-pk")
    found = list(asked[: PER_PAGE + 1])
    # With too little for a page before it, one is back at the beginning.
    if len(found) <= PER_PAGE:
        return page(rows, by)
    shown = found[:PER_PAGE][::-1]
    return Page(shown, next=mark(shown[-1], by), previous=mark(shown[0], by))


def _beyond(by: str, place: list[Any], way: str) -> Q:
    at, key = place
    return Q(**{f"{by}__{way}": at}) | Q(**{by: at, f"pk__{way}": key})


def _place(rows: QuerySet[Any], by: str, mark: str) -> list[Any] | None:
    try:
        at, key = signing.loads(mark, salt=MARK)
        fields = rows.model._meta
        return [fields.get_field(by).to_python(at), fields.pk.to_python(key)]
    except (signing.BadSignature, ValidationError):
        return None
