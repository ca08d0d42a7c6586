"""Keeping the Partijen and their contacts, and seeing who cannot be reached."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Contact, Party, Role, User
from tests.backstage import backstage
from tests.factories import ContactFactory, PartyFactory, UserFactory
from zvh.guard.models import LogEntry


def told(**changes):
    return {
        "name": "Gemeente Duin",
        "soorten": ["college"],
        "keten": "bestuur",
        "kind": "lid1",
        "units": "Sociaal domein\nVeiligheid\n\nVeiligheid",
        "representative_function": "Wethouder",
        "address": "Plein 1",
        "mail_domains": "Duin.example\n@wijk.example",
        **changes,
    }


def reach(browser):
    return browser.get(reverse("accounts:reach")).context["reach"]


@pytest.mark.eis("G-1", "G-1b")
def test_beheerder_adds_a_party_that_is_not_bound_yet(bas, sign_in):
    answer = sign_in(bas).post(reverse("accounts:add_party"), told())

    party = Party.objects.get(name="Gemeente Duin")
    assert answer.url == reverse("accounts:party", args=[party.pk])
    assert (party.units, party.mail_domains) == (
        ["Sociaal domein", "Veiligheid"],
        ["duin.example", "wijk.example"],
    )
    assert (party.soorten, party.is_lid1, party.bound_since) == (
        ["college"],
        True,
        None,
    )


@pytest.mark.eis("G-1")
def test_beheerder_changes_a_party_and_the_log_says_so(bas, sign_in):
    party = PartyFactory(name="Duin", soorten=["ggz"])
    url = reverse("accounts:change_party", args=[party.pk])
    browser = sign_in(bas)
    shown = browser.get(url).content.decode()

    browser.post(url, told())

    party.refresh_from_db()
    assert (party.name, party.representative_function) == ("Gemeente Duin", "Wethouder")
    assert "Duin wijzigen" in shown
    with backstage():
        entry = LogEntry.objects.get(object_pk=party.pk, action=1)
    assert entry.actor_id == bas.pk
    assert entry.changes["name"] == ["Duin", "Gemeente Duin"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mail_domains": "geen domein"}, "geen maildomein"),
        ({"mail_domains": "jan@duin.example"}, "geen maildomein"),
        ({"soorten": []}, "ten minste één soort"),
        ({"soorten": ["bureau"]}, "bureau"),
        ({"name": "Al hier"}, "bestaat al"),
    ],
)
def test_what_is_no_party_is_refused_with_a_reason(bas, sign_in, changes, said):
    PartyFactory(name="Al hier")

    page = sign_in(bas).post(reverse("accounts:add_party"), told(**changes))

    assert said in str(page.context["form"].errors)
    assert not Party.objects.filter(name="Gemeente Duin").exists()


def test_house_itself_keeps_its_name_and_its_soort(bas, sign_in):
    house = PartyFactory(name="Bureau", soorten=["bureau"])

    sign_in(bas).post(reverse("accounts:change_party", args=[house.pk]), told())

    house.refresh_from_db()
    assert (house.name, house.soorten) == ("Bureau", ["bureau"])
    assert house.address == "Plein 1"


@pytest.mark.eis("G-1")
def test_end_of_a_bond_comes_after_its_start(bas, sign_in):
    party, today = PartyFactory(), timezone.localdate()
    url = reverse("accounts:bind", args=[party.pk])
    browser = sign_in(bas)

    before = browser.post(url, {"since": today, "until": today})
    browser.post(url, {"since": today - timedelta(9), "until": today})

    assert "na de ondertekening" in str(before.context["form"].errors)
    party.refresh_from_db()
    assert not party.is_bound(today)
    assert party.is_bound(today - timedelta(1))


def test_page_of_the_bond_says_what_follows(bas, sign_in):
    party = PartyFactory()

    page = sign_in(bas).get(reverse("accounts:bind", args=[party.pk]))

    assert "Accounts sluiten niet vanzelf" in page.content.decode()


@pytest.mark.eis("G-2")
def test_beheerder_changes_a_contact_and_its_account_follows(bas, bram, sign_in):
    contact = ContactFactory(party=bram.party, name="B", is_deputy=True)
    url = reverse("accounts:contact", args=[contact.pk])

    sign_in(bas).post(url, {"name": "Bram", "email": "BRAM@rollen.example"})

    contact.refresh_from_db()
    assert (contact.name, contact.user, contact.is_deputy) == ("Bram", bram, False)


def test_contact_cannot_take_the_address_of_another(bas, bram, sign_in):
    taken = ContactFactory(party=bram.party)
    contact = ContactFactory(party=bram.party)
    url = reverse("accounts:contact", args=[contact.pk])

    page = sign_in(bas).post(url, {"name": "B", "email": taken.email})

    assert "al contactpersoon" in str(page.context["form"].errors)


@pytest.mark.eis("G-2")
def test_account_made_later_belongs_to_the_contact(bas, bram, cato, sign_in):
    contact = ContactFactory(party=bram.party, name="Nieuw", email="n@linde.example")
    elsewhere = ContactFactory(party=cato.party, email="n@linde.example")
    browser, url = sign_in(bas), reverse("accounts:create_user")
    form = browser.get(url, {"contactpersoon": contact.pk}).context["form"]

    browser.post(url, {**form.initial, "function": ""})

    contact.refresh_from_db()
    elsewhere.refresh_from_db()
    assert contact.user == User.objects.get(email="n@linde.example")
    assert elsewhere.user is None


@pytest.mark.parametrize("key", ["", "iets", "00000000-0000-7000-8000-000000000000"])
def test_account_form_is_empty_without_a_known_contact(bas, sign_in, key):
    page = sign_in(bas).get(reverse("accounts:create_user"), {"contactpersoon": key})

    assert page.context["form"].initial == {}


@pytest.mark.eis("G-2")
def test_each_gap_is_shown_with_what_to_do(bas, bram, sign_in):
    with backstage():
        PartyFactory(name="Niemand")
        PartyFactory(name="Ongebonden", bound_since=None)
        PartyFactory(name="Het bureau zelf", soorten=["bureau"])
        closed = UserFactory(is_active=False, roles=[Role.KETENPARTNER])
        fresh = UserFactory()
        for user in (bram, closed, fresh):
            ContactFactory(party=user.party, user=user)
        contact = ContactFactory(party=PartyFactory(name="Geen account"))
        ContactFactory(party=PartyFactory(name="Vervanger"), user=bram, is_deputy=True)
    browser = sign_in(bas)
    found = reach(browser)
    names = {party.name for party in found.without_contact}

    assert "Niemand" in names
    assert not names & {"Ongebonden", "Het bureau zelf", bram.party.name}
    assert [it.name for it in found.without_account] == ["Geen account"]
    assert [it.name for it in found.only_deputies] == ["Vervanger"]
    assert [it.user for it in found.closed] == [closed]
    assert [it.user for it in found.without_role] == [fresh]
    page = browser.get(reverse("accounts:reach")).content.decode()
    assert f"Maak een account voor {contact.name}</a>" in page
    assert reverse("accounts:grant", args=[fresh.pk]) in page
    assert "contactpersoon=" in page


@pytest.mark.eis("G-2")
def test_colleague_sees_the_gaps_but_changes_nothing(anna, sign_in):
    party = PartyFactory(name="Niemand")

    page = sign_in(anna).get(reverse("accounts:reach")).content.decode()

    assert "Niemand" in page
    assert reverse("accounts:add_contact", args=[party.pk]) not in page


def test_reach_asks_as_often_for_ten_parties_as_for_one(
    bas, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser = sign_in(bas)
    reach(browser)
    with backstage():
        ContactFactory(party=PartyFactory(), user=UserFactory())
    with django_assert_max_num_queries(20) as one:
        reach(browser)
    with backstage():
        for _ in range(10):
            ContactFactory(party=PartyFactory(), user=UserFactory())

    with django_assert_num_queries(len(one)):
        reach(browser)


@pytest.mark.eis("G-2", "R-4")
def test_party_without_contact_is_a_task_of_the_beheerder(bas, anna, sign_in):
    with backstage():
        PartyFactory(name="Niemand")
    url = reverse("cases:today")

    theirs = sign_in(bas).get(url).content.decode()
    others = sign_in(anna).get(url).content.decode()

    assert "Niemand" in theirs
    assert "Zoek een contactpersoon" in theirs
    assert "Niemand" not in others


@pytest.mark.parametrize("who", ["anna", "bram", "fg"])
def test_only_the_beheerder_keeps_parties(request, sign_in, who):
    browser = sign_in(request.getfixturevalue(who))
    contact = ContactFactory(party=PartyFactory(), name="Voor")
    pages = {
        reverse("accounts:add_party"): told(),
        reverse("accounts:change_party", args=[contact.party_id]): told(),
        reverse("accounts:contact", args=[contact.pk]): {
            "name": "Na",
            "email": "a@b.nl",
        },
    }

    answers = [browser.post(url, given).status_code for url, given in pages.items()]

    assert set(answers) <= {403, 404}
    assert Contact.objects.get().name == "Voor"
    assert not Party.objects.filter(name="Gemeente Duin").exists()


@pytest.mark.parametrize("who", ["bram", "fg"])
def test_partner_does_not_see_who_is_reachable(request, sign_in, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(reverse("accounts:reach")).status_code == 403
