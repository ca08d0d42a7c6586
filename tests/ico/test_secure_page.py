"""Coming in through a secure page: a link that opens nothing, a code each time."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts import codes, secure_pages
from accounts.models import AddressCode, SecurePage
from accounts.secure_pages import Reach
from cases import actions as case_actions
from tests.backstage import backstage
from tests.ico.through_a_page import (
    ADDRESS,
    ask,
    letters,
    listed,
    opened,
    page_of,
    texted,
    type_in,
)
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

pytestmark = pytest.mark.usefixtures("gateway")
LIST = reverse("ico:invitations")


def text(response):
    return response.content.decode()


def of(page):
    with backstage():
        return SecurePage.objects.get(pk=page.pk)


def records(page):
    with backstage():
        mine = AccessRecord.objects.filter(object_id=page.pk)
        return list(mine.order_by("at").values_list("user_id", "outcome"))


@pytest.mark.eis("P-5")
def test_guest_opens_the_page_with_a_code_from_another_channel(client, kim):
    (letter,) = letters()
    link = reverse("accounts:secure_page", args=[kim.pk])
    assert link in letter.body

    assert ask(client, kim).url == reverse("accounts:secure_page_code", args=[kim.pk])
    answer = type_in(client, kim, texted(kim))

    assert answer.url == LIST
    assert kim.user.party.name in text(client.get(LIST))


@pytest.mark.eis("P-5", "X-3")
@pytest.mark.safety("M1", "M3")
def test_letter_says_nothing_of_anybody(kim):
    (letter,) = letters()
    said = letter.subject + str(letter.message())

    for word in ("Proefpersoon", "Kim", "gezin", "blijven wonen", "Duinroos"):
        assert word not in said
    assert letter.recipients() == [ADDRESS]


@pytest.mark.eis("P-5")
@pytest.mark.safety("M2")
def test_link_alone_opens_nothing_and_uses_nothing(kim):
    client = Client()
    for name in ("secure_page", "secure_page_code"):
        for look in (client.get, client.head):
            look(reverse(f"accounts:{name}", args=[kim.pk]))
    answer = client.get(LIST)

    assert answer.url.startswith("/inloggen/")
    assert (of(kim).openings, of(kim).wrong) == (0, 0)
    with backstage():
        assert not AddressCode.objects.exists()


@pytest.mark.eis("P-5")
@pytest.mark.safety("I7")
def test_a_page_that_is_not_there_answers_the_same(kim):
    said = []
    for key in (kim.pk, uuid4()):
        client = Client()
        url = reverse("accounts:secure_page", args=[key])
        first, then = client.get(url), client.post(url)
        typed = client.post(then.url, {"code": "1234 5678"})
        answers = [text(first), then.url, text(typed)]
        said.append([it.replace(str(key), "") for it in answers])

    def plain(pages):
        varies = r'value="[^"]{64}"|nonce="[^"]*"|[\w-]{64}'
        return [re.sub(varies, "", it) for it in pages]

    assert plain(said[0]) == plain(said[1])
    assert "Kim" not in said[0][2]


@pytest.mark.eis("P-5")
def test_each_opening_takes_a_fresh_code(kim):
    client = Client()
    ask(client, kim)
    code = texted(kim)
    type_in(client, kim, code)
    client.post(reverse("accounts:leave_page"))
    ask(client, kim)

    assert "klopt niet" in text(type_in(client, kim, code))
    assert type_in(client, kim, texted(kim)).url == LIST
    assert of(kim).openings == 2


@pytest.mark.eis("P-5")
def test_code_works_in_the_browser_that_asked_it(kim):
    client, other = Client(), Client()
    ask(client, kim)
    code = texted(kim)
    ask(other, kim)

    assert "klopt niet" in text(type_in(other, kim, code))


@pytest.mark.eis("P-5")
def test_a_code_of_one_page_opens_no_other(meeting, anna, thuiszorg, kim):
    theirs = page_of(listed(meeting, anna, thuiszorg, name="Ria"))
    client = Client()
    ask(client, kim)

    answer = type_in(client, theirs, texted(kim))

    assert answer.url == reverse("accounts:secure_page", args=[theirs.pk])
    assert of(theirs).openings == 0


@pytest.mark.eis("P-5")
@pytest.mark.safety("L1", "L3")
def test_every_opening_and_every_wrong_code_is_recorded(kim):
    client = Client()
    ask(client, kim)
    code = texted(kim)
    type_in(client, kim, "0000 0000" if code != "0000 0000" else "1111 1111")
    type_in(client, kim, code)

    assert records(kim) == [
        (kim.user_id, AccessRecord.Outcome.FORBIDDEN),
        (kim.user_id, AccessRecord.Outcome.SHOWN),
    ]
    with backstage():
        opened_ = AccessRecord.objects.get(object_id=kim.pk, outcome="shown")
        assert opened_.case_id == kim.case_key


@pytest.mark.eis("P-5")
def test_openings_are_limited(kim, monkeypatch):
    monkeypatch.setattr(secure_pages, "MOST_OPENINGS", 1)
    opened(kim)
    client = Client()
    ask(client, kim)

    assert codes.send_asked() == 0
    assert "klopt niet" in text(type_in(client, kim, "1234 5678"))


@pytest.mark.eis("P-5")
def test_wrong_codes_are_limited_until_the_bureau_says_so(
    kim, anna, sign_in, monkeypatch
):
    monkeypatch.setattr(secure_pages, "MOST_WRONG", 2)
    client = Client()
    ask(client, kim)
    code = texted(kim)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(2):
        type_in(client, kim, wrong)
    assert "klopt niet" in text(type_in(client, kim, code))

    keeps = reverse("cases:secure_page", args=[kim.pk])
    bureau = sign_in(anna)
    assert "gaat niet meer open" in text(bureau.get(keeps))
    bureau.post(keeps, {"address": ADDRESS, "phone": "0612345678"})
    cache.clear()

    assert opened(of(kim))


@pytest.mark.eis("P-5")
def test_whom_a_page_reached_by_mistake_is_out_once_it_goes_elsewhere(
    kim, anna, sign_in
):
    mistaken, waiting = opened(kim), Client()
    assert mistaken.get(reverse("ico:invitations")).status_code == 200
    ask(waiting, kim)
    code = texted(kim)

    keeps = reverse("cases:secure_page", args=[kim.pk])
    sign_in(anna).post(keeps, {"address": ADDRESS, "phone": "0687654321"})

    assert mistaken.get(reverse("ico:invitations")).status_code == 302
    assert "klopt niet" in text(type_in(waiting, kim, code))


@pytest.mark.eis("P-5")
def test_who_is_on_a_page_goes_on_when_it_may_be_opened_more_often(kim, anna, sign_in):
    browser = opened(kim)

    keeps = reverse("cases:secure_page", args=[kim.pk])
    sign_in(anna).post(keeps, {"address": kim.address, "phone": kim.phone})

    assert browser.get(reverse("ico:invitations")).status_code == 200


@pytest.mark.eis("P-5")
def test_bureau_reads_a_code_out_to_who_has_no_telephone(
    meeting, anna, thuiszorg, sign_in
):
    page = page_of(listed(meeting, anna, thuiszorg, phone=""))
    bureau, client = sign_in(anna), Client()
    url = reverse("cases:read_code_out", args=[page.pk])
    assert "geen code aangevraagd" in text(bureau.post(url))
    ask(client, page)
    assert codes.send_asked() == 0

    code = re.search(r"\d{4} \d{4}", text(bureau.post(url)))[0]

    assert type_in(client, page, code).url == LIST


@pytest.mark.eis("P-5", "P-2")
@pytest.mark.safety("X2")
def test_only_who_works_on_the_case_keeps_its_pages(
    kim, case, anna, bas, noor, bestuurder, sign_in
):
    with acting_as(anna):
        case_actions.restrict(case, by=anna, names=[anna])
    for who in (bas, noor, bestuurder):
        for name in ("secure_page", "read_code_out"):
            url = reverse(f"cases:{name}", args=[kim.pk])
            assert sign_in(who).post(url).status_code == 404
    assert sign_in(anna).get(url.replace("code/", "")).status_code == 200


@pytest.mark.eis("P-5")
@pytest.mark.safety("X1")
def test_nobody_but_the_bureau_keeps_a_page_or_reads_a_code_out(kim, noor):
    ask(Client(), kim)
    for who in (noor, kim.user):
        with acting_as(who):
            with pytest.raises(PermissionDenied, match="Alleen het bureau"):
                secure_pages.reach_at(kim, Reach("een@ander.example"), by=who)
            with pytest.raises(PermissionDenied, match="Alleen het bureau"):
                codes.read_out(kim, by=who)

    assert of(kim).address == ADDRESS
    with backstage():
        assert not AddressCode.objects.exclude(digest="").exists()


@pytest.mark.eis("P-5")
def test_a_page_that_ended_meanwhile_is_not_opened_again(kim, anna):
    with acting_as(anna):
        secure_pages.end([kim.object_key])

        with pytest.raises(PermissionDenied, match="gesloten"):
            secure_pages.reach_at(kim, Reach("een@ander.example"), by=anna)
        assert codes.read_out(kim, by=anna) == ""
