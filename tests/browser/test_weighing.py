"""The weging by keyboard only: single keys from the first case to the closing."""

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import life as lives
from tests.backstage import backstage
from tests.browser.hands import Hands
from tests.browser.looking import BROAD, MEASURE, TELEPHONE
from tests.life import MONDAY, TUESDAY
from triage.models import AgendaItem, TriageDecision


@pytest.fixture
def agenda(visit, sign_in):
    """Two cases on an agenda that goes out on Tuesday."""
    with time_machine.travel(MONDAY):
        lives.tick()
        life = lives.cast(sign_in)
        for _ in range(2):
            lives.draft(life)
            lives.send(life)
            lives.take_in(life)
    return life


@pytest.mark.eis("W-2", "W-3", "W-5", "X-2")
@pytest.mark.use("U11", "U13")
def test_a_weging_without_a_mouse(agenda, visit, watch):
    with time_machine.travel(TUESDAY):
        page = visit(agenda.people["anna"])
        hands = Hands(page)
        hands.go("Triage")
        hands.follow("di 17 november")
        hands.follow("Verstuur de agenda")
        hands.press("Verstuur de agenda")
        hands.follow("Begin met de eerste casus")
        first = page.url
        key(page, "j")
        assert page.url != first
        key(page, "k")
        assert page.url == first

        page.keyboard.press("3")
        page.locator(".decision__parties summary").evaluate("one => one.click()")
        for size in (BROAD, TELEPHONE):
            page.set_viewport_size(size)
            assert page.evaluate(MEASURE) == []
        page.set_viewport_size(BROAD)
        decide(page, hands, "2", "Motivering", "De buurt helpt mee.")
        expect(page.get_by_text("Het besluit is vastgelegd.")).to_be_visible()
        assert page.url != first
        decide(page, hands, "4", "Wat is nog nodig?", "Het zorgplan.")

        hands.follow("Sluit het overleg")
        hands.press("Sluit het overleg")
        hands.sees("Dit overleg is gesloten")
    with backstage():
        (decision,) = TriageDecision.objects.all()
        assert (decision.outcome, decision.motivation) == (
            "support",
            "De buurt helpt mee.",
        )
        deferred = AgendaItem.objects.get(state="deferred")
        assert deferred.still_needed == "Het zorgplan."


@pytest.mark.use("U13")
def test_single_keys_are_listed_and_can_be_switched_off(agenda, visit):
    with time_machine.travel(TUESDAY):
        page = visit(agenda.people["anna"])
        hands = Hands(page)
        hands.go("Triage")
        hands.follow("di 17 november")
        with backstage():
            item = AgendaItem.objects.order_by("pk").first()
        page.goto(
            page.url.split("/weging/")[0] + reverse("triage:item", args=[item.pk])
        )
        page.keyboard.press("?")
        expect(page.get_by_text("volgende en vorige")).to_be_visible()
        here = page.url

        hands.press("Zet sneltoetsen uit")
        page.keyboard.press("j")
        page.keyboard.press("?")

        assert page.url == here
        expect(page.get_by_text("volgende en vorige")).to_be_hidden()


def decide(page: Page, hands: Hands, number: str, label: str, text: str) -> None:
    """A key chooses, the text is typed, and from the next stop a key sends it."""
    page.keyboard.press(number)
    hands.fill(label, text)
    page.keyboard.press("Tab")
    key(page, "s")


def key(page: Page, name: str) -> None:
    """A single key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(name)
