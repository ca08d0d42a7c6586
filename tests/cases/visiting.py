"""Coming in at the public address, as somebody without account does."""

import re
from uuid import UUID

from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import codes
from accounts.models import Party, User, Visitor
from tests.backstage import backstage
from tests.cases import filling_in
from tests.factories import PartyFactory

ADDRESS = "wil@thuiszorg.example"
HERE = {"name": "Wil Voorbeeld", "function": "wijkverpleegkundige"}


def thuiszorg(**more) -> Party:
    with backstage():
        known = Party.objects.filter(name="Thuiszorg Proef").first()
        return known or PartyFactory(
            name="Thuiszorg Proef", mail_domains=["thuiszorg.example"], **more
        )


def ask(client: Client, address: str = ADDRESS, **more: str):
    return client.post(reverse("cases:public"), {"address": address, **more})


def mailed() -> str:
    """The code in the last letter."""
    return re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0]


def code_for(client: Client, address: str = ADDRESS) -> str:
    ask(client, address)
    codes.send_asked()
    return mailed()


def type_in(client: Client, code: str):
    return client.post(reverse("cases:public_code"), {"code": code})


def proven(client: Client, address: str = ADDRESS):
    return type_in(client, code_for(client, address))


def begun(client: Client, address: str = ADDRESS) -> UUID:
    """A registration begun by somebody without account, in this browser."""
    party = thuiszorg()
    proven(client, address)
    answer = client.post(reverse("cases:public_choose"), {**HERE, "party": party.pk})
    return UUID(answer.url.split("/")[2])


def filled_in(client: Client) -> UUID:
    key = begun(client)
    for step in filling_in.STEPS:
        assert filling_in.fill(client, key, step).status_code == 302
    assert filling_in.add_person(client, key).status_code == 302
    return key


def sent(client: Client) -> UUID:
    key = filled_in(client)
    answer = client.post(reverse("cases:registration_send", args=[key]))
    assert answer.status_code == 302
    return key


def visitor_of(key: UUID) -> User:
    with backstage():
        return Visitor.objects.select_related("user__party").get(case_key=key).user
