"""Who takes part in carrying out a plan, and how to reach them."""

from typing import Any

from accounts.models import Contact, User
from cases.models import Case
from ico.agreed import Action
from ico.developments import leader_of


def of(case: Case, agreed: list[Action]) -> list[dict[str, Any]]:
    """Who takes part, and how to reach them: the first to call is who leads it."""
    doing = {it.responsible_user for it in agreed if it.responsible_user}
    found: set[User] = {*doing, *filter(None, (leader_of(case), case.coordinator))}
    contacts = Contact.objects.filter(user__in=found)
    phones = {it.user_id: it.phone for it in contacts}
    people = User.objects.filter(pk__in={it.pk for it in found})
    return [
        {"user": user, "phone": phones.get(user.pk, "")}
        for user in people.select_related("party").order_by("party__name", "name")
    ]
