"""Files come with a registration: judged by content, handed out as a download only."""

from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cases.models import Attachment
from house import changing
from tests.backstage import backstage
from tests.cases.filling_in import begun, completed, sent, text
from tests.factories import some_key
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

PDF = b"%PDF-1.7 proef\n%%EOF\n"
DOCX = ("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def desk(bram, sign_in):
    """Bram's browser."""
    return sign_in(bram)


def archive(*names: str, size: int = 4) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", compression=8) as zipped:
        for name in names:
            zipped.writestr(name, b"x" * size)
    return made.getvalue()


def enclose(client, key, body, name="verslag Proefpersoon.pdf"):
    file = SimpleUploadedFile(name, body)
    return client.post(f"/aanmelden/{key}/bijlagen/", {"file": file})


def enclosed(key) -> list[Attachment]:
    with backstage():
        return list(Attachment.objects.filter(case=key))


def picture(kind="JPEG", size=(40, 30), **saved) -> bytes:
    """Half green and half blue, so that one sees which side is up."""
    made, drawn = BytesIO(), Image.new("RGB", size, "green")
    drawn.paste("blue", (0, 0, size[0] // 2, size[1]))
    drawn.save(made, kind, **saved)
    return made.getvalue()


def telling() -> bytes:
    """A photo that tells where, by whom, and what somebody wrote in it."""
    exif = Image.Exif()
    exif[0x010F] = "ProefCamera"
    exif[0x0112] = 6  # the telephone was held upright
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 48.0)
    return picture(exif=exif, comment=b"Zgeheim van Proefpersoon")


@pytest.mark.eis("A-4")
@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        (PDF, "brief.PDF", "application/pdf"),
        (picture(), "foto.jpeg", "image/jpeg"),
        (picture("PNG"), "kaart.png", "image/png"),
        (archive(*DOCX), "a.docx", "application/vnd.openxmlformats-officedocument"),
    ],
)
def test_a_file_is_taken_that_is_what_its_name_says(desk, body, name, kind):
    key = begun(desk)

    enclose(desk, key, body, name=name)

    (kept,) = enclosed(key)
    assert kept.media_type.startswith(kind)
    assert kept.size == len(kept.body)


@pytest.mark.eis("A-4")
@pytest.mark.safety("I3")
@pytest.mark.parametrize(
    ("body", "name"),
    [(picture(), "verslag.pdf"), (PDF, "foto.jpg"), (PDF, "raadsel.bin"), (PDF, "x")],
)
def test_a_file_with_a_name_of_another_kind_is_refused(desk, body, name):
    key = begun(desk)

    page = text(enclose(desk, key, body, name=name))

    assert "De naam klopt niet met de inhoud" in page
    assert enclosed(key) == []


@pytest.mark.eis("A-4")
@pytest.mark.safety("I3")
def test_a_photo_keeps_what_it_shows_and_nothing_of_where_it_was_made(desk):
    key = begun(desk)
    body = telling()
    assert b"ProefCamera" in body
    assert b"Zgeheim" in body

    enclose(desk, key, body, name="foto.jpg")

    (kept,) = enclosed(key)
    with Image.open(BytesIO(bytes(kept.body))) as shown:
        assert dict(shown.getexif()) == {}
        assert "comment" not in shown.info
        # Turned as it was held: what was at the left is now above.
        assert shown.size == (30, 40)
        assert shown.getpixel((15, 5))[2] > shown.getpixel((15, 35))[2]
    assert b"Exif" not in kept.body
    assert b"Zgeheim" not in kept.body


@pytest.mark.safety("I3")
def test_a_drawing_loses_the_texts_hidden_in_it(desk):
    key = begun(desk)
    hidden = PngInfo()
    hidden.add_text("Comment", "Zgeheim van Proefpersoon")

    enclose(desk, key, picture("PNG", pnginfo=hidden), name="kaart.png")

    (kept,) = enclosed(key)
    assert b"Zgeheim" not in kept.body
    with Image.open(BytesIO(bytes(kept.body))) as shown:
        assert shown.size == (40, 30)


@pytest.mark.safety("I3")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_picture_is_gone(desk, kind):
    key = begun(desk)
    name = {"JPEG": "foto.jpg", "PNG": "foto.png"}[kind]

    enclose(desk, key, picture(kind) + archive("los.txt") + b"<script>", name=name)

    (kept,) = enclosed(key)
    assert not is_zipfile(BytesIO(bytes(kept.body)))
    assert b"<script>" not in kept.body


@pytest.mark.safety("I3")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_unpacks_to_far_too_much_is_refused(desk, kind):
    key = begun(desk)
    flood = BytesIO()
    Image.new("1" if kind == "PNG" else "L", (12_000, 10_000)).save(flood, kind)
    name = {"JPEG": "foto.jpg", "PNG": "foto.png"}[kind]

    page = text(enclose(desk, key, flood.getvalue(), name=name))

    assert "te veel beeldpunten" in page
    assert enclosed(key) == []


@pytest.mark.safety("I3")
@pytest.mark.parametrize(
    "body", [b"\xff\xd8\xff\xe0 foto", picture()[:-200]], ids=["none", "half"]
)
def test_a_broken_picture_is_refused(desk, body):
    key = begun(desk)

    page = text(enclose(desk, key, body, name="foto.jpg"))

    assert "Deze foto is beschadigd." in page
    assert enclosed(key) == []


