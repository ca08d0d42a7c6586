"""What makes no sense together, or not in a house that others can reach."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
PROFILES = Path(__file__).resolve().parent.parent / "house" / "profiles"
# As many as Django's own check asks for; a generated one is longer.
SHORTEST_KEY = 50
SHORTEST_PEPPER = 32
FEWEST_CHARACTERS = 10
IMPLICIT_TLS = 465
EXAMPLE_SENDER = "zvh@zvh.example"

Settings = Mapping[str, Any]


def faults(told: Settings) -> Iterator[str]:
    """Every mistake in these settings, without quoting a secret."""
    yield from _secrets(told)
    yield from _addresses(told)
    yield from _mail(told)
    yield from _texts(told)
    yield from _secure_mail(told)
    yield from _profile(told)
    # A demo and the tests serve this machine alone, and may do with less.
    if not set(told["ALLOWED_HOSTS"]) <= LOOPBACK:
        yield from _reached_by_others(told)


def _secrets(told: Settings) -> Iterator[str]:
    key, pepper = told["SECRET_KEY"], told["SEARCH_PEPPER"]
    if _is_weak(key, SHORTEST_KEY):
        yield f"SECRET_KEY has at least {SHORTEST_KEY} characters, by chance"
    if _is_weak(pepper, SHORTEST_PEPPER):
        yield f"SEARCH_PEPPER has at least {SHORTEST_PEPPER} characters, by chance"
    if key == pepper:
        yield "SECRET_KEY and SEARCH_PEPPER are the same: each needs one of its own"
    if key in told["SECRET_KEY_FALLBACKS"]:
        yield "SECRET_KEY is still among SECRET_KEY_FALLBACKS: make a new one"
    if any(_is_weak(old, SHORTEST_KEY) for old in told["SECRET_KEY_FALLBACKS"]):
        yield "SECRET_KEY_FALLBACKS are whole former keys, one on a line"


def _is_weak(secret: str, shortest: int) -> bool:
    return len(secret) < shortest or len(set(secret)) < FEWEST_CHARACTERS


def _addresses(told: Settings) -> Iterator[str]:
    hosts = told["ALLOWED_HOSTS"]
    if any("*" in host or "/" in host for host in hosts):
        yield "ALLOWED_HOSTS names the hosts one by one, without '*' or https://"
    if any(not o.startswith("https://") for o in told["CSRF_TRUSTED_ORIGINS"]):
        yield "CSRF_TRUSTED_ORIGINS begin with https://"
    for name in ("DEMO", "BENCH"):
        if told[name] and not set(hosts) <= LOOPBACK:
            yield f"{name} runs on loopback only"


def _reached_by_others(told: Settings) -> Iterator[str]:
    base = urlsplit(told["BASE_URL"])
    if not told["HTTPS"]:
        yield "HTTPS is off: without it only this machine may be served"
    elif base.scheme != "https":
        yield "BASE_URL begins with https://"
    if base.hostname not in told["ALLOWED_HOSTS"]:
        yield "BASE_URL has a host that is not among ALLOWED_HOSTS"
    if told["BROKER_URL"].startswith("filesystem:"):
        yield "BROKER_URL names a Redis: a queue in a folder serves one machine"
    if told["DEFAULT_FROM_EMAIL"] == EXAMPLE_SENDER and base.hostname != "zvh.example":
        yield "DEFAULT_FROM_EMAIL is still that of the example"


def _mail(told: Settings) -> Iterator[str]:
    if told["EMAIL_PORT"] == 0:
        yield "EMAIL_PORT is a number from 1 to 65535"
    if told["EMAIL_PORT"] == IMPLICIT_TLS:
        yield "EMAIL_PORT 465 is not spoken: use 587 with EMAIL_USE_TLS"
    if bool(told["EMAIL_HOST_USER"]) != bool(told["EMAIL_HOST_PASSWORD"]):
        yield "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go together"
    if told["EMAIL_HOST_PASSWORD"] and not told["EMAIL_USE_TLS"]:
        yield "EMAIL_USE_TLS is off: EMAIL_HOST_PASSWORD would be sent in the clear"
    if "@" not in told["DEFAULT_FROM_EMAIL"]:
        yield "DEFAULT_FROM_EMAIL is an e-mail address"


def _texts(told: Settings) -> Iterator[str]:
    gateway = told["TEXT_MESSAGE_ADDRESS"]
    if gateway and not ("{number}" in gateway and "@" in gateway):
        yield "TEXT_MESSAGE_ADDRESS is an e-mail address with {number} in it"


def _secure_mail(told: Settings) -> Iterator[str]:
    if told["SECURE_MAIL_PORT"] in (0, IMPLICIT_TLS):
        yield "SECURE_MAIL_PORT is one at which STARTTLS is spoken, such as 587"
    if bool(told["SECURE_MAIL_USER"]) != bool(told["SECURE_MAIL_PASSWORD"]):
        yield "SECURE_MAIL_USER and SECURE_MAIL_PASSWORD go together"
    if told["SECURE_MAIL_FROM"] and "@" not in told["SECURE_MAIL_FROM"]:
        yield "SECURE_MAIL_FROM is an e-mail address"
    if told["SECURE_MAIL_CA"] and not Path(told["SECURE_MAIL_CA"]).is_file():
        yield "SECURE_MAIL_CA is a file with the certificates that are trusted"


def _profile(told: Settings) -> Iterator[str]:
    known = sorted(path.stem for path in PROFILES.glob("*.toml"))
    if told["PROFILE"] not in known:
        yield f"PROFILE is one of: {', '.join(known)}"
