"""Who sends once more, or stops, what goes by secure mail; a sentence says why not."""

from accounts.models import User
from cases import grants
from cases import rules as cases
from cases.grants import Access, Why
from house.words import said
from privacy import rules_approvals
from privacy.disclosures import Disclosure
from privacy.shipments import Shipment
from zvh.guard.rules import require


def see_shipment(user: User, shipment: Shipment) -> None:
    cases.open_case(user, shipment.case)


def reach_from_outside(user: User, sent: Disclosure) -> None:
    """To read it; or, where the case was restricted since, to hear what must go."""
    require(
        user.has_page
        and sent.recipient_id is not None
        and rules_approvals.was_let_in(user, sent),
        "Dit is niet aan u verstrekt.",
    )


def read_from_outside(user: User, sent: Disclosure) -> None:
    """By who has the secure page about it, while that stands (P-5)."""
    seats = grants.user_grants(user).filter(why=Why.DISCLOSURE, source_id=sent.pk)
    require(
        user.has_page and sent.recipient_id is not None and seats.exists(),
        "Dit is niet aan u verstrekt.",
    )


def work_on(user: User, shipment: Shipment) -> None:
    cases.work_on(user, shipment.case)


def let_go(user: User, shipment: Shipment) -> None:
    """As the case is at the moment at which it goes (P-2, S-3)."""
    work_on(user, shipment)
    require(
        shipment.of_restricted or not shipment.case.is_restricted,
        said("{casus.capital_this} werd besloten."),
    )


def send_again(user: User, shipment: Shipment) -> None:
    """What is on its way, nobody sends a second time."""
    work_on(user, shipment)
    _be_in_nobodys_hands(shipment)


def send_to(shipment: Shipment, address: str) -> None:
    """What must be deleted later, is asked of who may have it (V-2)."""
    require(
        address == shipment.address or not shipment.keeps_address,
        "Misschien kwam de mail aan. Stuur hem opnieuw naar dat adres, of stop hem.",
    )


def stop(user: User, shipment: Shipment) -> None:
    """Also of a case that is closed: what cannot go any more has an end."""
    see_shipment(user, shipment)
    _be_in_nobodys_hands(shipment)


def note_stopped(user: User, sent: Disclosure) -> None:
    """Whoever works on the case, also once it is closed: nothing of it is read."""
    require(
        sent.case_key is not None and grants.holds(user, Access.WORK, sent.case_key),
        cases.BUREAU_ONLY,
    )
    require(sent.stopped_at is not None, "Dit is niet gestopt.")


def _be_in_nobodys_hands(shipment: Shipment) -> None:
    require(shipment.is_open, "Dit is al verstuurd of gestopt.")
    require(
        shipment.claimed_at is None or shipment.is_silent,
        "De mail is net aangeboden. Wacht tien minuten op antwoord.",
    )
