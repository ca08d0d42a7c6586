"""The Partijen: who takes part, since when, and whom to ask there."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Contact, Party, Role, User
from accounts.setup import host_party, setup_house
from tests.backstage import backstage
from tests.factories import ContactFactory, PartyFactory


@pytest.mark.eis("G-1")
def test_list_of_kennemerland_comes_in_unsigned_and_only_once(db, settings):
    settings.PROFILE = "kennemerland"

    assert [setup_house(), setup_house()] == [34, 0]

    assert Party.objects.bound(timezone.localdate()).count() == 0
    assert host_party().is_the_house


def test_setting_up_leaves_alone_what_people_changed(db, settings):
    settings.PROFILE = "kennemerland"
    setup_house()
    ggd = Party.objects.get(name="GGD Kennemerland")
    ggd.address = "Nieuwe straat 1"
    ggd.save()

    setup_house()

    ggd.refresh_from_db()
    assert ggd.address == "Nieuwe straat 1"


@pytest.mark.eis("G-1b")
def test_college_and_burgemeester_are_two_and_halt_is_none(db, settings):
    settings.PROFILE = "kennemerland"
    setup_house()

    haarlem = Party.objects.filter(name__contains="van Haarlem").order_by("name")
    assert [p.name for p in haarlem if "meer" not in p.name] == [
        "Burgemeester van Haarlem",
        "College van B en W van Haarlem",
    ]
    assert all(party.is_lid1 for party in haarlem)
    assert not Party.objects.of_soort("halt").get().is_lid1
    assert Party.objects.of_soort("halt").get().kind == "none"


@pytest.mark.parametrize(
    ("since", "until", "bound"),
    [
        (None, None, False),
        (0, None, True),
        (1, None, False),
        (-9, 0, False),
        (-9, 1, True),
    ],
)
def test_bond_holds_from_its_first_day_until_its_last(db, since, until, bound):
    today = timezone.localdate()
    party = PartyFactory(
        bound_since=None if since is None else today + timedelta(since),
        bound_until=None if until is None else today + timedelta(until),
    )

    assert party.is_bound(today) is bound
    assert Party.objects.bound(today).exists() is bound


def test_bond_ends_after_it_starts(db):
    sentence = "a_bond_ends_after_it_starts"
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        PartyFactory(bound_since=date(2026, 1, 2), bound_until=date(2026, 1, 1))


def test_beheerder_records_a_signature(bas, sign_in):
    party = PartyFactory(bound_since=None)
    url = reverse("accounts:bind", args=[party.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)

    early = sign_in(bas).post(url, {"since": tomorrow.isoformat()})
    sign_in(bas).post(url, {"since": timezone.localdate().isoformat()})

    assert "toekomst" in str(early.context["form"].errors)
    party.refresh_from_db()
    assert party.is_bound(timezone.localdate())


@pytest.mark.eis("G-2")
def test_missing_contact_is_a_visible_gap(bas, sign_in):
    PartyFactory(name="Zonder Contact")

    page = sign_in(bas).get(reverse("accounts:parties")).content.decode()

    assert "ontbreekt" in page[page.index("Zonder Contact") :]


@pytest.mark.eis("G-2")
def test_beheerder_adds_and_removes_a_contact(bas, bram, sign_in):
    browser = sign_in(bas)
    url = reverse("accounts:add_contact", args=[bram.party_id])
    given = {"name": bram.name, "email": bram.email.upper(), "is_deputy": "on"}

    browser.post(url, given)
    twice = browser.post(url, given)

    contact = Contact.objects.get()
    assert (contact.user, contact.is_deputy) == (bram, True)
    assert "al contactpersoon" in str(twice.context["form"].errors)
    browser.post(reverse("accounts:remove_contact", args=[contact.pk]))
    assert not Contact.objects.exists()


def test_contact_of_another_party_gets_no_account_of_ours(bas, bram, cato, sign_in):
    url = reverse("accounts:add_contact", args=[bram.party_id])

    sign_in(bas).post(url, {"name": "C", "email": cato.email})

    assert Contact.objects.get().user is None


def test_partner_sees_own_contacts_and_no_others(bram, cato, sign_in):
    for user in (bram, cato):
        ContactFactory(
            party=user.party, name=f"Contact van {user.name}", email="c@x.example"
        )
    browser = sign_in(bram)

    own = browser.get(reverse("accounts:party", args=[bram.party_id]))
    other = browser.get(reverse("accounts:party", args=[cato.party_id]))

    assert f"Contact van {bram.name}" in own.content.decode()
    assert f"Contact van {cato.name}" not in other.content.decode()


def test_first_whom_to_ask_then_who_stands_in(bram):
    ContactFactory(party=bram.party, name="Aad", email="a@x.example", is_deputy=True)
    ContactFactory(party=bram.party, name="Zus", email="z@x.example")

    assert [c.name for c in Contact.objects.of(bram.party)] == ["Zus", "Aad"]


@pytest.mark.parametrize("page", ["bind", "add_contact"])
def test_partner_changes_no_party(bram, sign_in, page):
    url = reverse(f"accounts:{page}", args=[bram.party_id])

    assert sign_in(bram).post(url, {}).status_code == 403


# The first keys


def first(**changes):
    given = {
        "email": "Bea@Huis.Example",
        "name": "Bea Beheer",
        "party": "Bureau Zorg- en Veiligheidshuis",
        **changes,
    }
    call_command("first_beheerder", **given)


@pytest.mark.eis("P-6")
def test_first_beheerder_is_made_by_a_command_once(db, capsys):
    first()
    password = capsys.readouterr().out.split()[-1]

    bea = User.objects.get(email="bea@huis.example")
    assert bea.is_procesondersteuner
    assert bea.check_password(password)
    assert bea.must_change_password
    with backstage():
        assert bea.groups.filter(name="bureau").exists()
    with pytest.raises(CommandError, match="al iemand"):
        first(email="ander@huis.example")


def test_first_manager_comes_by_the_same_way(db):
    first()

    first(email="mia@huis.example", role=Role.MANAGER.value)

    assert User.objects.get(email="mia@huis.example").is_manager


def test_command_names_the_parties_it_knows(db):
    with pytest.raises(CommandError, match="Bureau Zorg- en Veiligheidshuis"):
        first(party="Nergens")


def test_command_leaves_a_known_account_alone(db):
    first()

    with pytest.raises(CommandError, match="al een account"):
        first(role=Role.MANAGER.value)
