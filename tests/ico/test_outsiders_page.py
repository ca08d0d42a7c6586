"""Somebody of no Partij, through a secure page: when they can, and what they know."""

import pytest
from django.urls import reverse

from accounts import codes
from cases.models import Contribution
from ico import guests
from ico.models import Invitation
from ico.outsiders import Outsider
from tests.backstage import backstage
from tests.ico.through_a_page import (
    ask,
    letters,
    listed,
    opened,
    outsider_of,
    page_of,
    sent,
    signed,
    with_page,
)
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.usefixtures("gateway")


@pytest.fixture
def ida(meeting, anna, politie):
    return outsider_of(meeting, anna, politie)


def text(response):
    return response.content.decode()


@pytest.mark.eis("P-5", "P-11", "O-3")
@pytest.mark.safety("X1")
def test_outsider_is_told_nothing_before_they_signed(meeting, anna, invite, noor, ida):
    page = page_of(with_page(ida, anna))
    invite(noor)
    sent(meeting, anna)

    assert letters() == []
    client = opened(page)
    url = reverse("ico:invitation", args=[page.object_key])
    assert client.get(url).status_code == 404

    signed(ida, anna)
    (letter,) = letters()
    assert "Ida" not in str(letter.message())
    assert "Vertel over de dagbesteding." in text(client.get(url))


@pytest.mark.eis("P-5", "I-3")
@pytest.mark.safety("X3")
def test_what_an_outsider_brings_in_is_theirs_and_no_other_outsider_reads_it(
    meeting, anna, politie, ida
):
    other = outsider_of(meeting, anna, politie)
    pages = []
    for outsider in (ida, other):
        pages.append(page_of(with_page(outsider, anna)))
        signed(outsider, anna)
    sent(meeting, anna)
    first, second = (opened(page) for page in pages)
    first.post(
        reverse("ico:contribute", args=[pages[0].object_key]),
        {"inbreng-text": "Komt elke dag op tijd.", "inbreng-category": "guidance"},
    )

    with backstage():
        piece = Contribution.objects.get(typed_by=pages[0].user)
        assert piece.given_by.name == "Incidentele derde"
    shown = text(second.get(reverse("ico:invitation", args=[pages[1].object_key])))
    assert "Komt elke dag" not in shown
    with acting_as(pages[1].user):
        assert not Contribution.objects.exists()


@pytest.mark.eis("P-5", "P-7")
def test_outsider_who_is_turned_away_opens_nothing_more(meeting, anna, ida):
    page = page_of(with_page(ida, anna))
    signed(ida, anna)
    sent(meeting, anna)
    client = opened(page)
    with acting_as(anna):
        guests.turn_away(Outsider.objects.get(pk=ida.pk), by=anna)

    assert client.get(reverse("ico:invitations")).url.startswith("/inloggen/")
    ask(client, page)
    assert codes.send_asked() == 0


@pytest.mark.eis("P-5")
def test_outsider_has_no_seat_of_a_partij(meeting, anna, ida):
    with_page(ida, anna)
    signed(ida, anna)
    sent(meeting, anna)

    with backstage():
        assert Invitation.objects.get(outsider=ida).sent_at
        assert not meeting.attendances.exists()


@pytest.mark.eis("P-5")
@pytest.mark.safety("L7")
def test_name_of_an_outsider_stands_in_the_case_alone(meeting, anna, ida, sign_in):
    page = page_of(with_page(ida, anna))
    bureau = sign_in(anna)

    assert page.user.name == "Incidentele derde"
    shown = text(bureau.get(reverse("ico:meeting", args=[meeting.pk])))
    assert reverse("cases:secure_page", args=[page.pk]) in shown
    assert reverse("ico:give_page", args=[ida.pk]) not in shown


@pytest.mark.eis("P-5")
def test_bureau_gives_an_outsider_a_page(meeting, anna, ida, sign_in):
    url = reverse("ico:give_page", args=[ida.pk])
    bureau = sign_in(anna)
    assert bureau.get(url).status_code == 200
    told = {"address": "ida@ver.example", "asked": "Vertel."}

    assert bureau.post(url, told).status_code == 302
    assert bureau.post(url, told).status_code == 403


@pytest.mark.eis("P-5", "G-1b")
def test_who_is_of_no_partij_stands_in_no_list_of_partijen(meeting, anna, ida, sign_in):
    with_page(ida, anna)
    bureau = sign_in(anna)
    for url in (
        reverse("accounts:parties"),
        reverse("ico:invite_guest", args=[meeting.pk]),
        reverse("ico:participants", args=[meeting.pk]),
    ):
        assert "Incidentele derde" not in text(bureau.get(url))


def test_a_guest_and_an_outsider_are_asked_beside_each_other(meeting, anna, ida, bram):
    with_page(ida, anna)
    listed(meeting, anna, bram.party)

    with backstage():
        assert Invitation.objects.filter(meeting=meeting).count() == 2
