"""A list taken along as a file: who, why and which cases is written down first."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import lists, rules_lists
from cases.exports import Export, SavedView
from cases.lists import Chosen, Line
from zvh.guard import facts
from zvh.lib import sheets
from zvh.lib.dates import add_years

# What a person can still answer for; more is no list but a copy of the house.
MOST_ROWS = 2000
YEARS_OF_PROOF = 5
MOST_SHOWN = 200


@transaction.atomic
def export(chosen: Chosen, *, by: User, reason: str, suffix: str) -> list[Line]:
    """The rows that go along, after it was written down that they do."""
    rules_lists.export_list(by)
    rules_lists.use_list(by, chosen.listing.rule)
    rows = list(chosen.rows[: MOST_ROWS + 1])
    rules_lists.export_rows(by, len(rows), most=MOST_ROWS)
    lines = chosen.listing.lines(by, rows)
    Export.objects.create(
        by=by,
        listing=chosen.listing.key,
        values=chosen.values,
        reason=reason,
        suffix=suffix,
        count=len(lines),
        remove_on=add_years(timezone.localdate(), YEARS_OF_PROOF),
    )
    facts.write("exported", {"listing": chosen.listing.key})
    return lines


def taken_along() -> list[tuple[Export, str, str]]:
    """The last lists that went along, each with its name and what was chosen of it."""
    found = Export.objects.select_related("by").order_by("-recorded_at", "pk")
    return [(it, *_told(it)) for it in found[:MOST_SHOWN]]


def _told(taken: Export) -> tuple[str, str]:
    listing = lists.find(taken.listing)
    if listing is None:
        return taken.listing, ""
    chosen = Chosen.of(listing, taken.by, taken.values)
    return str(listing.title), chosen.name if chosen.values else ""


def file(chosen: Chosen, lines: list[Line], *, suffix: str) -> bytes:
    """What the list shows, and not a column more."""
    listing = chosen.listing
    head = [str(title) for title in listing.columns]
    return sheets.made(suffix, str(listing.title), head, (it.cells for it in lines))


def saved_views(chosen: Chosen) -> list[tuple[SavedView, Chosen]]:
    """What this person kept of this list, each as it is asked for again."""
    listing, user = chosen.listing, chosen.user
    kept = SavedView.objects.of(user, listing.key)
    return [(view, Chosen.of(listing, user, view.values)) for view in kept]


@transaction.atomic
def keep(chosen: Chosen, *, by: User) -> SavedView:
    """Find this choice again another day; keeping it twice changes nothing."""
    rules_lists.use_list(by, chosen.listing.rule)
    rules_lists.keep_view(by, chosen.values, is_known=chosen.is_known)
    kept, _ = SavedView.objects.get_or_create(
        user=by, listing=chosen.listing.key, values=chosen.values
    )
    return kept


@transaction.atomic
def forget(view: SavedView, *, by: User) -> None:
    rules_lists.forget_view(by, view)
    view.delete()
