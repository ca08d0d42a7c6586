"""Which pages a person may open, and of what each of them is made."""

from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from itertools import islice
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from accounts.models import User
from cases import lists
from cases.models import Case
from cases.views_registration import FORMS
from tests.walks import address_of, name_of, patterns
from zvh.guard.announce import acting_as

MANY, FEW = 60, 2
_KEYS = (*FORMS, *(listing.key for listing in lists.every()))
TELLING = frozenset({"class", "type", "role", "aria-current", "open", "hidden"})


def open_to(user: User, client: Client) -> Iterator[tuple[str, str, str]]:
    """The name, the address and the text of each page that opens to this person."""
    for pattern in patterns():
        # Everybody's pages of a kind differ less than one person's of many cases.
        most = MANY if user.is_procescoordinator or user.is_ketenpartner else FEW
        for address in islice(_addresses(pattern, user), most):
            answer = client.get(address)
            if answer.status_code == 200 and "html" in answer["Content-Type"]:
                yield name_of(pattern), address, answer.text


def shows_errors(client: Client, address: str) -> bool:
    """Whether a form with nothing in it is told so; whatever it did is undone."""
    with transaction.atomic():
        answer = client.post(address)
        transaction.set_rollback(True)
    return answer.status_code != 302 and "data-error-summary" in answer.text


def parts(text: str) -> set[tuple[str, ...]]:
    """The kinds of elements in the middle of a page, whatever they say."""
    reader = _Parts()
    reader.feed(text)
    return reader.seen


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, ...]] = set()
        self.is_inside = False

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag != "main"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_inside = self.is_inside or tag == "main"
        if not self.is_inside:
            return
        telling = (f"{name}={value}" for name, value in attrs if name in TELLING)
        self.seen.add((tag, *sorted(telling)))


def _addresses(pattern: URLPattern, user: User) -> Iterator[str]:
    """One for each row that this person sees; for each page of a form, each list."""
    door = getattr(pattern.callback, "door", None)
    if door is None:
        return
    asked = pattern.pattern.converters
    keys = [{"key": key} for key in _KEYS] if "key" in asked else [{}]
    for row in _rows(door.model, user):
        for key in keys:
            told = {**row, **key}
            yield address_of(pattern, **{n: told[n] for n in asked if n in told})


def _rows(model: Any, user: User) -> list[dict[str, Any]]:
    if model is None:
        return [{}]
    with acting_as(user):
        return [_named(row) for row in model.objects.visible_to(user).order_by("pk")]


def _named(row: Any) -> dict[str, Any]:
    """Its key, and those of what a page may want to know besides."""
    case = _case_of(row)
    known = {"pk": row.pk}
    if case is not None:
        known["meeting_pk"] = _first(case.meetings)
        known["invitation_pk"] = _first(case.invitations)
    return {name: key for name, key in known.items() if key}


def _case_of(row: Any) -> Case | None:
    """Nobody's, or one that this person does not see: a row of it may still be."""
    with suppress(Case.DoesNotExist):
        return row if isinstance(row, Case) else getattr(row, "case", None)
    return None


def _first(rows: Any) -> Any:
    return rows.order_by("pk").values_list("pk", flat=True).first()
