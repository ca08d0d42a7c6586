"""Files of a registration: known by what is in them, and never shown inline."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, Protocol
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.http import HttpResponse

from house import lists
from zvh.lib import pictures

MEGABYTE = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STARTS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"PK\x03\x04": DOCX,
}
SUFFIXES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    DOCX: "docx",
}
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
LABELS = SUFFIXES | {DOCX: "Word-bestand"}
NAMES = {"pdf": "pdf", "docx": "Word-bestand (docx)", "jpg": "jpg", "png": "png"}
MOST = 5
ALIKE = {"jpeg": "jpg"}
# A document that unpacks to more than this is no letter but an attack.
UNPACKED = 50 * 1024 * 1024
# Where a browser would look for a page, and behind which nothing belongs.
HEAD, TAIL = 1024, 1024
PAGES = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?xml")


class Refused(ValueError):  # noqa: N818 - said as a colleague would say it
    """Why a file is not taken, in a sentence for who sent it."""


@dataclass(frozen=True)
class Judged:
    """A file that is what it says, as it is kept."""

    media_type: str
    body: bytes
    name: str = ""


class Stored(Protocol):
    """A row of a case that holds a file."""

    pk: Any
    media_type: Any
    body: Any


def judge(name: str, body: bytes) -> Judged:
    """Take a file by what is in it; pictures lose all but what they show."""
    media_type = next(
        (it for start, it in STARTS.items() if body.startswith(start)), ""
    )
    suffix = SUFFIXES.get(media_type, "")
    if suffix not in lists.attachment_kinds() or not _is_sound(media_type, body):
        raise Refused(
            f"Dit is geen {named(article=False)}. Sla het bestand op als een van deze"
            " soorten en kies het opnieuw."
        )
    called = PurePath(name).suffix.lower().removeprefix(".")
    if ALIKE.get(called, called) != suffix:
        raise Refused(
            f"De naam klopt niet met de inhoud: dit is een {suffix}. Geef het bestand"
            f" een naam die eindigt op .{suffix} en kies het opnieuw."
        )
    return Judged(media_type, _bare(media_type, body), name)


def most_megabytes() -> int:
    """How large a file may be here; never larger than a request can carry."""
    return min(lists.attachment_megabytes(), MOST)


def named(*, article: bool = True) -> str:
    """The kinds of file that this house takes in: 'Een pdf of jpg'."""
    *first, last = (NAMES[kind] for kind in lists.attachment_kinds())
    said = f"{', '.join(first)} of {last}" if first else last
    return f"Een {said}" if article else said


def download(attachment: Stored) -> HttpResponse:
    """To be saved under a name of ours; a browser that shows it runs nothing."""
    suffix = SUFFIXES[attachment.media_type]
    name = f"bijlage-{attachment.pk.hex[-8:]}.{suffix}"
    return HttpResponse(
        bytes(attachment.body),
        headers={
            "Content-Type": attachment.media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _bare(media_type: str, body: bytes) -> bytes:
    if media_type not in PICTURES:
        return body
    try:
        return pictures.bare(body, PICTURES[media_type])
    except pictures.TooManyPixels as error:
        raise Refused(
            "Deze foto heeft te veel beeldpunten. Verklein de foto en kies haar"
            " opnieuw."
        ) from error
    except pictures.NoPicture as error:
        raise Refused("Deze foto is beschadigd. Kies een andere.") from error


def _is_sound(media_type: str, body: bytes) -> bool:
    """One kind of file, and not another one besides."""
    if media_type == DOCX:
        return _is_docx(body)
    if media_type == "application/pdf":
        _, end, rest = body.rpartition(b"%%EOF")
        head = body[:HEAD].lower()
        hides = any(page in head for page in PAGES) or is_zipfile(BytesIO(body))
        return bool(end) and len(rest) <= TAIL and not hides
    return True


def _is_docx(body: bytes) -> bool:
    try:
        with ZipFile(BytesIO(body)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
            has_comment = bool(archive.comment)
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    is_document = {"[Content_Types].xml", "word/document.xml"} <= parts.keys()
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in parts)
    # Of an archive with something behind it, the last record is not the end.
    is_whole = body[-22:-18] == b"PK\x05\x06" and not has_comment
    is_small = sum(parts.values()) <= UNPACKED
    return is_document and is_whole and is_small and not has_macros
