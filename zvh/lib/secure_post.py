"""The secure-mail gateway of the house: TLS with a certificate that is right, or none.

There is no way without TLS. Whoever hands over a letter hears one of three things: it
was taken, it surely was not (`NotTakenError`), or nobody knows (`UnsureError`).
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from email.utils import parseaddr

from django.conf import settings

FINE, GO_ON = 250, 354
FORWARDS, FOR_GOOD = 251, 500


class NotTakenError(Exception):
    """It did not leave; `why` is a word for the kind of fault."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnsureError(Exception):
    """All of it was said and nobody answered: it may have arrived."""


def is_offered() -> bool:
    """Whether the house has a gateway."""
    return bool(settings.SECURE_MAIL_HOST)


def sender() -> str:
    """From whom secure mail comes."""
    return str(settings.SECURE_MAIL_FROM or settings.DEFAULT_FROM_EMAIL)


def hand_over(letter: Message, *, to: str) -> None:
    """Give this letter to the gateway, once."""
    with _connected() as post:
        _envelope(post, to)
        _say_all(post, letter.as_bytes())


@contextmanager
def _connected() -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context(cafile=settings.SECURE_MAIL_CA or None)
    try:
        post = smtplib.SMTP(
            settings.SECURE_MAIL_HOST,
            settings.SECURE_MAIL_PORT,
            timeout=settings.EMAIL_TIMEOUT,
        )
    except (OSError, smtplib.SMTPException) as fault:
        raise NotTakenError("unreachable") from fault
    try:
        _behind_tls(post, trusted)
        yield post
    finally:
        with suppress(OSError, smtplib.SMTPException):
            post.quit()
        post.close()


def _behind_tls(post: smtplib.SMTP, trusted: ssl.SSLContext) -> None:
    try:
        post.starttls(context=trusted)
    except ssl.SSLCertVerificationError as fault:
        raise NotTakenError("certificate") from fault
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as fault:
        raise NotTakenError("no_tls") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise NotTakenError("unreachable") from fault
    if settings.SECURE_MAIL_USER:
        _sign_in(post)


def _sign_in(post: smtplib.SMTP) -> None:
    try:
        post.login(settings.SECURE_MAIL_USER, settings.SECURE_MAIL_PASSWORD)
    except smtplib.SMTPException as fault:
        raise NotTakenError("sign_in") from fault
    except OSError as fault:
        raise NotTakenError("unreachable") from fault


def _envelope(post: smtplib.SMTP, to: str) -> None:
    """From whom and to whom; after these it still has not left."""
    try:
        post.ehlo_or_helo_if_needed()
        if post.mail(parseaddr(sender())[1])[0] != FINE:
            raise NotTakenError("refused")
        code, _ = post.rcpt(to)
        if code not in (FINE, FORWARDS):
            raise NotTakenError("address" if code >= FOR_GOOD else "refused")
        post.putcmd("data")
        if post.getreply()[0] != GO_ON:
            raise NotTakenError("refused")
    except UnicodeError as fault:
        raise NotTakenError("address") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise NotTakenError("unreachable") from fault


def _say_all(post: smtplib.SMTP, text: bytes) -> None:
    """The letter itself; from the first word on silence means that nobody knows."""
    lines = b"\r\n".join(text.splitlines())
    dotted = b"\r\n".join(
        b"." + line if line.startswith(b".") else line for line in lines.split(b"\r\n")
    )
    try:
        post.send(dotted + b"\r\n.\r\n")
        code, _ = post.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        raise UnsureError from fault
    if code != FINE:
        raise NotTakenError("refused")
