"""Components wrap what stands between their tags, and the gallery shows them all."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from zvh.lib.gallery import gallery

COMPONENTS = Path(settings.BASE_DIR) / "templates/components"
# These are parts of other components or of the frame, never used by a page itself.
PARTS = {"fact", "field_texts", "message", "task", "styles"}


@pytest.fixture
def page():
    response = gallery(RequestFactory().get("/bouwstenen/"))
    return render_to_string(response.template_name, response.context_data)


def drawn(template: str, **context: object) -> str:
    return Template("{% load component %}" + template).render(Context(context))


def test_a_card_holds_its_content_and_its_title():
    html = drawn(
        '{% component "card" id="why" title=title %}'
        "<p>{{ text }}</p>{% endcomponent %}",
        title="Aanleiding & doel",
        text="<script>",
    )

    assert "Aanleiding &amp; doel" in html
    assert "<p>&lt;script&gt;</p>" in html
    assert 'aria-labelledby="why-titel"' in html


def test_components_nest():
    html = drawn(
        '{% component "section" title="Buiten" %}'
        '{% component "notice" kind="warn" title="Binnen" %}tekst{% endcomponent %}'
        "{% endcomponent %}"
    )

    assert html.index("Buiten") < html.index("Binnen") < html.index("tekst")
    assert "Let op:" in html


def test_a_component_sees_only_what_it_is_given():
    html = drawn('{% component "card" %}x{% endcomponent %}', title="van de pagina")

    assert "van de pagina" not in html


def test_a_component_may_be_given_a_name():
    html = drawn(
        '{% component "identity_bar" number="2026-1" name="J. de Vries" %}'
        "{% endcomponent %}"
    )

    assert "J. de Vries" in html


def test_phase_steps_say_in_words_where_the_case_is():
    steps = [
        {"label": "Intake", "state": "done"},
        {"label": "Weging", "state": "current"},
        {"label": "ICO", "state": "todo"},
    ]

    html = render_to_string("components/phase_steps.html", {"steps": steps})

    assert 'Intake<span class="visually-hidden">, gedaan</span>' in html
    assert 'Weging<span class="visually-hidden">, nu</span>' in html
    assert 'ICO<span class="visually-hidden">, nog niet</span>' in html
    assert html.count('aria-current="step"') == 1


def test_paging_keeps_the_other_parameters():
    page = Paginator(range(95), 10).page(5)

    html = render_to_string(
        "components/pagination.html", {"page": page, "query": "soort=open"}
    )

    assert "41 tot en met 50 van 95" in html
    assert 'href="?soort=open&amp;pagina=6" rel="next"' in html
    assert "…" in html


def test_one_page_needs_no_paging():
    page = Paginator(range(5), 10).page(1)

    assert render_to_string("components/pagination.html", {"page": page}).strip() == ""


def test_the_gallery_shows_every_component(page):
    source = (Path(settings.BASE_DIR) / "templates/lib/gallery.html").read_text()
    inside = "".join(
        path.read_text()
        for path in (*COMPONENTS.glob("*.html"), COMPONENTS.parent / "base.html")
    )
    names = {path.stem for path in COMPONENTS.glob("*.html")}

    missing = {
        name
        for name in names - PARTS
        if f'component "{name}"' not in source
        and f"components/{name}.html" not in source + inside
    }

    assert missing <= {"field"}  # drawn by the form renderer
    assert "Bouwstenen" in page


def test_no_page_part_carries_inline_style_or_script(page):
    assert " style=" not in page
    assert "onclick" not in page
    assert "<script>" not in page
    assert "<style" not in page
