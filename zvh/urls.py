"""Every way in. Ours have a door of `zvh.guard.gate`; those of libraries a reason."""

from importlib.util import find_spec

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.apps import apps
from django.urls import include, path, re_path

from zvh.health import healthz

# The name of each URL that a library answers, and why it needs no door of ours:
# none of them shows anything but the account of whoever is signing in.
LIBRARY_URLS = {
    "account_login": "Who signs in is nobody yet.",
    "account_logout": "Leaving shows nothing.",
    "account_inactive": "Says that an account is closed, after its password was right.",
    "account_reauthenticate": "Asks who is signed in for the password once more.",
    "account_change_password": "The own password of who is signed in.",
    "account_set_password": "The own password of who is signed in for the first time.",
    "account_reset_password": "Answers alike whether or not the account exists.",
    "account_reset_password_done": "Answers alike whether or not the account exists.",
    "account_reset_password_from_key": "Opened by a key that was mailed to its owner.",
    "account_reset_password_from_key_done": "Says that the password was changed.",
    "mfa_authenticate": "The second step of signing in.",
    "mfa_reauthenticate": "Asks who is signed in for a code once more.",
    "mfa_index": "The own second factor of who is signed in.",
    "mfa_activate_totp": "The own second factor of who is signed in.",
    "mfa_deactivate_totp": "The own second factor of who is signed in.",
    "mfa_view_recovery_codes": "The own recovery codes of who is signed in.",
    "mfa_generate_recovery_codes": "The own recovery codes of who is signed in.",
}

LIBRARY = [
    path("inloggen/", account.login, name="account_login"),
    path("inloggen/code/", mfa.authenticate, name="mfa_authenticate"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("account/gesloten/", account.account_inactive, name="account_inactive"),
    path("account/bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("account/bevestigen/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/wachtwoord/", account.password_change, name="account_change_password"
    ),
    path(
        "account/wachtwoord/kiezen/", account.password_set, name="account_set_password"
    ),
    path("wachtwoord-vergeten/", account.password_reset, name="account_reset_password"),
    path(
        "wachtwoord-vergeten/verstuurd/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^wachtwoord-vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord-gewijzigd/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/tweede-stap/", mfa.index, name="mfa_index"),
    path(
        "account/tweede-stap/instellen/", totp.activate_totp, name="mfa_activate_totp"
    ),
    path(
        "account/tweede-stap/verwijderen/",
        totp.deactivate_totp,
        name="mfa_deactivate_totp",
    ),
    path(
        "account/herstelcodes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/herstelcodes/nieuw/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

ROOMS = ("demo", "bench", "ico", "triage", "privacy", "cases", "accounts", "house")

urlpatterns = [
    *LIBRARY,
    path("healthz", healthz, name="healthz"),
    *(
        path("", include(f"{room}.urls"))
        for room in ROOMS
        if apps.is_installed(room) and find_spec(f"{room}.urls")
    ),
]

handler400 = "zvh.errors.bad_request"
handler403 = "zvh.errors.permission_denied"
handler404 = "zvh.errors.page_not_found"
handler500 = "zvh.errors.server_error"
