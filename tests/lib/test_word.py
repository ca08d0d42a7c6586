"""A Word document says what the page says, in our letter, and in Dutch."""

from io import BytesIO

import pytest
from docx import Document

from zvh.lib import word

PAGE = """<!doctype html><html lang="nl"><head><title>Plan, versie 1</title>
<meta name="author" content="Het huis"></head><body>
<p class="running running--house">Het huis</p>
<p class="running running--secret">Vertrouwelijk · 26-001</p>
<p class="running running--printed">Gemaakt door Anna,
  <time>di 3 november 2026</time></p>
<h1>Plan</h1><dl><div><dt>Casus</dt><dd>26-001, Test</dd></div></dl>
<h2>Doel</h2><p>Rustig<br>wonen,   &lt;b&gt;samen&lt;/b&gt;.</p>
<div><p><span class="contribution__party">Politie</span> · niet delen</p></div>
<!-- niets -->
<table><caption>Afspraken</caption><thead><tr><th>Wat</th><th>Wie</th></tr></thead>
<tbody><tr><th>Belt<br><span class="soft">Levert iets op</span></th><td>Noor</td></tr>
</tbody></table><ul><li>een</li><li>twee</li></ul></body></html>"""


@pytest.fixture
def paper():
    return Document(BytesIO(word.write(PAGE)))


def told(paper):
    return [line.text for line in paper.paragraphs if line.text]


@pytest.mark.eis("F-2")
def test_headings_lines_and_lists_stand_in_their_order(paper):
    assert told(paper) == [
        *("Plan", "Doel", "Rustig\nwonen, <b>samen</b>.", "Politie · niet delen"),
        *("Afspraken", "een", "twee"),
    ]
    assert [it.style.name for it in paper.paragraphs if it.text][:2] == [
        "Heading 1",
        "Heading 2",
    ]
    assert [run.text for run in paper.paragraphs[4].runs if run.bold] == ["Politie"]


@pytest.mark.eis("F-2")
def test_a_table_repeats_its_head_and_breaks_no_row(paper):
    facts, table = paper.tables

    assert [cell.text for cell in facts.rows[0].cells] == ["Casus", "26-001, Test"]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Wat", "Wie"],
        ["Belt\nLevert iets op", "Noor"],
    ]
    marks = [row._tr.trPr.xml for row in table.rows]  # noqa: SLF001
    assert ["w:tblHeader" in it for it in marks] == [True, False]
    assert all("w:cantSplit" in it for it in marks)


@pytest.mark.eis("F-2")
def test_every_page_says_whose_it_is_and_that_it_is_confidential(paper):
    sheet = paper.sections[0]

    assert sheet.header.paragraphs[0].text == "Het huis\tVertrouwelijk · 26-001"
    footer = sheet.footer.paragraphs[0]
    assert footer.text == "Gemaakt door Anna, di 3 november 2026\tpagina  van "
    fields = footer._p.xml  # noqa: SLF001
    assert ">PAGE<" in fields
    assert ">NUMPAGES<" in fields


@pytest.mark.eis("F-2")
def test_the_file_knows_its_title_its_maker_and_its_language(paper):
    about = paper.core_properties

    assert (about.title, about.author, about.language) == (
        *("Plan, versie 1", "Het huis"),
        "nl-NL",
    )
    assert 'w:lang w:val="nl-NL"' in paper.styles["Normal"].element.xml
    assert paper.styles["Heading 1"].font.name == "Open Sans"


@pytest.mark.safety("I1")
def test_control_characters_do_not_break_a_document():
    paper = Document(BytesIO(word.write("<body><p>a\x07b\x1b[0mc</p></body>")))

    assert told(paper) == ["ab[0mc"]


def test_an_element_without_a_place_is_refused():
    with pytest.raises(LookupError):
        word.write("<body><video>x</video></body>")
