"""A document can be read by everyone, carries our letter, and fetches nothing."""

from io import BytesIO

import pytest
from django.template import engines
from django.test import override_settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from zvh.lib import pdf

TEMPLATES = "django.template.loaders.locmem.Loader"
BODY = """{% extends "pdf.html" %}{% block title %}Afstemmingsplan{% endblock %}
{% block main %}<h1>Afstemmingsplan</h1><p>{{ text }}</p>{{ extra }}{% endblock %}"""


@pytest.fixture
def write(settings):
    """Renders a document of the test's own."""
    one = settings.TEMPLATES[0]
    loaders = [
        (TEMPLATES, {"test.html": BODY}),
        "django.template.loaders.filesystem.Loader",
    ]
    options = {"loaders": loaders, "context_processors": []}
    settings.TEMPLATES = [{**one, "APP_DIRS": False, "OPTIONS": options}]

    def written(**context: object) -> PdfReader:
        return PdfReader(BytesIO(pdf.render("test.html", context)))

    return written


def fonts_of(document: PdfReader) -> set[str]:
    return {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }


def letters_in(document: PdfReader) -> list[TTFont]:
    """The fonts that came along in the file."""
    descendants = [
        below.get_object()["/FontDescriptor"]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
        for below in font.get_object()["/DescendantFonts"]
    ]
    return [TTFont(BytesIO(d["/FontFile2"].get_data())) for d in descendants]


def test_it_is_tagged_titled_and_dutch(write):
    document = write(text="Het gezin blijft wonen.")
    root = document.trailer["/Root"]

    assert document.metadata.title == "Afstemmingsplan"
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_every_page_says_confidential_and_where_it_stands(write):
    document = write(text="zin " * 4000, reference="ZVH-2026-0147")
    texts = [page.extract_text() for page in document.pages]

    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert "Vertrouwelijk · ZVH-2026-0147" in text
        assert f"pagina {number} van {len(texts)}" in text


def test_it_is_set_in_the_letter_of_the_screens(write):
    document = write(text="Şükrü Łęcki, coördinatie, één")

    assert "Şükrü Łęcki, coördinatie, één" in document.pages[0].extract_text()
    assert all(name.startswith("Open-Sans") for name in fonts_of(document))


def test_text_is_escaped(write):
    document = write(text="<b>niet vet</b>")

    assert "<b>niet vet</b>" in document.pages[0].extract_text()


@pytest.mark.safety("I5")
@pytest.mark.parametrize(
    "source",
    [
        "http://127.0.0.1/spion.png",
        "https://example.com/spion.png",
        "file:///etc/passwd",
        "../../zvh/settings.py",
        "%2e%2e/%2e%2e/zvh/settings.py",
        "ftp://example.com/x.png",
    ],
)
def test_it_refuses_to_fetch(write, source):
    image = engines["django"].from_string('<img src="{{ source }}" alt="x">')

    with pytest.raises(BaseException, match=r"our static files only|Error fetching"):
        write(text="x", extra=image.render({"source": source}))


def test_it_may_use_an_icon_of_ours(write):
    image = engines["django"].from_string('<img src="../icons/house.svg" alt="huis">')

    assert write(text="x", extra=image.render({})).pages


@override_settings(LANGUAGE_CODE="en")
def test_it_is_dutch_whatever_the_server_speaks(write):
    assert write(text="x").trailer["/Root"]["/Lang"] == "nl"


def test_every_weight_has_a_plain_letter_of_its_own(write):
    bold = engines["django"].from_string("<h2>Doelen</h2><p><b>vet</b> Łęcki</p>")
    found = letters_in(write(text="x", extra=bold.render({})))

    assert {font["OS/2"].usWeightClass for font in found} == {400, 600, 700}
    assert not any("fvar" in font for font in found)
