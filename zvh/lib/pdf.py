"""Documents: an accessible PDF from a template, in the letter of the screens."""

import atexit
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from zvh.assets import ROOT
from zvh.lib import letters

STATIC = ROOT / "static"
STYLE = "css/pdf.css"
# What the style sheet fetches here is made; a path would be sought among the files.
LETTERS = "letters"
VARIANT = "pdf/ua-1"
TYPE = "application/pdf"

_one_at_a_time = Lock()


def render(template: str, context: Mapping[str, Any]) -> bytes:
    """The template (which extends pdf.html) as PDF/UA-1."""
    html = render_to_string(template, dict(context))
    with _one_at_a_time:
        return print_out(html)


def render_one_page(template: str, contexts: Iterable[Mapping[str, Any]]) -> bytes:
    """The first of these, from long to short, that is one page; else the last."""
    with _one_at_a_time:
        for context in contexts:
            laid_out = lay_out(render_to_string(template, dict(context)))
            if len(laid_out.pages) == 1:
                break
        return bytes(laid_out.write_pdf(pdf_variant=VARIANT))


def print_out(html: str) -> bytes:
    """This page as a file."""
    return bytes(lay_out(html).write_pdf(pdf_variant=VARIANT))


def lay_out(html: str) -> Any:
    """The pages with everything in its place, not yet written as a file."""
    from weasyprint import HTML

    fetcher, fonts, style = _kit()
    document = HTML(string=html, base_url=_base(), url_fetcher=fetcher)
    return document.render(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)


@cache
def _kit() -> tuple[Any, Any, Any]:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _our_files_only(), FontConfiguration()
    style = CSS(
        string=(STATIC / STYLE).read_text(),
        base_url=_base(),
        url_fetcher=fetcher,
        font_config=fonts,
    )
    return fetcher, fonts, style


# The fonts' folder is removed while the library is still there to do it.
atexit.register(_kit.cache_clear)


def _our_files_only() -> Any:
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class OurFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            found = _content(url)
            if found is None:
                # Fatal, or the library would quietly print without it.
                raise FatalURLFetchingError("a document fetches our static files only")
            return URLFetcherResponse(url, found)

    return OurFiles(fail_on_errors=True)


def _content(url: str) -> bytes | None:
    """What is behind a URL below our static folder, wherever its finder keeps it."""
    parts = urlsplit(url)
    if parts.scheme == LETTERS:
        return letters.plain(parts.path)
    path = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc or ".." in path.parts:
        return None
    if not path.is_relative_to(STATIC):
        return None
    found = finders.find(str(path.relative_to(STATIC)))
    return Path(found).read_bytes() if found else None


def _base() -> str:
    return (STATIC / STYLE).as_uri()
