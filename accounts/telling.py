"""What the house does to its terms is told to the privacy officer (T-2)."""

from django.utils import timezone

from accounts import mails
from accounts.models import Party, Role, User
from house import neighbours
from house.models import TermChange
from zvh.guard.announce import Purpose, acting_for


def tell_of_terms() -> int:
    """Every change that the privacy officer has not heard of; how many there were."""
    with acting_for(Purpose.MAIL):
        officers = list(User.objects.holding(Role.FG).order_by("pk"))
        # Without anybody to tell, it waits for who will be.
        untold = TermChange.objects.untold() if officers else TermChange.objects.none()
        changes = list(untold.select_for_update(skip_locked=True).order_by("at"))
        for change in changes:
            for officer in officers:
                mails.post("term_changed", to=officer, object_id=change.pk)
            change.told_at = timezone.now()
            change.save(update_fields=["told_at"])
    return len(changes)


@neighbours.offers("parties")
def parties() -> list[tuple[str, str]]:
    """Every Partij by name, once for each soort that it is of."""
    known = Party.objects.apart_from_the_house().order_by("name")
    return [(party.name, soort) for party in known for soort in party.soorten]
