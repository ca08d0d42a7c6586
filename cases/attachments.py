"""Files of a registration: known by what is in them, and never shown inline."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.http import HttpResponse

from cases.models import Attachment
from house import lists

MEGABYTE = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STARTS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
SUFFIXES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    DOCX: "docx",
}
LABELS = SUFFIXES | {DOCX: "Word-bestand"}
NAMES = {"pdf": "pdf", "docx": "Word-bestand (docx)", "jpg": "jpg", "png": "png"}
MOST = 5
# A document that unpacks to more than this is no letter but an attack.
UNPACKED = 50 * 1024 * 1024


def media_type(body: bytes) -> str | None:
    """What this file is, whatever it calls itself; nothing for what we do not take."""
    for start, kind in STARTS.items():
        if body.startswith(start):
            return kind
    return DOCX if _is_docx(body) else None


def is_taken(media_type: str | None) -> bool:
    """Whether this house takes in such files."""
    return SUFFIXES.get(media_type or "") in lists.attachment_kinds()


def most_megabytes() -> int:
    """How large a file may be here; never larger than a request can carry."""
    return min(lists.attachment_megabytes(), MOST)


def named(*, article: bool = True) -> str:
    """The kinds of file that this house takes in: 'Een pdf of jpg'."""
    *first, last = (NAMES[kind] for kind in lists.attachment_kinds())
    said = f"{', '.join(first)} of {last}" if first else last
    return f"Een {said}" if article else said


def download(attachment: Attachment) -> HttpResponse:
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


def _is_docx(body: bytes) -> bool:
    try:
        with ZipFile(BytesIO(body)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    is_document = {"[Content_Types].xml", "word/document.xml"} <= parts.keys()
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in parts)
    return is_document and not has_macros and sum(parts.values()) <= UNPACKED
