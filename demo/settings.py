"""What the demo house changed in its profile: something to read, and to decide on."""

from accounts.models import User
from demo.cast import AT
from house import list_changes, terms
from house.models import Change
from zvh.guard.announce import acting_as


def seed_settings() -> int:
    """A value of a list, and a shorter term that waits for a second person."""
    if Change.objects.exists():
        return 0
    bas = User.objects.get(email=f"bas{AT}")
    mirjam = User.objects.get(email=f"mirjam{AT}")
    with acting_as(bas):
        list_changes.add(
            "themes",
            {"label": "Ondermijning"},
            by=bas,
            reason="Wij kregen dit najaar drie casussen hierover.",
            after="radicalisering",
        )
    with acting_as(mirjam):
        terms.set_term(
            "draft_days",
            21,
            by=mirjam,
            reason="Een concept van drie weken oud wordt bijna nooit meer verstuurd.",
        )
    return 2
