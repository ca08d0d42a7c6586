"""What the sign-in library does differently in this house."""

import base64
import hashlib
import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import mails, sessions
from accounts.people import User
from house import profile
from zvh.guard import logs, metrics
from zvh.guard.announce import acting_as

log = logging.getLogger("zvh.sign_in")
ADDRESS = "E-mailadres"


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, mail as state, first passwords that work once."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "E-mailadres en wachtwoord horen niet bij elkaar.",
        "too_many_login_attempts": (
            "Te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."
        ),
        "enter_current_password": "Vul uw huidige wachtwoord in.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "rate_limited": "Te vaak geprobeerd. Wacht even en probeer het dan opnieuw.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse | None:
        if user.initial_password_has_lapsed():
            return redirect("account_inactive")
        refusal: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refusal

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted, and told without saying with which address."""
        _tell_of_failure("password")

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code == "too_many_login_attempts":
            metrics.LOCKOUTS.labels("sign_in").inc()
            logs.event(log, "too many attempts", level=logging.WARNING)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def login(self, request: HttpRequest, user: User) -> None:
        """A first password works once: whoever used it chooses their own now (A7)."""
        if user.must_change_password and user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago, with all they have, need not prove it twice."""
        request, user = context.request, context.request.user
        proven = sessions.has_second_factor(request) or not user.has_totp
        return not (proven and sessions.is_fresh(request))

    def set_password(self, user: User, password: str) -> None:
        user.choose_password(password)
        user.save()

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        with acting_as(user):
            mails.post("password_reset", to=user)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        kind = "factor" if template_prefix.startswith("mfa/") else "password"
        with acting_as(user):
            mails.post(f"{kind}_changed", to=user)


class MfaAdapter(DefaultMFAAdapter):
    """Seals the second factor's secrets; a copy of the database opens no account."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Deze code klopt niet, of is al eens gebruikt.",
    }

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code == "incorrect_code":
            _tell_of_failure("code")
        error: ValidationError = super().validation_error(code, *args)
        return error

    def get_totp_issuer(self) -> str:
        return profile.active().name

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer().decrypt(encrypted_text.encode()).decode()


class SecondStepForm(AuthenticateForm):
    """The code asked while signing in."""

    def save(self) -> None:
        super().save()
        sessions.prove_second_factor(context.request, self.user)


class SecondStepAgainForm(ReauthenticateForm):
    """The code asked again before something weighty."""

    def save(self) -> None:
        super().save()
        sessions.prove_second_factor(context.request, self.user)


class SignInForm(LoginForm):
    """The library has its own word for what is called an e-mailadres elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS


class ForgottenForm(ResetPasswordForm):
    """Likewise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class FirstCodeForm(ActivateTOTPForm):
    """The code that proves the app was set up; it opens nothing a second time (A4)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code uit uw app"
        self.fields["code"].help_text = "Zes cijfers."

    def clean_code(self) -> str:
        code: str = super().clean_code()
        used = TOTP(_unsaved_authenticator(self.user))._mark_code_used(code)  # noqa: SLF001
        if not used:
            raise MfaAdapter().validation_error("incorrect_code")
        sessions.prove_second_factor(context.request, self.user)
        return code


@receiver(authenticator_removed)
def prove_anew(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """Without its app a session has nothing to show until there is a new one."""
    sessions.withdraw_second_factor(request)


def _tell_of_failure(kind: str) -> None:
    metrics.SIGN_IN_FAILURES.labels(kind).inc()
    logs.event(log, "sign-in failed", level=logging.WARNING, kind=kind)


def _unsaved_authenticator(user: User) -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator(user=user, type=Authenticator.Type.TOTP, data={})


def _sealer() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    digest = hashlib.sha256(b"zvh.second-factor:" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
