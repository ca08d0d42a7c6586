"""What is sent to us stays in memory, or is not kept at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

SENT = {"told": "Wat er verder is ingevuld"}
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _no_disk(settings):
    """Whoever would put a file in the temporary folder fails."""
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"


def received(*megabytes):
    files = {
        f"file{n}": SimpleUploadedFile(f"{n}.pdf", b"x" * size * MEGABYTE)
        for n, size in enumerate(megabytes)
    }
    request = RequestFactory().post("/", SENT | files)
    return request.POST["told"], list(request.FILES.values())


def test_what_fits_is_whole():
    told, (file,) = received(5)

    assert told == SENT["told"]
    assert (file.name, file.size) == ("0.pdf", 5 * MEGABYTE)
    assert file.read() == b"x" * 5 * MEGABYTE


@pytest.mark.safety("I3")
def test_what_is_too_large_is_not_kept_and_the_rest_is():
    told, (file,) = received(7)

    assert told == SENT["told"]
    assert (file.name, file.size) == ("0.pdf", 7 * MEGABYTE)
    assert file.read() == b""


def test_many_files_are_too_much_together():
    _, files = received(4, 4)

    assert [file.size for file in files] == [4 * MEGABYTE, 8 * MEGABYTE]
    assert files[1].read() == b""
