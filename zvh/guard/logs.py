"""Log lines without personal data: words from our source, values of closed kinds.

A library's message may quote an address, a name or a row. So a line says only what
stands word for word in the file that logged it; what would have been filled in is
left out, but for small numbers. Our own lines add fields, and their kinds are these.
"""

import ast
import json
import logging
import logging.config
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ImproperlyConfigured

FORMATS = ("json", "text")
LEFT_OUT = "(text left out)"
# Process and port numbers may be told; a BSN or a telephone number is longer.
SMALL = 10_000_000
ENCODER = json.JSONEncoder(default=lambda _: LEFT_OUT)

Raised = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class Fields(TypedDict, total=False):
    """What a line of ours may tell beside its words; strings come from closed lists."""

    method: str
    route: str
    status: int
    ms: float
    job: str
    kind: str
    outcome: str
    done: int
    seconds: float


_about: ContextVar[Mapping[str, str] | None] = ContextVar("about", default=None)


def event(
    log: logging.Logger,
    words: str,
    *,
    level: int = logging.INFO,
    raised: bool = False,
    **fields: Unpack[Fields],
) -> None:
    """Log these words, written out where they are said, and fields beside them."""
    log.log(level, words, exc_info=raised, extra={"fields": fields}, stacklevel=2)


@contextmanager
def about(**what: str) -> Iterator[None]:
    """Everything logged meanwhile belongs to this request, or to this job."""
    token = _about.set(what)
    try:
        yield
    finally:
        _about.reset(token)


def formatter(form: str) -> logging.Formatter:
    """The shape of a line: `json` for machines, `text` for a person at the keyboard."""
    return JsonFormatter() if form == "json" else TextFormatter()


def config_for(form: str) -> dict[str, Any]:
    """What Django is told of logging, for its settings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": "zvh.guard.logs.formatter", "form": form}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "ours"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Empty, or Django's own handlers would print beside ours.
            "django": {"handlers": [], "level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True},
            # A page that is not there has a line of ours; this would be its second.
            "django.request": {"level": "ERROR"},
            # It warns that a queue in a folder has no host.
            "kombu.connection": {"level": "ERROR"},
            "zvh": {"level": "INFO"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Set logging up as the settings say, and let nothing be printed past it."""
    logging.config.dictConfig(config)
    # What goes wrong in logging itself would be printed with all its values.
    logging.raiseExceptions = False
    if not sys.stderr.isatty():
        logging.captureWarnings(True)
        sys.excepthook = _uncaught
        threading.excepthook = _uncaught_in_thread


class JsonFormatter(logging.Formatter):
    """One event, one line, one JSON object; whatever splits a line is escaped."""

    def format(self, record: logging.LogRecord) -> str:
        return ENCODER.encode(_told(record))


class TextFormatter(logging.Formatter):
    """The same for a person: what continues a line is indented."""

    def format(self, record: logging.LogRecord) -> str:
        told = _told(record)
        start = [str(told.pop(name)) for name in ("at", "level", "logger", "event")]
        trace = str(told.pop("trace", ""))
        rest = [f"{name}={value}" for name, value in told.items()]
        head, *more = _lines(" ".join([*start, *rest]))
        return "\n".join([head, *(f"    {line}" for line in [*more, *_lines(trace)])])


def _told(record: logging.LogRecord) -> dict[str, object]:
    at = datetime.fromtimestamp(record.created, UTC)
    told: dict[str, object] = {
        "at": at.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "event": _words(record),
        **(_about.get() or {}),
        **getattr(record, "fields", {}),
    }
    if told["event"] == LEFT_OUT:
        told["where"] = f"{record.module}.{record.funcName}:{record.lineno}"
    if record.exc_info and record.exc_info[1]:
        told |= _error(record.exc_info[1])
    return told


def _words(record: logging.LogRecord) -> str:
    if isinstance(status := getattr(record, "status_code", None), int):
        # Django would quote the path, in which anything may have been typed.
        return responses.get(status, "")
    words = str(record.msg).strip()
    if words not in _said_in(record.pathname):
        return LEFT_OUT
    try:
        return words % _kept(record.args) if record.args else words
    except (TypeError, ValueError, KeyError):
        return words


@lru_cache(maxsize=512)
def _said_in(path: str) -> frozenset[str]:
    """Every text that stands in this source file."""
    try:
        nodes = list(ast.walk(ast.parse(Path(path).read_bytes())))
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(text.strip() for text in constants if isinstance(text, str))


def _kept(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: _small(value) for name, value in args.items()}
    return tuple(_small(value) for value in args)


def _small(value: object) -> object:
    return value if type(value) in (int, float) and abs(value) < SMALL else "…"  # type: ignore[arg-type]


def _error(error: BaseException) -> dict[str, object]:
    told = traceback.TracebackException.from_exception(error, limit=20)
    _hush(told, error)
    found: dict[str, object] = {
        "error": type(error).__name__,
        "trace": "".join(told.format()).rstrip(),
    }
    # The database's own word for what went wrong: five characters.
    if code := getattr(error.__cause__ or error, "pgcode", None):
        found["sqlstate"] = code
    return found


def _hush(
    told: traceback.TracebackException | None, error: BaseException | None
) -> None:
    if told is None:
        return
    # Says what is wrong with this machine's settings, and nothing about anybody.
    if not isinstance(error, ImproperlyConfigured):
        told._str = LEFT_OUT  # type: ignore[attr-defined]  # noqa: SLF001
    told.__notes__ = None
    _hush_syntax(told)
    _hush(told.__cause__, error and error.__cause__)
    _hush(told.__context__, error and error.__context__)
    for part in told.exceptions or ():
        _hush(part, None)


def _hush_syntax(told: traceback.TracebackException) -> None:
    """A mistake in a syntax is shown with the text it stands in."""
    for name in ("text", "msg", "filename", "lineno"):
        if hasattr(told, name):
            setattr(told, name, None)


def _lines(text: str) -> list[str]:
    return [
        "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
        for line in text.splitlines()
    ]


def _uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log = logging.getLogger("zvh")
    log.critical("ended by an error", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
