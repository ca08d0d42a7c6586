"""Begun on a telephone that loses its connection, finished on a laptop the next day."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.backstage import backstage
from tests.browser import registering
from tests.browser.hands import Hands
from tests.browser.looking import MEASURE, TELEPHONE
from tests.browser.test_autosave import SAVED, state, tried
from tests.cases.filling_in import registration
from tests.life import MONDAY

TRIED = "Drie huisbezoeken, en een gesprek met de buren."


@pytest.mark.eis("A-1", "X-2")
@pytest.mark.use("U1", "U2", "U19")
def test_begun_on_a_telephone_and_finished_on_a_laptop(visit, bram):
    bram.party.soorten = ["ggz"]
    with backstage():
        bram.party.save()
    with time_machine.travel(MONDAY, tick=False) as clock:
        key = half_on_the_telephone(visit(bram, viewport=TELEPHONE, has_touch=True))
        clock.shift(timedelta(days=1))
        number = the_rest_on_the_laptop(visit(bram))

    assert re.fullmatch(r"\d{4}-\d{4}", number)
    assert registration(key).tried == TRIED
    assert registration(key).goal == "Rust in de straat."


def half_on_the_telephone(page):
    hands = Hands(page)
    hands.follow("Casus aanmelden")
    hands.press("Begin met aanmelden")
    key = re.search(r"/aanmelden/([0-9a-f-]{36})/", page.url)[1]
    registering.meets_the_criteria(hands)
    hands.choose("Is onderling overleg", "Nee, er is meer nodig")
    expect(state(page, "saved")).to_have_text(SAVED)

    page.context.set_offline(True)
    tried(page).fill(TRIED)
    expect(state(page, "failed")).to_contain_text("Niet opgeslagen")
    assert page.evaluate(MEASURE) == []
    assert registration(key).tried == ""
    page.context.set_offline(False)
    expect(state(page, "saved")).to_have_text(SAVED)

    page.context.close()
    return key


def the_rest_on_the_laptop(page):
    hands = Hands(page)
    hands.follow("Concept")
    expect(tried(page)).to_have_value(TRIED)
    hands.fill("Wat moet het casusoverleg opleveren?", "Rust in de straat.")
    hands.press("Sla op en ga verder")
    return registering.from_whom_it_is_about(hands)
