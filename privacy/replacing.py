"""What a person is asked and was sent passes to their successor (G-2)."""

from collections.abc import Iterator

from accounts.models import User
from accounts.replacing import Move, replaced
from cases import seats
from cases.grants import Why


@replaced(
    "Vragen om akkoord",
    loses="Ziet deze vragen en de gegeven antwoorden niet meer.",
    order=43,
)
def approvals(by: User, old: User, new: User) -> Iterator[Move]:
    return seats.moves(by, old, new, Why.APPROVAL)


@replaced(
    "Uittreksels van een plan",
    loses="Leest deze uittreksels niet meer.",
    order=46,
)
def received(by: User, old: User, new: User) -> Iterator[Move]:
    return seats.moves(by, old, new, Why.DISCLOSURE)
