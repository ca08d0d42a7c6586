"""All components of the demo's gallery, as axe sees them, broad and on a telephone."""

import pytest

from tests.browser.looking import wrongs, wrongs_when_empty
from tests.demo.test_seeding import DEMO, urlpatterns  # noqa: F401 - DEMO routes here


@pytest.mark.use("U10", "U12")
@pytest.mark.parametrize("width", [1280, 390])
def test_gallery_is_well_made(visit, width):
    with DEMO:
        page = visit(viewport={"width": width, "height": 900})
        page.goto("/bouwstenen/")

        assert page.get_by_role("heading", name="Bouwstenen").is_visible()
        assert wrongs(page) == []
        assert wrongs_when_empty(page) == []
