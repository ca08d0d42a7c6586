"""The plan on paper: readable for everybody, confidential, and written down as read."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from cases.lifecycle import Phase
from cases.models import Case
from ico import actions
from tests.backstage import backstage
from tests.ico.test_deliberating import bring_in
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord


def download(browser, plan, page="plan_pdf"):
    return browser.get(reverse(f"ico:{page}", args=[plan.pk]))


def text_of(response):
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def words_of(response):
    """All that a Word document says, in its lines and its tables."""
    paper = Document(BytesIO(response.content))
    cells = [
        it.text for table in paper.tables for row in table.rows for it in row.cells
    ]
    return "\n".join([line.text for line in paper.paragraphs] + cells)


@pytest.mark.django_db(transaction=True)
def test_the_pdf_is_tagged_dutch_and_says_what_was_agreed(
    sign_in, anna, noor, established
):
    response = download(sign_in(anna), established)

    document = PdfReader(BytesIO(response.content))
    root = document.trailer["/Root"]
    text = " ".join("".join(page.extract_text() for page in document.pages).split())
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("nl", True)
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert "versie 1" in document.metadata.title
    for told in (
        "Vertrouwelijk",
        "Het gezin woont rustig.",
        "Vraagt schuldhulp aan.",
        "Drie maanden geen melding.",
        "Over judgement.",
        noor.name,
        f"Gemaakt door {anna.name}",
        "pagina 1 van",
    ):
        assert told in text


@pytest.mark.safety("P1")
def test_the_name_of_the_file_says_nothing_about_anybody(sign_in, anna, established):
    name = download(sign_in(anna), established).headers["Content-Disposition"]

    number = established.case.number
    assert name == f'attachment; filename="plan-{number}-versie-1.pdf"'


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("plan_pdf", "exported"),
        ("plan_word", "exported"),
        ("plan_summary", "exported"),
        ("plan_print", "printed"),
    ],
)
def test_a_document_is_a_reading(sign_in, anna, established, page, kind):
    sign_in(anna).get(reverse(f"ico:{page}", args=[established.pk]))

    with backstage():
        record = AccessRecord.objects.get(action=page)
        assert (record.kind, record.case_id) == (kind, established.case_id)


@pytest.mark.eis("F-2")
def test_the_word_document_says_the_same(sign_in, anna, noor, established):
    response = download(sign_in(anna), established, "plan_word")

    name = f"plan-{established.case.number}-versie-1.docx"
    assert response.headers["Content-Disposition"].endswith(f'"{name}"')
    said = words_of(response)
    for told in (
        *("Het gezin woont rustig.", "Vraagt schuldhulp aan.", noor.name),
        *("Drie maanden geen melding.", "Over judgement.", "Er is een regeling."),
    ):
        assert told in said


@pytest.mark.eis("F-2")
def test_the_summary_is_one_page_whatever_was_agreed(
    sign_in, held, anna, noor, established
):
    with acting_as(anna):
        for number in range(20):
            actions.agree(
                *(established.case,),
                by=anna,
                what=f"Doet {number}. " + "Overlegt met alle partijen. " * 30,
                owner=noor.party,
                responsible_user=noor,
                due_on=timezone.localdate() + timedelta(days=40 + number),
                expected="",
            )
        plan = actions.renew_plan(established, by=anna)

    response = download(sign_in(anna), plan, "plan_summary")

    assert len(PdfReader(BytesIO(response.content)).pages) == 1
    said = text_of(response)
    assert "Het gezin woont rustig." in said
    assert "Vraagt schuldhulp aan." in said
    assert re.search(r"En nog 1\d afspraken: zie het plan van aanpak", said)


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("page", ["plan_pdf", "plan_word", "plan_summary"])
def test_who_sat_at_the_table_gets_no_document(
    sign_in, politie, table, established, page
):
    assert download(sign_in(politie), established, page).status_code == 404


@pytest.mark.safety("X3")
def test_the_casusregisseurs_document_has_only_what_was_released(
    sign_in, table, held, anna, politie, cato, case, meeting
):
    piece = bring_in(politie)
    with acting_as(politie):
        actions.release_own(piece, by=politie, meeting=meeting, uses=["plan"])
    with acting_as(anna):
        held.refresh_from_db()
        plan = actions.build_plan(held, by=anna)
        actions.establish_plan(plan, by=anna)
        case = Case.objects.get(pk=case.pk)
        actions.name_casusregisseur(case, by=anna, user=cato)

    for reader, sees in ((anna, True), (cato, False)):
        browser = sign_in(reader)
        assert (piece.text in text_of(download(browser, plan))) is sees
        assert (piece.text in words_of(download(browser, plan, "plan_word"))) is sees


def test_a_draft_says_that_it_is_one(sign_in, anna, plan):
    document = PdfReader(BytesIO(download(sign_in(anna), plan).content))

    assert "nog niet vastgesteld" in document.pages[0].extract_text()
    with backstage():
        assert Case.objects.get(pk=plan.case_id).phase == Phase.ICO
