"""What the lists of the bureau share: filters that count, and columns to take along."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from zvh.lib.sheets import Cell

MOST_COUNTED = 200
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Filter:
    """One question to a list, and the answers that one can choose from.

    `of` says to which of the answers a row belongs, `where` finds the rows that do.
    """

    key: str
    label: str
    column: str
    options: Callable[[User], Mapping[str, str]]
    where: Callable[[User, str], Q]
    of: Callable[[User, Any], str]


@dataclass(frozen=True)
class Line:
    """A row as it is taken along: of which case, and what stands in each column."""

    case_id: UUID
    cells: list[Cell]


@dataclass(frozen=True)
class Listing:
    """A list: what is in it for whom, what one may ask of it, and how it is read."""

    key: str
    title: str
    url_name: str
    filters: tuple[Filter, ...]
    columns: tuple[str, ...]
    base: Callable[[User], QuerySet[Any]]
    lines: Callable[[User, list[Any]], list[Line]]
    # Who may see it and take it along, where that is not simply the bureau.
    rule: Callable[[User], None] | None = None

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Option:
    """An answer to a filter, and how many rows it would leave."""

    value: str
    label: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter as the page shows it."""

    key: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Chosen:
    """What somebody asks of a list: one for the page, its numbers and its file."""

    listing: Listing
    user: User
    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, listing: Listing, user: User, asked: Mapping[str, str]) -> "Chosen":
        keys = [one.key for one in listing.filters]
        told = {key: str(asked[key]) for key in keys if asked.get(key)}
        return cls(listing, user, told)

    def query(self, **others: str) -> str:
        """The part of an address that asks for the same, save what is told here."""
        told = {**self.values, **others}
        return "?" + urlencode({key: value for key, value in told.items() if value})

    @property
    def url(self) -> str:
        return self.listing.url + self.query()

    @property
    def kinds(self) -> str:
        """For the record of reading: by what was filtered, never for what."""
        return " + ".join(one.key for one in self.filters)

    @cached_property
    def options(self) -> dict[str, Mapping[str, str]]:
        """What can be chosen, for each filter."""
        return {one.key: one.options(self.user) for one in self.listing.filters}

    @property
    def is_known(self) -> bool:
        """Whether every answer is one that can be chosen."""
        return all(it in self.options[key] for key, it in self.values.items())

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows that answer to every filter.

        An answer that is there no longer leaves nothing: had it fallen away unseen,
        more would be shown than was asked for.
        """
        found = self.listing.base(self.user)
        if not self.is_known:
            return found.none()
        for one in self.filters:
            found = found.filter(one.where(self.user, self.values[one.key]))
        return found

    @property
    def labels(self) -> dict[str, str]:
        """What was chosen, in words."""
        return {
            one.key: self.options[one.key].get(self.values[one.key], UNKNOWN)
            for one in self.filters
        }

    @property
    def name(self) -> str:
        """How it is called when it is kept: nobody types a name for it."""
        return ", ".join(self.labels.values()) or "Alles"

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force, with the address without it."""
        return [
            {
                "chip": f"{one.label}: {self.labels[one.key]} ×",
                "url": self.query(**{one.key: ""}),
            }
            for one in self.filters
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        """Every filter, with how many rows each of its answers would leave."""
        return [self._facet(one) for one in self.listing.filters]

    @property
    def count(self) -> str:
        """How many rows there are, as far as they were counted."""
        told, sign = self._counted
        return f"{sum(_fits(row, self.values) for row in told)}{sign}"

    @property
    def filters(self) -> list[Filter]:
        """Those in force."""
        return [one for one in self.listing.filters if one.key in self.values]

    @cached_property
    def _counted(self) -> tuple[list[dict[str, str]], str]:
        """To which answers each row belongs, and a sign where there are more."""
        columns = [one.column for one in self.listing.filters]
        asked = self.listing.base(self.user).values_list(*columns)
        found = list(asked[: MOST_COUNTED + 1])
        told = [self._read(row) for row in found[:MOST_COUNTED]]
        return told, "+" if len(found) > MOST_COUNTED else ""

    def _read(self, row: Iterable[Any]) -> dict[str, str]:
        filters = self.listing.filters
        return {
            one.key: one.of(self.user, value)
            for one, value in zip(filters, row, strict=True)
        }

    def _facet(self, one: Filter) -> Facet:
        told, sign = self._counted
        others = {key: it for key, it in self.values.items() if key != one.key}
        counted = Counter(row[one.key] for row in told if _fits(row, others))
        chosen = self.values.get(one.key, "")
        options = [
            Option(value, label, f"{counted[value]}{sign}", value == chosen)
            for value, label in self.options[one.key].items()
            if counted[value] or value == chosen
        ]
        return Facet(one.key, one.label, options)


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Each room says which lists it has."""
    _listings[listing.key] = listing
    return listing


def every() -> list[Listing]:
    return list(_listings.values())


def find(key: str) -> Listing | None:
    return _listings.get(key)


def _fits(row: dict[str, str], values: dict[str, str]) -> bool:
    return all(row[key] == value for key, value in values.items())