@pytest.mark.safety("I3")
@pytest.mark.parametrize(
    "body",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00 programma",
        b"PK\x03\x04 kapot",
        archive("los.txt"),
        archive(*DOCX, "word/vbaProject.bin"),
        archive(*DOCX, size=30 * 1024 * 1024),
        PDF + archive("los.txt"),
        b"%PDF-1.7 <html><script>alert(1)</script>\n%%EOF",
        b"%PDF-1.7 zonder einde",
        PDF + b"x" * 2000,
        archive(*DOCX) + b"<script>",
        b"MZ" + archive(*DOCX),
    ],
    ids=[
        *("html", "svg", "exe", "broken", "zip", "macros", "bomb", "pdf and zip"),
        *("pdf and html", "no end", "tail", "docx and more", "more and docx"),
    ],
)
def test_another_kind_is_refused_whatever_its_name(desk, body):
    key = begun(desk)

    page = text(enclose(desk, key, body))

    assert "Dit is geen pdf, Word-bestand (docx), jpg of png." in page
    assert enclosed(key) == []


@pytest.mark.use("U17")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (PDF + b" " * 5 * 1024 * 1024, "Dit bestand is te groot."),
        (b"", "Dit bestand is leeg."),
    ],
    ids=["large", "empty"],
)
def test_a_wrong_size_is_told_and_what_was_enclosed_stays(desk, body, said):
    key = begun(desk)
    enclose(desk, key, PDF)

    assert said in text(enclose(desk, key, body))
    assert len(enclosed(key)) == 1


@pytest.mark.safety("I3")
def test_a_far_too_large_file_touches_no_disk(desk, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    key = begun(desk)

    page = text(enclose(desk, key, PDF + b"x" * 7 * 1024 * 1024))

    assert "Dit bestand is te groot." in page
    assert enclosed(key) == []


def test_no_file_is_told(desk):
    key = begun(desk)

    assert "Kies een bestand." in text(desk.post(f"/aanmelden/{key}/bijlagen/"))


def test_ten_is_enough(desk):
    key = begun(desk)
    for _ in range(10):
        enclose(desk, key, PDF)

    assert enclose(desk, key, PDF).status_code == 403
    assert len(enclosed(key)) == 10
    assert "hoogstens 10 bijlagen" in text(desk.get(f"/aanmelden/{key}/bijlagen/"))


@pytest.mark.safety("I4")
def test_it_is_handed_out_to_be_saved_and_to_run_nothing(desk):
    key = begun(desk)
    enclose(desk, key, PDF)

    response = desk.get(f"/bijlagen/{enclosed(key)[0].pk}/")

    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="bijlage-')
    assert "Proefpersoon" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.safety("L1")
def test_opening_a_file_is_written_down(desk, bram):
    key = begun(desk)
    enclose(desk, key, PDF)
    (kept,) = enclosed(key)

    desk.get(f"/bijlagen/{kept.pk}/")

    with backstage():
        record = AccessRecord.objects.get(kind="file")
    assert (record.user_id, record.case_id, record.object_id) == (bram.pk, key, kept.pk)


@pytest.mark.eis("P-4")
@pytest.mark.safety("I4")
def test_a_file_of_a_draft_is_nobody_elses(desk, anna, cato, sign_in):
    key = begun(desk)
    enclose(desk, key, PDF)
    (kept,) = enclosed(key)

    for other in (sign_in(anna), sign_in(cato)):
        foreign = other.get(f"/bijlagen/{kept.pk}/")
        assert foreign.status_code == 404
        assert foreign.content == other.get(f"/bijlagen/{some_key()}/").content


def test_the_bureau_reads_the_file_once_it_is_sent(desk, anna, sign_in):
    key = completed(desk)
    enclose(desk, key, PDF)
    desk.post(f"/aanmelden/{key}/versturen/")

    assert sign_in(anna).get(f"/bijlagen/{enclosed(key)[0].pk}/").content == PDF


def test_a_file_is_removed_after_a_question(desk):
    key = begun(desk)
    enclose(desk, key, PDF)
    where = f"/aanmelden/bijlagen/{enclosed(key)[0].pk}/verwijderen/"

    asked = desk.get(where)
    desk.post(where)

    assert "gaat uit de aanmelding" in text(asked)
    assert enclosed(key) == []


def test_no_file_is_added_after_sending(desk):
    key = sent(desk)

    assert enclose(desk, key, PDF).status_code == 403
    assert enclosed(key) == []


@pytest.mark.eis("A-4", "T-6")
def test_house_takes_in_the_kinds_and_size_that_it_says(desk, bas):
    with acting_as(bas):
        values = {"attachments.kinds": ["pdf"], "attachments.megabytes": 1}
        changing.change(values, by=bas, reason="Foto’s horen hier niet.")
    key = begun(desk)

    page = text(enclose(desk, key, b"\xff\xd8\xff\xe0 foto"))
    assert "Een pdf van hoogstens 1 MB." in page
    assert "Dit is geen pdf." in page
    assert "hoogstens 1 MB" in text(enclose(desk, key, PDF + b"x" * 1024 * 1024))
    assert enclosed(key) == []

    enclose(desk, key, PDF)
    assert len(enclosed(key)) == 1
