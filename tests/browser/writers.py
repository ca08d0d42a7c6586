"""Two people who write minutes by hand, whatever happens around them."""

from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

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

ENTRANCE = "dialog.sign-in[open]"
# Nothing waits: all is saved, or kept beside a colleague's text.
AT_REST = """() => document.querySelector("[data-meeting]") !== null
  && !document.querySelector("dialog.sign-in[open]")
  && [...document.querySelectorAll("[data-state]")].every((one) =>
    !["busy", "failed"].includes(one.dataset.state ?? ""))"""
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

    def type_a_word(self, section: str) -> None:
        """In one go, so that no lock or curtain comes between looking and typing."""
        word = f"{self.user.name.split()[0].lower()}{len(self.words):04}"
        with suppress(Error):
            if self.page.evaluate(TYPE, [f"{section}-text", f"{word} "]):
                self.words.append(word)

    def switch_network(self) -> None:
        self.is_offline = not self.is_offline
        self.page.context.set_offline(self.is_offline)

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
        if self.is_offline:
            self.switch_network()
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
