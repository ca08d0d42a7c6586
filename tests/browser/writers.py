"""Two people who write minutes by hand, whatever happens around them."""

from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urljoin

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Error, Locator, Page

from accounts import sessions
from accounts.models import User, UserSession
from tests.accounts.signing_in import PASSWORD
from tests.backstage import backstage

# Long enough for a page, and no longer than one waits for it.
PATIENCE = 15_000
ENTRANCE = "dialog.sign-in[open]"
# Nothing waits: all is saved, or kept beside a colleague's text.
AT_REST = """() => document.querySelector("[data-meeting]") !== null
  && !document.querySelector("dialog.sign-in[open]")
  && [...document.querySelectorAll("[data-state]")].every((one) =>
    !["busy", "failed"].includes(one.dataset.state ?? ""))"""
# The words that stand on the page alone, each with the state that it shows of them.
UNSAVED = r"""() => [...document.querySelectorAll("[data-section]")].flatMap((one) => {
  const area = one.querySelector("textarea");
  const mine = one.querySelector("[data-choices] [data-slot=mine]")?.textContent ?? "";
  const kept = new Set(`${area?.defaultValue ?? ""} ${mine}`.split(/\s+/));
  const words = (area?.value ?? "").split(/\s+/).filter(Boolean);
  const said = one.querySelector("[data-state]")?.dataset.state ?? "";
  return words.filter((word) => !kept.has(word)).map((word) => [word, said]);
})"""
TYPE = """([name, word]) => {
  const area = document.querySelector(`[data-section] textarea[name="${name}"]`);
  if (!area || area.readOnly || area.closest("[inert]")
      || document.querySelector("dialog[open]")) return false;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  return document.execCommand("insertText", false, word);
}"""


def equip(user: User) -> list[str]:
    """A password, an app, and codes for when the telephone is not at hand."""
    cache.clear()
    with backstage():
        user.choose_password(PASSWORD)
        user.save()
        TOTP.activate(user, generate_totp_secret())
        codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def expire_sessions_of(user: User) -> None:
    """As if everybody of this name had been away too long."""
    with backstage():
        for listed in UserSession.objects.filter(user=user):
            if Session.objects.filter(session_key=listed.session_key).exists():
                store = SessionStore(session_key=listed.session_key)
                store[sessions.SEEN] = store[sessions.BEGAN] = 0
                store.save()


@dataclass
class Writer:
    """Somebody at a page of the minutes; remembers every word that was typed."""

    page: Page
    user: User
    codes: list[str]
    url: str
    random: Random
    words: list[str] = field(default_factory=list)
    is_offline: bool = False
    is_asleep: bool = False
    # What stood on a page alone when its tab crashed, and what that page said of it.
    at_risk: list[tuple[str, str]] = field(default_factory=list)

    def type_a_word(self, section: str) -> None:
        """In one go, so that no lock or curtain comes between looking and typing."""
        nth = len(self.words) + len(self.at_risk)
        word = f"{self.user.name.split()[0].lower()}{nth:04}"
        with suppress(Error):
            if self.page.evaluate(TYPE, [f"{section}-text", f"{word} "]):
                self.words.append(word)

    def switch_network(self) -> None:
        self.is_offline = not self.is_offline
        self.page.context.set_offline(self.is_offline)

    def sleep(self) -> None:
        """The laptop is closed: no timer runs, and the session ends meanwhile."""
        self._be("frozen")
        self.is_asleep = True
        expire_sessions_of(self.user)

    def wake(self) -> None:
        self._be("active")
        self.is_asleep = False

    def _be(self, state: str) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Page.setWebLifecycleState", {"state": state})
        session.detach()

    def crash(self) -> None:
        """The tab is gone with all that it held; the page is opened anew."""
        for word, said in self.page.evaluate(UNSAVED):
            if word in self.words:
                self.words.remove(word)
                self.at_risk.append((word, said))
        crashed, home = self.page.context, urljoin(self.page.url, "/")
        signed_in = crashed.storage_state()
        with suppress(Error):
            self.page.goto("chrome://crash", timeout=2000)
        assert crashed.browser is not None
        context = crashed.browser.new_context(
            base_url=home, locale="nl-NL", storage_state=signed_in
        )
        context.set_default_timeout(PATIENCE)
        self.page, self.is_offline = context.new_page(), False
        self.page.on("dialog", lambda dialog: dialog.accept())
        with suppress(Error):
            crashed.close()
        with suppress(Error):
            self.page.goto(self.url)

    def lock(self) -> None:
        with suppress(Error):
            self.page.evaluate("document.querySelector('[data-lock]').requestSubmit()")

    def come_back(self) -> None:
        """Through the form that is shown: the lock, the password, or the code."""
        if not self.is_offline:
            with suppress(Error):
                self._come_back()

    def _come_back(self) -> None:
        place = self.page.locator(ENTRANCE)
        if not place.count():
            place = self.page.locator("body")
        if not any(step(place) for step in (self._sign_in, self._prove, self._unlock)):
            self._try_again(place)

    def _sign_in(self, place: Locator) -> bool:
        if not self._fill(place, "E-mail", self.user.email):
            return False
        self._fill(place, "Wachtwoord", PASSWORD)
        return self._press(place, "Log in")

    def _prove(self, place: Locator) -> bool:
        if not self._fill(place, "Code", self.codes[-1]):
            return False
        self.codes.pop()
        return self._press(place, "Log in")

    def _unlock(self, place: Locator) -> bool:
        if not self._fill(place, "Wachtwoord", PASSWORD):
            return False
        return self._press(place, "Ontgrendel")

    def _try_again(self, place: Locator) -> None:
        again = place.get_by_role("button", name="Ik ben al ingelogd")
        if again.count() and again.is_visible():
            again.click()
        elif not self.page.locator(".curtain").count():
            # The browser's own page that says that there is no server.
            with suppress(Error):
                self.page.goto(self.url)

    def choose(self) -> None:
        buttons = self.page.locator("[data-take]")
        if buttons.count() and buttons.first.is_visible():
            self.random.choice(buttons.all()[:3]).click(
                timeout=3000, no_wait_after=True
            )

    def is_out(self) -> bool:
        return bool(self.page.locator(ENTRANCE).count()) or (
            not self.page.locator("[data-meeting]").count()
        )

    def rest(self, patience: int = 90) -> None:
        """Go on until nothing waits any more."""
        self._open_up()
        for _ in range(patience):
            if self.is_out():
                self.come_back()
            elif self.page.evaluate(AT_REST):
                return
            for now in self.page.locator("[data-now]:visible").all():
                now.click(timeout=2000)
            self.page.wait_for_timeout(700)
        states = self.page.locator("[data-state]").all_inner_texts()
        raise AssertionError(f"{self.user.name} does not come to rest: {states}")

    def _open_up(self) -> None:
        if self.is_asleep:
            self.wake()
        if self.is_offline:
            self.switch_network()

    def _fill(self, place: Locator, label: str, text: str) -> bool:
        box = place.get_by_label(label, exact=False)
        if not box.count() or not box.first.is_visible():
            return False
        box.first.fill(text)
        return True

    def _press(self, place: Locator, name: str) -> bool:
        with suppress(Error):
            place.get_by_role("button", name=name).first.click(timeout=5000)
        self.page.wait_for_timeout(600)
        return True
