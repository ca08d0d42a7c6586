"""Somebody of a Partij is replaced: what was asked of them is asked of another."""

import pytest
from django.urls import reverse

from accounts.models import Contact, Outgoing, Role
from cases import actions as case_actions
from cases.grants import Why
from cases.models import CaseUserGrant
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.triage.conftest import fresh
from zvh.guard.announce import acting_as
from zvh.guard.models import Fact, LogEntry


@pytest.fixture
def sanne(agent):
    """A colleague of the agent, who takes over."""
    with backstage():
        return UserFactory(
            name="Sanne Voorbeeld",
            email="sanne@rollen.example",
            party=agent.party,
            roles=[Role.KETENPARTNER],
        )


def page(old, new):
    return reverse("accounts:replace", args=[old.pk, new.pk])


def counted(browser, old, new):
    parts = browser.get(page(old, new)).context["parts"]
    return {part.label: len(part.moving) for part in parts if part.moving}


@pytest.mark.eis("G-2")
@pytest.mark.safety("S2")
def test_open_question_passes_to_the_successor_at_once(
    bas, agent, sanne, inquiry, sign_in
):
    url = reverse("triage:inquiry", args=[inquiry.pk])
    old, new, browser = sign_in(agent), sign_in(sanne), sign_in(bas)
    assert [old.get(url).status_code, new.get(url).status_code] == [200, 404]

    assert counted(browser, agent, sanne) == {
        "Contactpersoon van de Partij": 1,
        "Vragen van een uitvraag": 1,
    }
    browser.post(page(agent, sanne))

    assert [old.get(url).status_code, new.get(url).status_code] == [404, 200]
    contact = Contact.objects.get(party=agent.party)
    assert (contact.user, contact.name, contact.phone) == (sanne, sanne.name, "")
    assert counted(browser, agent, sanne) == {}


@pytest.mark.eis("G-2")
def test_looking_beforehand_changes_nothing(bas, agent, sanne, inquiry, sign_in):
    url = reverse("triage:inquiry", args=[inquiry.pk])

    counted(sign_in(bas), agent, sanne)

    assert sign_in(agent).get(url).status_code == 200
    assert sign_in(sanne).get(url).status_code == 404


@pytest.mark.eis("G-2")
def test_place_at_the_weging_of_today_passes_too(bas, agent, sanne, weighing, sign_in):
    item = weighing()
    url = reverse("triage:item", args=[item.pk])
    assert sign_in(agent).get(url).status_code == 200

    sign_in(bas).post(page(agent, sanne))

    assert sign_in(agent).get(url).status_code == 404
    assert sign_in(sanne).get(url).status_code == 200
    with backstage():
        seat = CaseUserGrant.objects.get(user=sanne, why=Why.AGENDA)
    assert seat.until == item.meeting.midnight


@pytest.mark.eis("G-2")
def test_registration_is_followed_by_the_successor(bas, bram, case, sign_in):
    with backstage():
        new = UserFactory(party=bram.party, roles=[Role.KETENPARTNER])
    url = reverse("cases:registration_state", args=[case.pk])

    sign_in(bas).post(page(bram, new))

    assert sign_in(bram).get(url).status_code == 404
    assert sign_in(new).get(url).status_code == 200


@pytest.mark.eis("G-2")
def test_restricted_case_neither_moves_nor_shows_itself(
    bas, anna, agent, sanne, inquiry, sign_in
):
    with acting_as(anna):
        case_actions.restrict(fresh(inquiry.case), by=anna, names=[])

    browser = sign_in(bas)

    assert "Vragen van een uitvraag" not in counted(browser, agent, sanne)
    browser.post(page(agent, sanne))
    url = reverse("triage:inquiry", args=[inquiry.pk])
    assert sign_in(sanne).get(url).status_code == 404


@pytest.mark.eis("G-2")
def test_what_waits_at_a_closed_account_reaches_somebody(
    bas, agent, sanne, inquiry, sign_in
):
    browser = sign_in(bas)
    browser.post(reverse("accounts:deactivate", args=[agent.pk]))
    assert agent.name in browser.get(reverse("accounts:reach")).content.decode()

    browser.post(page(agent, sanne))

    url = reverse("triage:inquiry", args=[inquiry.pk])
    assert sign_in(sanne).get(url).status_code == 200


@pytest.mark.eis("G-2", "X-3")
def test_act_is_written_down_and_the_mail_names_nobody(
    bas, agent, sanne, inquiry, sign_in, mailoutbox
):
    sign_in(bas).post(page(agent, sanne))

    with backstage():
        letters = Outgoing.objects.filter(recipient=sanne)
        assert [it.kind for it in letters] == ["work_moved"]
        assert Fact.objects.filter(kind="replaced").count() == 1
        entries = LogEntry.objects.filter(actor=bas, content_type__model="contact")
        assert entries.exists()
        seat = CaseUserGrant.objects.get(user=sanne, why=Why.INQUIRY)
    assert seat.given_by == bas


def test_two_rows_of_contacts_become_one(bas, agent, sanne, sign_in):
    with backstage():
        Contact.objects.create(
            party=agent.party,
            user=sanne,
            name="Sanne",
            email=sanne.email,
            phone="088 1",
            is_deputy=True,
        )

    sign_in(bas).post(page(agent, sanne))

    contact = Contact.objects.get(party=agent.party)
    assert (contact.user, contact.phone, contact.is_deputy) == (sanne, "088 1", False)


@pytest.mark.eis("G-2", "P-6")
def test_nobody_of_another_party_or_without_a_role_takes_over(
    bas, agent, cato, bram, inquiry, sign_in
):
    with backstage():
        without = UserFactory(party=agent.party)
        closed = UserFactory(
            party=agent.party, roles=[Role.KETENPARTNER], is_active=False
        )
    browser = sign_in(bas)

    for other in (cato, bram, without, closed, agent, bas):
        assert browser.post(page(agent, other)).status_code == 404
    assert not browser.get(
        reverse("accounts:choose_successor", args=[agent.pk])
    ).context["found"]


@pytest.mark.parametrize("who", ["anna", "agent", "sanne", "fg", "cato"])
def test_only_the_beheerder_replaces_somebody(request, agent, sanne, sign_in, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(page(agent, sanne)).status_code in {403, 404}
    assert browser.post(page(agent, sanne)).status_code in {403, 404}


def test_beheerder_replaces_no_colleague_and_not_themselves(bas, anna, sanne, sign_in):
    browser = sign_in(bas)

    assert browser.post(page(anna, sanne)).status_code == 403
    assert browser.post(page(bas, sanne)).status_code == 403


def test_choosing_leads_to_what_will_change(bas, agent, sanne, sign_in):
    url = reverse("accounts:choose_successor", args=[agent.pk])

    answer = sign_in(bas).post(url, {"successor": sanne.pk})

    assert answer.url == page(agent, sanne)
