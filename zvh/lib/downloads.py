"""A document to take along, under a name that says nothing about anybody."""

from django.http import HttpResponse


def download(body: bytes, *, name: str, kind: str) -> HttpResponse:
    """The file as a browser saves it; `kind` is its media type."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=disposition)
