"""The documents drawn from the code are those in the folder."""

import pytest

from privacy.management.commands.docs import drawn
from tests.walks import ROOT


@pytest.mark.parametrize("name", ["lifecycle.md", "privacy.md", "profiles.md"])
def test_document_is_as_the_code_says(name):
    assert (ROOT / "docs" / name).read_text() == drawn()[name], "run `make docs`"
