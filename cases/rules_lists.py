"""Who takes a list of cases along, and who sees that it was done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from accounts.models import User
from cases.rules import BUREAU_ONLY, use_the_bureau
from house.words import said
from zvh.guard.rules import require

if TYPE_CHECKING:
    from cases.exports import SavedView


def export_list(user: User) -> None:
    """A list leaves the system as a file, and never unseen; which, its rule says."""
    require(user.is_bureau or user.is_fg, BUREAU_ONLY)


def use_list(user: User, rule: Callable[[User], None] | None) -> None:
    """Of most lists that is the bureau; of a register who answers for it."""
    (rule or use_the_bureau)(user)


def see_exports(user: User) -> None:
    """That lists were taken along is read by who answers for it (convenant art. 11)."""
    require(
        user.is_manager or user.is_fg,
        said("Alleen {manager.definite} en {fg.definite} zien wat is meegenomen."),
    )


def export_rows(user: User, count: int, *, most: int) -> None:
    require(count, "Er zijn geen rijen om mee te nemen. Haal een filter weg.")
    require(
        count <= most, f"Kies meer filters: een bestand heeft hoogstens {most} rijen."
    )


def keep_view(user: User, values: dict[str, str], *, is_known: bool) -> None:
    export_list(user)
    require(values, "Kies eerst een filter.")
    require(is_known, "Een van de filters bestaat niet meer. Haal het weg.")


def forget_view(user: User, view: "SavedView") -> None:
    require(view.user_id == user.pk, "U kunt alleen uw eigen keuzes weghalen.")
