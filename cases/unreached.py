"""A Partij without a contact is work for the administrator, before it is needed."""

from django.urls import reverse

from accounts import reaching, rules
from accounts.models import User
from cases import pages
from cases.pages import Task
from house.words import said
from zvh.guard.rules import allows

MOST = 10


@pages.to_do
def without_contact(user: User, everybody: bool) -> list[Task]:
    """Up to ten; the page behind them shows whatever else is missing."""
    if not allows(rules.administer, user):
        return []
    return [
        Task(
            what=said("Zoek een {contactpersoon}"),
            url=reverse("accounts:party", args=[party.pk]),
            case_number="",
            about=party.name,
            waits=said("{partij.capital} zonder {contactpersoon}"),
            due=None,
        )
        for party in reaching.unreachable()[:MOST]
    ]
