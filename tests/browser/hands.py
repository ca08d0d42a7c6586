"""Somebody at the keyboard: no step of theirs ever needs a mouse (U11)."""

import re

from playwright.sync_api import Download, Locator, Page, expect

FAR = 250
IS_FOCUSED = "elements => elements.includes(document.activeElement)"
IS_IN_MAIN = "element => element.closest('main') !== null"
IS_NOWHERE = "() => document.activeElement === document.body"
# What has the focus shows that it has, and something of it is uncovered.
IS_IN_SIGHT = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const parts = [0.1, 0.5, 0.9];
  return element.matches(":focus-visible") && parts.some((x) => parts.some((y) =>
    element.contains(document.elementFromPoint(
      box.left + x * box.width, box.top + y * box.height))));
}"""


class Hands:
    """Finds everything by its role and its name, goes there by Tab, and types."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        """The next button of this name, which leads to another page."""
        main = self.page.get_by_role("main")
        self._enter(main.get_by_role("button", name=name, exact=True))

    def keep(self, name: str, *, seen: str, where: str) -> None:
        """The next button of this name in sight, which stays on the page."""
        main = self.page.get_by_role("main")
        found = main.get_by_role("button", name=name, exact=True)
        self.reach(found.filter(visible=True).first)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(where)).to_contain_text(seen)

    def key(self, name: str) -> None:
        """A key of the page's own."""
        self.page.keyboard.press(name)

    def types(self, text: str, *, saved_in: str) -> None:
        """Into what has the focus, until it says that it was saved."""
        self.page.keyboard.type(text)
        state = self.page.locator(f"{saved_in} [data-state]")
        expect(state).to_contain_text("Opgeslagen om")

    def follow(self, name: str) -> None:
        """The next link of this name, which leads to another page."""
        self._enter(self._named("link", name))

    def go(self, name: str) -> None:
        """An entry of the menu."""
        menu = self.page.get_by_role("navigation", name="Hoofdmenu")
        self._enter(menu.get_by_role("link", name=_starting(name)))

    def sees(self, text: str) -> None:
        """Somewhere on the page, in sight."""
        found = self.page.get_by_role("main").get_by_text(text)
        expect(found.filter(visible=True).first).to_be_visible()

    def open(self, name: str) -> None:
        """What is folded away."""
        self.reach(self.page.locator("main summary").filter(has_text=name))
        self.page.keyboard.press("Enter")

    def download(self, name: str) -> Download:
        """A link, which gives a file."""
        self.reach(self._named("link", name))
        with self.page.expect_download() as coming:
            self.page.keyboard.press("Enter")
        return coming.value

    def save(self, name: str) -> Download:
        """A button, which gives a file."""
        main = self.page.get_by_role("main")
        self.reach(main.get_by_role("button", name=name, exact=True))
        with self.page.expect_download() as coming:
            self.page.keyboard.press("Enter")
        return coming.value

    def fill(self, label: str, text: str) -> None:
        """A field, whatever stood in it."""
        box = self._named("textbox", label)
        self.reach(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        expect(box).to_have_value(text)

    def choose(self, question: str, answer: str) -> None:
        """One of the answers that are all in sight."""
        group = self._named("group", question)
        wanted = group.get_by_role("radio", name=_starting(answer))
        self.reach(_stop_of(group))
        self.page.keyboard.press("Space")
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowDown")

    def tick(self, question: str, answer: str) -> None:
        """One of several boxes."""
        group = self._named("group", question)
        box = group.get_by_role("checkbox", name=_starting(answer))
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def pick(self, label: str, option: str) -> None:
        """One of a list that is folded away."""
        box = self._named("combobox", label)
        self.reach(box)
        for _ in box.locator("option").all():
            if option in box.locator("option:checked").inner_text():
                break
            self.page.keyboard.press("ArrowDown")
        expect(box.locator("option:checked")).to_contain_text(option)

    def reach(self, target: Locator) -> None:
        """Go on by Tab to the first that fits; past the menu by the link for that."""
        expect(target.first).to_be_visible()
        if self.page.evaluate(IS_NOWHERE) and target.first.evaluate(IS_IN_MAIN):
            self.page.keyboard.press("Tab")
            # A page that opens at a heading half-way is past the menu already.
            if self.page.get_by_text("Naar de inhoud").evaluate_all(IS_FOCUSED):
                self.page.keyboard.press("Enter")
        for _ in range(FAR):
            if target.evaluate_all(IS_FOCUSED):
                assert self.page.evaluate(IS_IN_SIGHT), f"out of sight: {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by keyboard to {target} on {self.page.url}")

    def _enter(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _named(self, role: str, name: str) -> Locator:
        main = self.page.get_by_role("main")
        return main.get_by_role(role, name=_starting(name))  # type: ignore[arg-type]


def _starting(name: str) -> re.Pattern[str]:
    """Labels of fields that may stay empty say so after their own words."""
    return re.compile(rf"^\s*{re.escape(name)}", re.IGNORECASE)


def _stop_of(group: Locator) -> Locator:
    """Where Tab comes into a group of radio buttons."""
    checked = group.locator("input:checked")
    return checked if checked.count() else group.get_by_role("radio").first
