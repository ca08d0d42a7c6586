"""Components wrap what stands between their tags, and see only what they are given."""

from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import reverse


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


def test_a_component_may_be_given_a_name(db):
    html = drawn(
        '{% component "identity_bar" number="2026-1" name="J. de Vries" %}'
        "{% endcomponent %}"
    )

    assert "J. de Vries" in html


def test_phase_steps_say_in_words_where_the_case_is(db):
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


def test_what_is_the_same_for_everybody_is_given_nothing_of_anybody():
    asked = '{% once "components/message.html" %}'

    html = drawn(asked, message="van Anna", request="van Anna", user="Anna")

    assert html == drawn(asked, message="van Bas")
    assert "Anna" not in html


def test_every_style_sheet_is_named_once_a_page(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert page.count("css/tokens.css") == 1
    assert client.get(reverse("account_login")).content.decode().count(".css") == (
        page.count(".css")
    )
