"""What an operator sets, in variables or files; nonsense ends in one clear line.

Every variable may also be given as NAME_FILE, the path of a file that holds it.
Mistakes are kept until all are known, so that nobody has to mend them one by one.
"""

import re
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

REQUIRED = None
FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}
HTTP = {"http", "https"}
POSTGRES = {"postgres", "postgresql"}
BROKERS = {"redis", "rediss", "redis+socket", "filesystem"}
PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 2}
# With this number gunicorn stops, instead of starting the same thing over and over.
DOES_NOT_START = 3


class Env:
    """The variables by their kind; what is wrong with them is in `mistakes`."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []
        self._given = FileAwareMapping(cache=False)

    def text(self, name: str, default: str | None = REQUIRED) -> str:
        value = self._read(name)
        if not value and default is REQUIRED:
            self._refuse(f"{name} is missing: set it, or {name}_FILE")
        return value or default or ""

    def secret(self, name: str, default: str | None = REQUIRED) -> str:
        return self.text(name, default)

    def secrets(self, name: str, default: str | None = REQUIRED) -> list[str]:
        return self.words(name, default)

    def words(self, name: str, default: str | None = REQUIRED) -> list[str]:
        """Several words, with commas or line ends between them."""
        return [word for word in re.split(r"[,\s]+", self.text(name, default)) if word]

    def flag(self, name: str, default: str | None = REQUIRED) -> bool:
        given = self.text(name, default).lower()
        if given and given not in FLAGS:
            # A word that only looks like no must not mean it, nor the other way round.
            self._refuse(f"{name} is true or false")
        return FLAGS.get(given, False)

    def number(self, name: str, default: str, *, most: int) -> int:
        given = self.text(name, default)
        if given.isdecimal() and int(given) <= most:
            return int(given)
        self._refuse(f"{name} is a number from 0 to {most}")
        return 0

    def choice(self, name: str, default: str, *, among: tuple[str, ...]) -> str:
        given = self.text(name, default)
        if given not in among:
            self._refuse(f"{name} is one of: {', '.join(among)}")
        return given

    def dotted(self, name: str, default: str) -> str:
        """The name of a class in a module that is there."""
        given = self.text(name, default)
        module, _, name_of_class = given.rpartition(".")
        if not (module and name_of_class and _is_there(module)):
            self._refuse(f"{name} names a Python class that is there")
        return given

    def address(self, name: str) -> str:
        """Where people find us: a scheme and a host, and nothing behind it."""
        given = self.text(name)
        try:
            parts = urlsplit(given)
        except ValueError:
            parts = urlsplit("")
        is_bare = not (parts.path.strip("/") or parts.query or parts.username)
        if given and not (parts.scheme in HTTP and parts.hostname and is_bare):
            self._refuse(f"{name} looks like https://zvh.example, and ends there")
        return given

    def database(self, name: str) -> dict[str, Any]:
        url = self.text(name)
        like = "postgres://role:password@host/database"  # pragma: allowlist secret
        found = self._parsed(name, url, POSTGRES, environ.Env.db_url_config, like)
        if found and not (found["NAME"] and found["USER"]):
            self._refuse(f"{name} looks like {like}")
        return found

    def cache(self, name: str) -> dict[str, Any]:
        url = self.text(name)
        known = set(environ.Env.CACHE_SCHEMES)
        like = "redis://:password@host:6379/1"
        found = self._parsed(name, url, known, environ.Env.cache_url_config, like)
        if found.get("BACKEND", "").endswith("RedisCache"):
            # Whoever asks something that must be counted does not wait long to hear no.
            found["OPTIONS"] = PATIENCE | found.get("OPTIONS", {})
        return found

    def broker(self, name: str) -> str:
        url = self.text(name)
        if url and _scheme(url) not in BROKERS:
            self._refuse(f"{name} looks like redis://:password@host:6379/0")
        return url

    def _read(self, name: str) -> str:
        """Nothing when not given; an empty variable or file counts as not given."""
        file = self._given.env.get(f"{name}_FILE")
        if file and self._given.env.get(name):
            self._refuse(f"{name} and {name}_FILE are both set: keep one of them")
        try:
            # Whoever makes a file with echo leaves a line end in it.
            return str(self._given[name]).strip()
        except KeyError:
            return ""
        except (OSError, UnicodeDecodeError) as failure:
            why = getattr(failure, "strerror", None) or "it is no text"
            self._refuse(f"{name}_FILE cannot be read from {file} ({why})")
            return "unreadable"

    def _parsed(
        self, name: str, url: str, schemes: set[str], parse: Any, like: str
    ) -> dict[str, Any]:
        if not url:
            return {}
        try:
            if _scheme(url) in schemes:
                return dict(parse(url))
        except (ValueError, ImproperlyConfigured):
            # Its own words would quote the address, with the password in it.
            self._refuse(f"{name} is no address (in a password / is %2F, and @ is %40)")
            return {}
        self._refuse(f"{name} looks like {like}")
        return {}

    def _refuse(self, mistake: str) -> None:
        self.mistakes.append(mistake)


def refuse(mistakes: Iterable[str]) -> None:
    """End here, with one line, when there are mistakes."""
    if found := list(dict.fromkeys(mistakes)):
        leave("; ".join(found) + ".")


def leave(reason: str) -> NoReturn:
    """End the program with one line: an operator has no use for a traceback."""
    sys.stderr.write(f"ZVH does not start: {reason}\n")
    raise SystemExit(DOES_NOT_START)


def _scheme(url: str) -> str:
    return url.partition("://")[0] if "://" in url else ""


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
