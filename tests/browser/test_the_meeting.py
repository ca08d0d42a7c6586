"""The screen of a meeting by hand: keys, parts, an agreement, the lock, and axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ico.models import Action
from tests.backstage import backstage
from tests.browser.looking import wrongs
from tests.ico.conftest import case, meeting, noor, starts_at  # noqa: F401

PHONE = {"width": 390, "height": 844}
SAID = "Het gezin wil graag blijven wonen."


@pytest.fixture
def page(visit, anna, noor, meeting):  # noqa: F811
    page = visit(anna)
    page.goto(reverse("ico:judgement", args=[meeting.pk]))
    return page


@pytest.mark.eis("O-7")
@pytest.mark.use("U2", "U11", "U13")
def test_all_of_it_goes_by_keyboard(page, noor):  # noqa: F811
    page.keyboard.press("1")
    expect(page.locator("#deel-picture")).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("j")
    page.keyboard.type(SAID)
    expect(page.locator("#judgement [data-state]")).to_contain_text("Opgeslagen om")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name="Nieuwe")
    dialog.get_by_label("Wat gaat er gebeuren?").fill("Belt de corporatie.")
    dialog.get_by_label("Welke Partij").select_option(label=noor.party.name)
    dialog.get_by_label("Klaar op").fill("24-12-2099")
    dialog.get_by_role("button", name="Leg vast").press("Enter")

    expect(dialog).to_be_hidden()
    expect(page.locator("#rail-afspraken")).to_contain_text("Belt de corporatie.")
    expect(page.locator("#id_judgement-text")).to_have_value(SAID)
    with backstage():
        assert Action.objects.get().what == "Belt de corporatie."
    page.keyboard.press("?")
    expect(page.get_by_text("vast: wie, wat, wanneer")).to_be_visible()


@pytest.mark.safety("S5")
def test_the_lock_takes_the_text_out_of_the_page(page):
    page.locator("#id_judgement-text").fill(SAID)
    page.locator("[data-lock] button").click()

    expect(page.get_by_role("heading", name="Vergrendeld")).to_be_visible()
    assert SAID not in page.content()


@pytest.mark.use("U10", "U12")
@pytest.mark.parametrize("view", ["", "?weergave=voorzitter", "?weergave=projector"])
@pytest.mark.parametrize("part", ["picture", "judgement", "decision"])
def test_every_view_is_accessible_and_fits(page, meeting, part, view):  # noqa: F811
    page.goto(reverse(f"ico:{part}", args=[meeting.pk]) + view)

    assert wrongs(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
