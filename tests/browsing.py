"""Somebody behind a browser: reads the forms of a page, fills them in, sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

TEXT = frozenset({"text", "search", "textarea", "email", "tel", "url"})


@dataclass
class Control:
    """One field of a form, with what it may be and what stands in it."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page: where it goes, and its fields in their order."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def names(self) -> set[str]:
        return {control.name for control in self.controls}


class Reader(HTMLParser):
    """Finds the forms in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.area: Control | None = None
        self.select: Control | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", ""), told.get("method", "get")))
        elif self.forms and tag in {"input", "button", "textarea", "select"}:
            self._add(tag, told, {name for name, _ in attrs})
        elif tag == "option" and self.select:
            self.select.options.append(told.get("value", ""))
            if "selected" in told:
                self.select.value = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def _add(self, tag: str, told: dict[str, str], given: set[str]) -> None:
        kind = told.get("type", "text") if tag == "input" else tag
        control = Control(
            told.get("name", ""), kind, told.get("value", ""), "checked" in given
        )
        if control.name:
            self.forms[-1].controls.append(control)
        self.area = control if tag == "textarea" else self.area
        self.select = control if tag == "select" else self.select


class Somebody:
    """A person at work: opens pages, and leaves a mark in every text they can write."""

    def __init__(self, client: Client, mark: str) -> None:
        self.client = client
        self.mark = mark
        self.url = "/"
        self.page = ""
        self.visited: list[str] = []

    def open(self, url: str) -> "Somebody":
        """Go to a page, and be led on where it leads."""
        response = self.client.get(url, follow=True)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        return self._at(response, url)

    def send(self, *, holds: str = "", to: str = "", **answers: Any) -> "Somebody":
        """Fill in the form with this field (or going to this URL) and send it.

        Text without an answer gets the mark, a choice the first option. An answer
        of None leaves a field out.
        """
        form = self._form(holds, to)
        url = urljoin(self.url, form.action) if form.action else self.url
        data = {**_filled(form, self.mark), **answers}
        sent = {name: value for name, value in data.items() if value is not None}
        response = self.client.post(url, sent, follow=True)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        at = self._at(response, url)
        assert "error-summary" not in self.page, f"{url}: {_errors(self.page)}"
        return at

    def forms(self) -> list[Form]:
        return Reader(self.page).forms

    def _form(self, holds: str, to: str) -> Form:
        posts = [form for form in self.forms() if form.method.lower() == "post"]
        for form in posts:
            fits = (not holds or holds in form.names()) and to in form.action
            if fits and not _is_of_the_frame(form):
                return form
        told = [(form.action, sorted(form.names())) for form in posts]
        raise AssertionError(f"no form with {holds or to!r} on {self.url}: {told}")

    def _at(self, response: Any, url: str) -> "Somebody":
        chain = getattr(response, "redirect_chain", [])
        self.url = (
            urlsplit(chain[-1][0] if chain else url)._replace(fragment="").geturl()
        )
        self.visited += [url, *(address for address, _ in chain)]
        self.page = response.content.decode(errors="replace")
        return self


def _is_of_the_frame(form: Form) -> bool:
    return any(part in form.action for part in ("uitloggen", "vergrendelen", "zoeken"))


def _filled(form: Form, mark: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for control in form.controls:
        if control.kind == "checkbox":
            data.setdefault(control.name, []).append(control.value or "on")
        elif control.kind != "radio" or control.checked or control.name not in data:
            data[control.name] = _answer(control, mark)
    return data


def _answer(control: Control, mark: str) -> Any:
    if control.kind in TEXT:
        return control.value.strip() or mark
    if control.kind == "file":
        return a_file(mark)
    if control.kind == "select":
        return control.value or next(filter(None, control.options), "")
    return control.value


def a_file(mark: str) -> SimpleUploadedFile:
    """A small PDF with the mark in its name and its body."""
    body = f"%PDF-1.4\n% {mark}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
    return SimpleUploadedFile(f"{mark}.pdf", body.encode(), "application/pdf")


def _errors(page: str) -> str:
    start = page.find("error-summary")
    return page[start : start + 900]
