"""Documents for who works in Word: the page of the PDF, as a file to change."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from zvh.lib.word_text import SOFT, fill, said

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "nl-NL"
FONT = "Open Sans"
INK = "23201D"
HEADINGS = {"Heading 1": 22, "Heading 2": 15, "Heading 3": 12}  # points
TEXT, SMALL = 10, 8.5  # points
A4 = (210, 297)  # millimetres
MARGINS = {"top": 32, "bottom": 24, "left": 20, "right": 20}  # millimetres
WIDE = A4[0] - MARGINS["left"] - MARGINS["right"]
LABELS = 45  # millimetres


def render(template: str, context: Mapping[str, Any]) -> bytes:
    """The template (which extends pdf.html) as a Word document."""
    return write(render_to_string(template, dict(context)))


def write(html: str) -> bytes:
    """This page as a file; an element for which there is no place is a LookupError."""
    from lxml import html as reader  # type: ignore[import-untyped]

    page = reader.document_fromstring(html)
    paper = _blank(said(page.find(".//title")), page.find(".//meta[@name='author']"))
    _inside(paper, page.body)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


# the sheet


def _blank(title: str, author: Any) -> Any:
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    paper = Document()
    sheet = paper.sections[0]
    sheet.page_width, sheet.page_height = (Mm(side) for side in A4)
    for side, wide in MARGINS.items():
        setattr(sheet, f"{side}_margin", Mm(wide))
    for name, size in {"Normal": TEXT, "Caption": TEXT, **HEADINGS}.items():
        style = paper.styles[name]
        _letter(style, size, RGBColor.from_string(INK))
        if name in HEADINGS:
            style.paragraph_format.space_before = Pt(size)
            style.paragraph_format.space_after = Pt(4)
            style.paragraph_format.keep_with_next = True
    paper.styles["Normal"].paragraph_format.space_after = Pt(6)
    about, now = paper.core_properties, timezone.now().replace(tzinfo=None)
    about.title, about.language = title, LANGUAGE
    about.author = about.last_modified_by = (
        "" if author is None else author.get("content")
    )
    about.comments, about.created, about.modified = "", now, now
    return paper


def _letter(style: Any, size: float, colour: Any) -> None:
    """The house's letter in every script that Word knows, and the language it is in."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.append(_mark("w:lang", val=LANGUAGE, eastAsia=LANGUAGE))


# what stands on it


def _put(place: Any, part: Any) -> None:
    """One element of the page, in the order in which it is read."""
    if not isinstance(part.tag, str):  # a comment
        return
    kinds = part.get("class", "").split()
    if "running" in kinds:
        _run_along(place, part, kinds)
        return
    PUTS[part.tag](place, part)


def _inside(place: Any, part: Any) -> None:
    for child in part:
        _put(place, child)


def _paragraph(place: Any, part: Any) -> None:
    fill(place.add_paragraph(), part)


def _heading(place: Any, part: Any) -> None:
    fill(place.add_heading("", level=int(part.tag[1])), part)


def _list(style: str) -> Callable[[Any, Any], None]:
    def put(place: Any, part: Any) -> None:
        for item in part.iterchildren("li"):
            fill(place.add_paragraph(style=style), item)

    return put


def _facts(place: Any, part: Any) -> None:
    """A list of facts: what it is at the left, how it stands at the right."""
    from docx.shared import Mm

    pairs = list(zip(part.iter("dt"), part.iter("dd"), strict=True))
    if not pairs:
        return
    table = place.add_table(rows=0, cols=2)
    table.autofit = False
    widths = (Mm(LABELS), Mm(WIDE - LABELS))
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for pair in pairs:
        row = table.add_row()
        _keep_whole(row)
        for cell, wide, told in zip(row.cells, widths, pair, strict=True):
            cell.width = wide
            fill(cell.paragraphs[0], told, bold=told.tag == "dt")
    place.add_paragraph()


def _table(place: Any, part: Any) -> None:
    """Its head is repeated on each page, and no row breaks in two."""
    caption = part.find("caption")
    if caption is not None:
        fill(place.add_paragraph(style="Caption"), caption)
        place.paragraphs[-1].paragraph_format.keep_with_next = True
    lines = list(part.iter("tr"))
    table = place.add_table(rows=0, cols=max(len(line) for line in lines))
    table.style = "Table Grid"
    _be_wide(table)
    for line in lines:
        row = table.add_row()
        _keep_whole(row)
        is_head = line.getparent().tag == "thead"
        if is_head:
            row._tr.get_or_add_trPr().append(_mark("w:tblHeader"))  # noqa: SLF001
        for cell, told in zip(row.cells, line, strict=False):
            fill(cell.paragraphs[0], told, bold=is_head)
    place.add_paragraph()


def _be_wide(table: Any) -> None:
    """What is told stands first, and gets twice the room of what is said of it."""
    from docx.shared import Mm

    table.autofit = False
    share = WIDE / (len(table.columns) + 1)
    for nth, column in enumerate(table.columns):
        column.width = Mm(share if nth else share * 2)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_mark("w:cantSplit"))  # noqa: SLF001


PUTS: dict[str, Callable[[Any, Any], None]] = {
    **dict.fromkeys(("div", "section", "main", "header"), _inside),
    **dict.fromkeys(("h1", "h2", "h3"), _heading),
    "p": _paragraph,
    "ul": _list("List Bullet"),
    "ol": _list("List Number"),
    "dl": _facts,
    "table": _table,
}


# above and below each page


def _run_along(place: Any, part: Any, kinds: list[str]) -> None:
    """Header: house and confidentiality. Footer: who made it and when, and the page."""
    sheet = place.sections[0]
    if "running--printed" in kinds:
        line = sheet.footer.paragraphs[0]
        _small(line, said(part) + "\tpagina ")
        _count(line, "PAGE")
        _small(line, " van ")
        _count(line, "NUMPAGES")
    elif "running--secret" in kinds:
        _small(sheet.header.paragraphs[0], "\t" + said(part), bold=True)
    else:
        _small(sheet.header.paragraphs[0], said(part))
    for line in (*sheet.header.paragraphs, *sheet.footer.paragraphs):
        _stop_at_the_right(line)


def _stop_at_the_right(line: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    stops = line.paragraph_format.tab_stops
    wide = Mm(WIDE)
    line.style = "Normal"
    if not any(stop.position == wide for stop in stops):
        stops.add_tab_stop(wide, WD_TAB_ALIGNMENT.RIGHT)


def _small(line: Any, text: str, *, bold: bool = False) -> Any:
    from docx.shared import Pt, RGBColor

    run = line.add_run(text)
    run.font.size, run.font.bold = Pt(SMALL), bold
    run.font.color.rgb = RGBColor.from_string(SOFT)
    return run


def _count(line: Any, field: str) -> None:
    """A number that Word fills in: of this page, or of all."""
    for kind in ("begin", field, "end"):
        run = _small(line, "")._r  # noqa: SLF001
        if kind == field:
            told = _mark("w:instrText")
            told.text = field
            run.append(told)
        else:
            run.append(_mark("w:fldChar", fldCharType=kind))


def _mark(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
