"""What a person has of an uitvraag and at a weging passes to their successor."""

from collections.abc import Iterator

from accounts.models import User
from accounts.replacing import Move, replaced
from cases import seats
from cases.grants import Why
from house.words import said


@replaced(
    said("Vragen van een {uitvraag}"),
    loses="Ziet deze vragen en de gegeven antwoorden niet meer.",
    order=30,
)
def inquiries(by: User, old: User, new: User) -> Iterator[Move]:
    return seats.moves(by, old, new, Why.INQUIRY)


@replaced(
    said("{casus.capital_plural} op de agenda van deze week"),
    loses=said("Ziet deze {casus.plural} en de agenda niet meer."),
    order=40,
)
def weighing(by: User, old: User, new: User) -> Iterator[Move]:
    return seats.moves(by, old, new, Why.AGENDA)
