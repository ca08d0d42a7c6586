"""Who has no account reads what went to them on one page, and no more (P-5)."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import codes, mails
from accounts.models import SecurePage
from cases.models import Contribution, Release
from privacy import waiting
from privacy.approvals import Approval
from privacy.models import Disclosure, PlannedDisclosure, Recall
from tests.backstage import backstage
from tests.ico.test_document import text_of
from tests.ico.through_a_page import (
    GATEWAY,
    PHONE,
    answered_elsewhere,
    ask,
    texted,
    type_in,
)
from tests.privacy.outside import (
    OF_BRAM,
    OF_PIM,
    TO,
    VITAL,
    assessed,
    disclosed,
    planned,
    told,
)
from tests.privacy.test_by_secure_mail import taken_back
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord


@pytest.fixture(autouse=True)
def _gateway(settings):
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY


@pytest.fixture
def page(plan, sign_in, anna):
    answer = send(sign_in(anna), plan)
    assert answer.status_code == 302
    with backstage():
        return SecurePage.objects.select_related("user__party").get()


def send(browser, plan, **more):
    url = reverse("privacy:send_outside", args=[plan.pk])
    data = {"way": "page", "address": TO, "phone": PHONE, **more}
    return browser.post(url, data)


def opened(page) -> Client:
    client = Client()
    ask(client, page)
    answer = type_in(client, page, texted(page))
    assert answer.status_code == 302
    return client


def read(client, page, name="received_outside") -> SimpleNamespace:
    return client.get(reverse(f"privacy:{name}", args=[page.object_key]))


@pytest.mark.eis("V-1", "P-5")
@pytest.mark.parametrize("name", ["received_outside", "received_outside_pdf"])
def test_behind_the_code_stands_what_was_agreed(page, name):
    response = read(opened(page), page, name)

    text = text_of(response) if name.endswith("pdf") else response.text
    assert (OF_BRAM in text, OF_PIM in text) == (True, True)
    assert "Geef niets door aan een ander" in text


@pytest.mark.eis("V-1", "P-5")
def test_the_link_and_the_mail_tell_nothing(page):
    mails.send_outgoing()
    letter = next(it for it in mail.outbox if TO in it.recipients())
    link = re.search(r"https?://\S+", letter.body)[0]

    start = Client().get(reverse("accounts:secure_page", args=[page.pk]))
    inside = read(Client(), page)

    assert str(page.pk) in link
    for text in (letter.body, start.text):
        assert OF_BRAM not in text
        assert "Woningstichting" not in text
    assert inside.status_code == 302
    with backstage():
        assert not SecurePage.objects.get().openings
        assert disclosed().opened_at is None


@pytest.mark.eis("V-1", "P-5")
def test_each_opening_is_recorded_and_the_first_stands_in_the_register(
    page, fg, anna, plan, sign_in
):
    read(opened(page), page)
    first = disclosed().opened_at
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        read(opened(page), page)

    with backstage():
        records = AccessRecord.objects.filter(user_id=page.user_id)
        opening = records.filter(action="open_secure_page").count()
        looked = records.filter(action="received_outside").count()
    shown = sign_in(anna).get(reverse("privacy:proposal", args=[plan.pk])).text
    assert (opening, looked) == (2, 2)
    assert "2 keer, het laatst op" in shown
    assert (first is not None, disclosed().opened_at == first) == (True, True)
    register = sign_in(fg).get(reverse("privacy:disclosures")).context["lines"]
    assert "beveiligde pagina, met een code" in register[0]


def test_the_bureau_finds_its_way_back_from_the_page_to_what_it_is_about(
    page, plan, anna, sign_in
):
    shown = sign_in(anna).get(reverse("cases:secure_page", args=[page.pk])).text

    assert f'href="{reverse("privacy:proposal", args=[plan.pk])}"' in shown


@pytest.mark.eis("P-5", "P-4")
def test_everywhere_else_its_holder_is_a_stranger(page):
    assert answered_elsewhere(opened(page), page) == []


@pytest.mark.eis("P-5")
def test_in_the_database_they_read_that_and_no_more(page, case, anna):
    with backstage():
        Contribution.objects.create(
            case=case,
            given_by=anna.party,
            typed_by=anna,
            category="guidance",
            text="Van een ander.",
        )

    with acting_as(page.user):
        texts = {it.text for it in Contribution.objects.all()}
        proposals = PlannedDisclosure.objects.count()
        akkoorden = Approval.objects.count()

    assert texts == {OF_BRAM, OF_PIM}
    assert (proposals, akkoorden) == (1, 0)


@pytest.mark.eis("V-1", "V-2")
def test_what_a_giver_takes_back_is_gone_and_is_to_be_deleted(
    page, sign_in, bram, plan, anna, fg
):
    client = opened(page)
    read(client, page)

    taken_back(sign_in, bram)
    waiting.take_back()
    text = read(client, page).text
    with backstage():
        recall = Recall.objects.get()
    mails.send_outgoing()
    told_so = [it for it in mail.outbox if "verwijderen" in it.subject]
    confirmed = client.post(reverse("privacy:confirm_deletion", args=[recall.pk]))

    assert (OF_BRAM in text, OF_PIM in text) == (False, True)
    assert "U moet iets verwijderen" in text
    assert [it.recipients() for it in told_so] == [[TO]]
    assert confirmed.url == reverse("privacy:received_outside", args=[page.object_key])
    with backstage():
        recall.refresh_from_db()
    assert recall.confirmed_by == page.user
    register = sign_in(fg).get(reverse("privacy:disclosures")).text
    assert "weg volgens Woningstichting Proef" in register


@pytest.mark.eis("V-1", "V-2")
def test_what_was_not_opened_is_simply_gone(page, sign_in, bram):
    taken_back(sign_in, bram)
    waiting.take_back()

    text = read(opened(page), page).text

    assert OF_BRAM not in text
    assert "U moet iets verwijderen" not in text
    with backstage():
        assert not Recall.objects.get().was_opened


@pytest.mark.eis("P-5")
def test_it_ends_after_two_weeks_and_when_it_was_opened_often(page):
    with backstage():
        SecurePage.objects.update(openings=30)
    ask(Client(), page)
    after_many = codes.send_asked()
    with backstage():
        SecurePage.objects.update(openings=0)
    client = opened(page)

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        late = read(client, page)

    assert after_many == 0
    assert late.status_code == 302
    with (
        time_machine.travel(timezone.now() + timedelta(days=15)),
        acting_as(page.user),
    ):
        assert not Contribution.objects.exists()


@pytest.mark.eis("V-1b")
def test_what_cannot_wait_goes_on_no_page(case, anna, sign_in, bram, politie):
    plan = planned(case, anna, told(case, anna, bram, politie))
    assessed(plan, anna, **VITAL, vouching=politie.party)

    answer = send(sign_in(anna), plan)

    assert answer.status_code == 200
    with backstage():
        assert not Disclosure.objects.exists()


@pytest.mark.eis("V-1", "V-2")
@pytest.mark.safety("X1")
def test_no_piece_is_opened_by_hand_without_its_akkoord(page, case, anna, bram):
    with backstage():
        other = Contribution.objects.create(
            case=case,
            given_by=bram.party,
            typed_by=anna,
            category="guidance",
            text="Hierover is niets gevraagd.",
        )

    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="did not agree"),
        transaction.atomic(),
    ):
        Release.objects.create(
            case=case,
            contribution=other,
            use="disclosure",
            party=page.user.party,
            source_id=page.object_key,
            agreed_by=anna,
        )


@pytest.mark.eis("P-5")
def test_an_address_is_asked_where_something_goes_to_one(plan, sign_in, anna):
    answer = send(sign_in(anna), plan, address="")

    assert "Vul het e-mailadres in." in answer.text
    with backstage():
        assert not Disclosure.objects.exists()
