"""Who picked the wrong person, Partij or day puts it right (U34)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Contact
from ico.models import Action, Invitation
from tests.backstage import backstage
from tests.browsing import Somebody
from tests.factories import PartyFactory


def one(model, **which):
    with backstage():
        return model.objects.get(**which)


@pytest.fixture
def desk(anna, sign_in):
    return Somebody(sign_in(anna), "Bij de verkeerde.")


@pytest.mark.use("U34")
def test_wrong_day_of_an_agreement_is_put_right(desk, held):
    action, day = one(Action), timezone.localdate() + timedelta(days=9)
    desk.open(reverse("ico:change_action", args=[action.pk]))

    desk.send(holds="due_on", due_on=f"{day:%d-%m-%Y}")

    assert one(Action).due_on == day


@pytest.mark.use("U34")
def test_wrong_person_is_uninvited_and_reads_nothing_more(
    desk, sign_in, invite, noor, politie
):
    wrong = invite(noor)
    url = reverse("ico:invitation", args=[wrong.pk])
    assert sign_in(noor).get(url).status_code == 200

    desk.open(reverse("ico:withdraw_invitation", args=[wrong.pk])).send()
    right = invite(politie)

    assert sign_in(noor).get(url).status_code == 404
    url = reverse("ico:invitation", args=[right.pk])
    assert sign_in(politie).get(url).status_code == 200
    with backstage():
        assert Invitation.objects.filter(ended_at=None).get().user == politie


@pytest.mark.use("U34")
@pytest.mark.eis("G-1", "G-2")
def test_wrong_day_of_signing_and_wrong_partij_of_a_contact_are_put_right(
    bas, bram, sign_in
):
    browser, today = sign_in(bas), timezone.localdate()
    wrong, right = PartyFactory(bound_since=None), bram.party
    contact = {"name": "Bram", "email": bram.email}

    for day in (today, today - timedelta(days=30)):
        browser.post(reverse("accounts:bind", args=[wrong.pk]), {"since": day})
    browser.post(reverse("accounts:add_contact", args=[wrong.pk]), contact)
    mistaken = Contact.objects.get(party=wrong)
    browser.post(reverse("accounts:remove_contact", args=[mistaken.pk]))
    browser.post(reverse("accounts:add_contact", args=[right.pk]), contact)

    wrong.refresh_from_db()
    assert wrong.bound_since == today - timedelta(days=30)
    assert Contact.objects.get().user == bram
