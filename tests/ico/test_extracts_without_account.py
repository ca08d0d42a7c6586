"""An extract for who has no account: by a page, or by the house's secure mail (F-3)."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import SecurePage
from ico.models import Action, Meeting
from privacy import shipping, waiting
from privacy.models import Disclosure, Recall, Shipment
from tests.backstage import backstage
from tests.gateway import Post, known, standing
from tests.ico.conftest import agree
from tests.ico.sharing import OF_BRAM, answer, ask, contact_of, need
from tests.ico.test_deliberating import bring_in
from tests.ico.test_document import text_of, words_of
from tests.ico.through_a_page import (
    ADDRESS,
    GATEWAY,
    PHONE,
    answered_elsewhere,
    texted,
    type_in,
)
from tests.ico.through_a_page import ask as ask_code
from zvh.guard.announce import acting_as

DOWN = 9


@pytest.fixture(autouse=True)
def _gateway(settings):
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY


@pytest.fixture
def agreed(table, meeting, anna, noor, bram, sign_in, request):
    """Bram agrees that the municipality, which carries out nothing itself, reads it."""
    contact_of(bram)
    piece = bring_in(bram)
    with backstage():
        piece = type(piece).objects.get(pk=piece.pk)
        piece.text = OF_BRAM
        piece.save()
    need(meeting, anna, (piece, noor))
    plan = request.getfixturevalue("established")
    ask(sign_in(anna), plan)
    answer(sign_in(bram), bram)
    return plan


def send(browser, plan, to, **way):
    url = reverse("ico:send_extract", args=[plan.pk, to.party.pk])
    mark = browser.get(url).context["extract"].mark
    told = {"name": "Kim Voorbeeld", "function": "consulent", "phone": PHONE}
    with known(DOWN):
        data = {"mark": mark, "address": ADDRESS, **told, **way}
        return browser.post(url, data)


def page_of() -> SecurePage:
    with backstage():
        return SecurePage.objects.select_related("user__party").get()


def opened(page):
    client = Client()
    ask_code(client, page)
    assert type_in(client, page, texted(page)).status_code == 302
    return client


@pytest.mark.eis("F-3", "P-5", "V-1", "V-3")
@pytest.mark.parametrize("name", ["received", "received_pdf", "received_word"])
def test_an_employee_without_account_reads_it_on_a_page(
    agreed, sign_in, anna, noor, name
):
    answer = send(sign_in(anna), agreed, noor, way="page")
    page = page_of()

    response = opened(page).get(reverse(f"ico:{name}", args=[page.object_key]))

    assert answer.status_code == 302
    reads = {"received_pdf": text_of, "received_word": words_of}
    text = reads.get(name, lambda it: it.content.decode())(response)
    assert OF_BRAM in text
    assert "Neem niets van een andere Partij over" in text
    with backstage():
        sent = Disclosure.objects.get(kind="extract")
    assert (sent.channel, sent.opened_at is not None) == ("page", True)


@pytest.mark.eis("P-5", "P-4")
def test_everywhere_else_they_are_a_stranger(agreed, sign_in, anna, noor):
    send(sign_in(anna), agreed, noor, way="page")
    page = page_of()

    assert answered_elsewhere(opened(page), page) == []


@pytest.mark.eis("V-1", "V-2")
def test_what_is_taken_back_leaves_the_page_and_is_confirmed_there(
    agreed, sign_in, anna, noor, bram
):
    send(sign_in(anna), agreed, noor, way="page")
    page = page_of()
    client = opened(page)
    url = reverse("ico:received", args=[page.object_key])
    client.get(url)

    answer(sign_in(bram), bram, said="no")
    waiting.take_back()
    text = client.get(url).text
    with backstage():
        recall = Recall.objects.get()
    client.post(reverse("privacy:confirm_deletion", args=[recall.pk]))

    assert OF_BRAM not in text
    assert "U moet iets verwijderen" in text
    with backstage():
        recall.refresh_from_db()
    assert recall.confirmed_by == page.user


@pytest.mark.eis("F-3", "V-1")
def test_it_goes_by_secure_mail(agreed, sign_in, anna, noor, tmp_path):
    answer = send(sign_in(anna), agreed, noor, way="gateway")

    with standing(Post(), tmp_path) as post:
        assert shipping.send_due() == 1

    (paper,) = [it for it in post.letters[0].walk() if it.get_filename()]
    pdf = PdfReader(BytesIO(paper.get_payload(decode=True)))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert answer.status_code == 302
    assert post.to == [ADDRESS]
    assert OF_BRAM in " ".join(text.split())


@pytest.mark.eis("V-1")
def test_an_address_of_another_is_refused(agreed, sign_in, anna, noor):
    with backstage():
        noor.party.mail_domains = ["zee.example"]
        noor.party.save()

    answer = send(sign_in(anna), agreed, noor, way="page")

    assert "Dit is geen adres van" in answer.text
    with backstage():
        assert not Disclosure.objects.filter(kind="extract").exists()


@pytest.mark.eis("F-3", "P-4")
def test_a_colleague_with_an_account_does_not_read_along(agreed, sign_in, anna, noor):
    send(sign_in(anna), agreed, noor, way="page")
    page = page_of()

    url = reverse("ico:received", args=[page.object_key])
    assert sign_in(noor).get(url).status_code in (403, 404)


@pytest.mark.eis("V-1", "P-5")
def test_a_party_that_left_the_convenant_gets_no_mail_that_waited(
    agreed, sign_in, anna, noor, tmp_path
):
    send(sign_in(anna), agreed, noor, way="gateway")
    with backstage():
        noor.party.bound_until = timezone.localdate()
        noor.party.save()

    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    assert post.letters == []
    with backstage():
        assert Shipment.objects.get().stopped_at


@pytest.mark.eis("V-1", "P-5")
def test_once_more_it_goes_to_an_address_of_that_party_too(
    agreed, sign_in, anna, noor, tmp_path
):
    with backstage():
        noor.party.mail_domains = [ADDRESS.rpartition("@")[2]]
        noor.party.save()
    send(sign_in(anna), agreed, noor, way="gateway")
    with standing(Post(refuses_address=True), tmp_path):
        shipping.send_due()
    with backstage():
        letter = Shipment.objects.get()
    url = reverse("privacy:shipment", args=[letter.pk])

    page = sign_in(anna).post(url, {"address": "kim@thuis.example"})

    assert "geen adres van" in page.text
    with backstage():
        assert Shipment.objects.get().address == ADDRESS


@pytest.mark.eis("F-3", "P-4")
@pytest.mark.safety("X6")
def test_who_receives_an_extract_reads_no_agreement_that_is_not_in_it(
    agreed, meeting, sign_in, anna, noor
):
    """What colleagues agreed to later, and how they say it went, was not sent."""
    send(sign_in(anna), agreed, noor, way="page")
    with acting_as(anna):
        found = Meeting.objects.get(pk=meeting.pk)
        later = agree(found, anna, noor)

    with acting_as(page_of().user):
        seen = set(Action.objects.values_list("pk", flat=True))

    with backstage():
        sent = Disclosure.objects.get(kind="extract")
    assert later.pk not in seen
    assert seen
    assert {str(pk) for pk in seen} <= set(sent.lines)
