"""The mails that the demo wrote to a folder instead of sending them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

MOST = 50
RULE = b"-" * 79


@dataclass(frozen=True)
class Letter:
    """One mail as its reader would see it."""

    written_at: datetime
    to: str
    subject: str
    body: str
    attachments: tuple[str, ...]


def letters() -> list[Letter]:
    """The latest mails, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = folder.glob("*.log") if folder.is_dir() else ()
    written = [letter for file in files for letter in _in_file(file)]
    return sorted(written, key=lambda it: it.written_at, reverse=True)[:MOST]


def _in_file(file: Path) -> Iterator[Letter]:
    at = datetime.fromtimestamp(file.stat().st_mtime, timezone.get_current_timezone())
    for raw in file.read_bytes().split(RULE):
        if raw.strip():
            yield _letter(message_from_bytes(raw.lstrip(), policy=policy.default), at)


def _letter(message: EmailMessage, at: datetime) -> Letter:
    text = message.get_body(("plain",))
    names = (part.get_filename() for part in message.iter_attachments())
    return Letter(
        written_at=at,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=text.get_content() if text else "",
        attachments=tuple(name for name in names if name),
    )
