"""What somebody hears by mail of their own account, and a house of its accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from accounts.mails import Message, letter_to_row, link, mail, plain_letter
from accounts.outgoing import Outgoing

plain_letter("accounts", "password_changed", "Uw wachtwoord is gewijzigd")
plain_letter(
    "accounts", "factor_changed", "Uw tweede stap bij het inloggen is gewijzigd"
)

AUTHORISATIONS = "accounts:authorisations"
plain_letter(
    "accounts",
    "authorisation_changed",
    "Een autorisatie is gewijzigd",
    AUTHORISATIONS,
)
plain_letter(
    "accounts",
    "authorisation_winds_down",
    "Een autorisatie loopt af",
    AUTHORISATIONS,
)
letter_to_row(
    "accounts",
    "term_changed",
    "Een bewaartermijn wordt gewijzigd",
    "house:term_change",
)


@mail("password_reset")
def _password_reset(outgoing: Outgoing) -> Message:
    user = outgoing.recipient
    # Made here, so that no waiting row holds a key to somebody's account.
    key = default_token_generator.make_token(user)
    return Message(
        subject="Kies een nieuw wachtwoord",
        template="accounts/mails/password_reset",
        url=link("account_reset_password_from_key", user_pk_to_url_str(user), key),
    )


@mail("work_moved")
def _work_moved(outgoing: Outgoing) -> Message:
    return Message(
        subject="Er is werk aan u overgedragen",
        template="accounts/mails/work_moved",
        url=str(settings.BASE_URL).rstrip("/") + "/",
    )
