"""Log lines without personal data: an error keeps its text to itself."""

import logging
import traceback
from types import TracebackType

Raised = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class DiscreetFormatter(logging.Formatter):
    """Drops the text of exceptions, which may quote a row, and escapes new lines."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        message = super().format(record)
        head, *rest = message.splitlines() or [""]
        return "\n".join([head, *(f"    {line}" for line in rest)])

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the library's name
        if ei[1] is None:
            return ""
        told = traceback.TracebackException.from_exception(ei[1], limit=20)
        _hush(told)
        return "".join(told.format()).rstrip()


def _hush(told: traceback.TracebackException | None) -> None:
    if told is None:
        return
    told._str = "(text left out)"  # type: ignore[attr-defined]  # noqa: SLF001
    told.__notes__ = None
    for part in (told.__cause__, told.__context__, *(told.exceptions or ())):
        _hush(part)
