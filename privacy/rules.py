"""Who may see how the law is kept."""

from accounts.models import User
from house.words import said
from zvh.guard.rules import require


def oversee_removal(user: User) -> None:
    """That, when and how much was removed is shown to those who answer for it."""
    require(
        user.is_bureau or user.is_fg,
        said("Alleen {huis.definite} en {fg.definite} zien wat er is verwijderd."),
    )
