"""The bureau's morning: sign in, see what presses, do it, and take a list along."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from cases.lifecycle import Phase
from tests import life as lives
from tests.accounts.signing_in import PASSWORD, code_of
from tests.backstage import backstage
from tests.browser.hands import Hands
from tests.life import MONDAY
from tests.stories import in_phase
from zvh.guard.models import AccessRecord


@pytest.fixture
def life(visit, sign_in):
    """One registration waits since Sunday; an ICO has to be planned."""
    cache.clear()
    with time_machine.travel(MONDAY, tick=False):
        lives.tick()
        life = lives.cast(sign_in)
        lives.draft(life)
        lives.send(life)
        partner, anna = life.people["partner"], life.people["anna"]
        in_phase(Phase.ICO, partner=partner, anna=anna)
        with backstage():
            anna.choose_password(PASSWORD)
            anna.save()
        return life


@pytest.mark.eis("R-4", "P-9", "A-6", "A-9", "X-2")
@pytest.mark.use("U11", "U24", "U26", "U27")
@pytest.mark.safety("L1")
def test_the_bureaus_morning(visit, life, watch):
    # It stands still: a code of the app counts as long as the machine needs.
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=False):
        page = visit()
        sign_in_by_hand(page, life.people["anna"])
        anna = Hands(page)
        number = anna_sees_what_presses(anna)
        anna_judges(anna, number)
        anna_decides_on_the_purpose(anna)
        anna_takes_a_case(anna)
        rows = anna_takes_the_list_along(anna)

    assert number in {row[0] for row in rows}
    with backstage():
        taken = AccessRecord.objects.filter(kind="exported")
        assert taken.exclude(case_id=None).count() == len(rows) - 1
        assert taken.get(case_id=None).count == len(rows) - 1
    assert not [url for url in watch.addresses if re.search("(?i)zkanariezq", url)]


def sign_in_by_hand(page, user):
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Zet aan").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Vandaag", level=1)).to_be_visible()


def anna_sees_what_presses(anna):
    anna.sees("Te laat")
    anna.sees("Beoordeel de aanmelding")
    anna.sees("GGZ Proef wacht")
    anna.sees("Plan casusoverleg")
    told = anna.page.get_by_role("main").inner_text()
    return re.search(r"\d{4}-\d{4}", told[told.index("Beoordeel") :])[0]


def anna_judges(anna, number):
    anna.follow("Beoordeel de aanmelding")
    anna.sees(number)
    anna.press("Verklaar volledig")


def anna_decides_on_the_purpose(anna):
    anna.go("Vandaag")
    anna.follow("Toets het doel")
    anna.choose("Past dit bij het doel", "Ja")
    anna.tick("Waarvoor is de aanpak nodig?", "Ernstige overlast")
    anna.fill("Motivering", "De hele straat heeft er last van.")
    anna.pick("Besloten namens", "Gemeente Proef")
    anna.press("Leg het besluit vast")
    anna.sees("De casus staat op de agenda")


def anna_takes_a_case(anna):
    anna.go("Vandaag")
    anna.follow("Neem de casus op u")
    anna.press("Leg vast wie leidt")
    anna.go("Vandaag")
    expect(anna.page.get_by_text("Neem de casus op u")).to_have_count(0)


def anna_takes_the_list_along(anna):
    anna.go("Casussen")
    anna.follow("Neem mee als bestand")
    anna.sees("2 rijen")
    anna.choose("Waarvoor neemt u deze lijst mee?", "Het werk verdelen")
    anna.choose("Soort bestand", "Tekst")
    taken = anna.save("Maak het bestand")
    text = taken.path().read_bytes().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))
