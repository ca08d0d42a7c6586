"""The plan on paper: readable for everybody, confidential, and written down as read."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases.lifecycle import Phase
from cases.models import Case
from ico import actions
from tests.backstage import backstage
from tests.ico.test_deliberating import bring_in
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord


def download(browser, plan):
    return browser.get(reverse("ico:plan_pdf", args=[plan.pk]))


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
    ("page", "kind"), [("plan_pdf", "exported"), ("plan_print", "printed")]
)
def test_a_document_is_a_reading(sign_in, anna, established, page, kind):
    sign_in(anna).get(reverse(f"ico:{page}", args=[established.pk]))

    with backstage():
        record = AccessRecord.objects.get(action=page)
        assert (record.kind, record.case_id) == (kind, established.case_id)


@pytest.mark.eis("P-4")
def test_who_sat_at_the_table_gets_no_document(sign_in, politie, table, established):
    assert download(sign_in(politie), established).status_code == 404


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
        document = PdfReader(BytesIO(download(sign_in(reader), plan).content))
        text = " ".join("".join(it.extract_text() for it in document.pages).split())
        assert (piece.text in text) is sees


def test_a_draft_says_that_it_is_one(sign_in, anna, plan):
    document = PdfReader(BytesIO(download(sign_in(anna), plan).content))

    assert "nog niet vastgesteld" in document.pages[0].extract_text()
    with backstage():
        assert Case.objects.get(pk=plan.case_id).phase == Phase.ICO
