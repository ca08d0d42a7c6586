"""The way to a receiver: own pages, a secure page, secure mail, or paper (P-5, V-1).

What cannot be kept safe is not offered: there is no plain mail.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts import secure_pages
from accounts.models import Party, User
from accounts.secure_pages import Reach, SecurePage, Subject
from privacy import disclosing, shipping
from privacy.disclosures import Disclosure
from privacy.proposals import PlannedDisclosure
from privacy.shipments import Shipment
from zvh.lib import secure_post

Channel = Disclosure.Channel
# How long a secure page stands: a receiver reads within two weeks, or asks again.
STANDS = timedelta(days=14)
NOWHERE = Reach("")
# The secure pages on which an organisation outside reads what went to it.
OUTSIDE = "outside"

secure_pages.offer(
    OUTSIDE,
    start=lambda page: reverse("privacy:received_outside", args=[page.object_key]),
    open_to=(
        "privacy:received_outside",
        "privacy:received_outside_pdf",
        "privacy:confirm_deletion",
    ),
    kept=lambda page: reverse("privacy:proposal", args=[_proposal_of(page)]),
)


@dataclass(frozen=True)
class Way:
    """Along which way, and for who has no account, to whom and where."""

    channel: Channel
    at: Reach = NOWHERE
    name: str = ""
    function: str = ""


@dataclass(frozen=True)
class Sent:
    """What somebody of the bureau sees of the way it went."""

    sent: Disclosure
    letters: list[Shipment]
    page: SecurePage | None


def offered(*channels: Channel) -> list[Channel]:
    """Of these, what this house has."""
    has_gateway = secure_post.is_offered()
    return [one for one in channels if one != Channel.GATEWAY or has_gateway]


def deliver(
    sent: Disclosure, way: Way, *, by: User, reference: str, kind: str, party: Party
) -> None:
    """In the act that lets it go; the letters themselves are a job's."""
    if way.channel == Channel.GATEWAY:
        shipping.post(sent, by=by, address=way.at.address)
    if way.channel == Channel.PAGE:
        _lay_out(sent, way, by=by, reference=reference, kind=kind, party=party)


def gone(sent: list[Disclosure]) -> list[Sent]:
    """Of these verstrekkingen, the letters and the page."""
    keys = [one.pk for one in sent]
    pages = {page.object_key: page for page in SecurePage.objects.about(keys)}
    found = Shipment.objects.filter(disclosure_key__in=keys)
    letters = list(found.select_related("case").order_by("made_at", "pk"))
    return [
        Sent(
            one,
            [it for it in letters if it.disclosure_key == one.pk],
            pages.get(one.pk),
        )
        for one in sent
    ]


def _proposal_of(page: SecurePage) -> UUID:
    return PlannedDisclosure.objects.get(sent_key=page.object_key).pk


def _lay_out(
    sent: Disclosure, way: Way, *, by: User, reference: str, kind: str, party: Party
) -> None:
    case_key = sent.case_key
    if case_key is None:
        return
    who = secure_pages.somebody(name=way.name, function=way.function, party=party)
    secure_pages.lay_out(
        who,
        Subject(kind, case_key, sent.pk),
        at=way.at,
        until=timezone.now() + STANDS,
        by=by,
    )
    # Known anew, with the page it has by now.
    who = User.objects.select_related("party", "secure_page").get(pk=who.pk)
    disclosing.let_in(who, sent, by=by, reference=reference)
