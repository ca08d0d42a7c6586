"""Coming in through a secure page, as somebody without account does."""

import re
from types import SimpleNamespace

from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import codes, mails, visitor_sessions
from accounts.models import Party, SecurePage, User
from accounts.secure_pages import Reach
from ico import actions, guests, outsiders
from ico.models import Invitation, Meeting
from ico.outsiders import Outsider
from tests.backstage import backstage
from tests.walks import address_of, name_of, patterns
from zvh.guard.announce import acting_as

GATEWAY = "{number}@sms.example"
ADDRESS, PHONE = "kim@thuiszorg.example", "06 12 34 56 78"
TEXTED = "31612345678@sms.example"
WHY = {
    "ground": "beeldvorming",
    "reason": "Komt elke dag in het gezin.",
    "about": "Test Proefpersoon, 17 mei 1984",
    "asked": "Vertel over de woonsituatie.",
}


def listed(
    meeting: Meeting, anna: User, party: Party, *, phone: str = PHONE, name: str = "Kim"
) -> Invitation:
    """Kim of the home care has no account, and stands on the list."""
    with acting_as(anna):
        return guests.invite(
            Meeting.objects.get(pk=meeting.pk),
            by=anna,
            party=party,
            name=f"{name} Voorbeeld",
            function="wijkverpleegkundige",
            at=Reach(ADDRESS, phone),
            **WHY,
        )


def outsider_of(meeting: Meeting, anna: User, politie: User) -> Outsider:
    """Ida of a foundation that is no Partij, admitted by the police."""
    with acting_as(anna):
        return outsiders.admit(
            Meeting.objects.get(pk=meeting.pk),
            by=anna,
            admitted_by=politie.party,
            ground="beeldvorming",
            reason="Geeft de dagbesteding.",
            name="Ida Buitenstaander",
            organisation="Stichting Ver",
            function="begeleider",
        )


def with_page(outsider: Outsider, anna: User) -> Invitation:
    with acting_as(anna):
        return guests.invite_outsider(
            Outsider.objects.get(pk=outsider.pk),
            by=anna,
            at=Reach(ADDRESS, PHONE),
            asked="Vertel over de dagbesteding.",
            about="Test Proefpersoon",
        )


def signed(outsider: Outsider, anna: User) -> None:
    with acting_as(anna):
        guests.declare(
            Outsider.objects.get(pk=outsider.pk),
            by=anna,
            declared_on=timezone.localdate(),
        )


def sent(meeting: Meeting, anna: User) -> None:
    with acting_as(anna):
        actions.send_invitations(Meeting.objects.get(pk=meeting.pk), by=anna)


def page_of(invitation: Invitation) -> SecurePage:
    with backstage():
        pages = SecurePage.objects.select_related("user__party")
        return pages.get(object_key=invitation.pk)


def ask(client: Client, page: SecurePage) -> SimpleNamespace:
    return client.post(reverse("accounts:secure_page", args=[page.pk]))


def type_in(client: Client, page: SecurePage, code: str) -> SimpleNamespace:
    url = reverse("accounts:secure_page_code", args=[page.pk])
    return client.post(url, {"code": code})


def texted(page: SecurePage) -> str:
    """The code in the last text message."""
    codes.send_asked()
    letter = mail.outbox[-1]
    assert letter.recipients() == [TEXTED]
    return re.search(r"\d{4} \d{4}", letter.body)[0]


def opened(page: SecurePage) -> Client:
    """A browser in which the page is open."""
    client = Client()
    ask(client, page)
    answer = type_in(client, page, texted(page))
    assert answer.url == reverse("ico:invitations")
    return client


def letters() -> list:
    """What was mailed to Kim since the last time."""
    mails.send_outgoing()
    mine = [it for it in mail.outbox if it.recipients() == [ADDRESS]]
    mail.outbox.clear()
    return mine


def answered_elsewhere(client: Client, page: SecurePage) -> list[tuple[str, str, int]]:
    """Where the holder of a page hears something else than a stranger does."""
    home = reverse("accounts:secure_page", args=[page.pk])
    tried, answered = 0, []
    for pattern in patterns(get_resolver()):
        door, name = getattr(pattern.callback, "door", None), name_of(pattern)
        is_theirs = visitor_sessions.is_open(name, of=page.kind)
        if door is None or door.kind == "public" or is_theirs:
            continue
        url = address_of(
            pattern,
            **({"pk": page.object_key} if "pk" in pattern.pattern.converters else {}),
        )
        for verb in ("get", "post"):
            here = getattr(client, verb)(url)
            there = getattr(Client(), verb)(url)
            tried += 1
            alike = (here.status_code, here.get("Location")) == (
                there.status_code,
                there.get("Location"),
            )
            if not alike and here.get("Location") != home:
                answered.append((name, verb, here.status_code))
    assert tried > 200
    return answered
