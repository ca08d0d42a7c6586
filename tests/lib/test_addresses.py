"""A static file is called the same for as long as a process runs."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from zvh.lib.addresses import KeptAddresses


@pytest.fixture
def storage(tmp_path: Path) -> KeptAddresses:
    made = KeptAddresses(location=tmp_path, base_url="/static/")
    made.manifest_storage = made
    return made


def collect(storage: KeptAddresses, text: str) -> None:
    storage.delete("css/a.css")
    storage.save("css/a.css", ContentFile(text))
    list(storage.post_process({"css/a.css": (storage, "css/a.css")}))


def test_an_address_holds_the_digest_of_what_is_in_the_file(storage):
    collect(storage, "a { color: red }")
    before = storage.url("css/a.css")

    assert before.startswith("/static/css/a.")
    assert before != "/static/css/a.css"
    assert storage.url("css/a.css") == before


def test_collecting_anew_gives_new_addresses(storage):
    collect(storage, "a { color: red }")
    before = storage.url("css/a.css")

    collect(storage, "a { color: blue }")

    assert storage.url("css/a.css") != before


def test_a_file_that_is_not_there_is_refused_each_time(storage):
    collect(storage, "a { color: red }")

    for _ in range(2):
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("css/b.css")
