"""A field's label, hint, error and control are one to who cannot see them together."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string


class Registration(forms.Form):
    question = forms.CharField(label="Uw vraag", help_text="In een paar zinnen")
    phone = forms.CharField(label="Telefoon", required=False)
    informed = forms.ChoiceField(
        label="Is de betrokkene geïnformeerd?",
        help_text="Anders vragen wij waarom",
        choices=[("yes", "Ja"), ("no", "Nee")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label="Ik weet het zeker")
    draft = forms.CharField(widget=forms.HiddenInput)


def drawn(name: str, data: dict[str, str] | None = None) -> str:
    return str(Registration(data)[name].as_field_group())


@pytest.mark.use("U15")
def test_hint_and_error_describe_the_control():
    html = drawn("question", {})

    control = re.search(r"<input[^>]+>", html).group()
    assert 'aria-describedby="id_question_helptext id_question_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_question_helptext"' in html
    assert 'id="id_question_error"' in html
    assert '<label class="field__label utrecht-form-label" for="id_question">' in html
    assert "<span>Fout:</span> Dit veld is verplicht." in html


def test_a_group_of_choices_is_a_fieldset_that_carries_hint_and_error():
    html = drawn("informed", {})

    fieldset = re.search(r"<fieldset[^>]+>", html).group()
    assert 'aria-describedby="id_informed_helptext id_informed_error"' in fieldset
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert 'for="id_informed_0"' in html


def test_a_group_whose_field_is_right_says_nothing_of_errors():
    html = drawn("informed", {"informed": "yes"})

    assert "Fout:" not in html
    assert "_error" not in html


@pytest.mark.use("U16")
def test_only_what_is_optional_is_marked():
    assert "(niet verplicht)" in drawn("phone")
    assert "(niet verplicht)" not in drawn("question")
    assert "*" not in drawn("question")


def test_the_browser_does_not_get_ahead_of_the_summary():
    assert not re.search(r"<input[^>]* required", drawn("question"))


def test_a_check_box_stands_before_its_label_in_one_grid():
    html = drawn("sure")

    assert "field--check" in html
    assert 'for="id_sure"' in html


@pytest.mark.use("U15")
def test_the_summary_links_to_the_controls_in_the_same_words():
    form = Registration({"phone": "1"})

    html = render_to_string("components/error_summary.html", {"form": form})

    assert 'href="#id_question">Uw vraag \N{EN DASH} Dit veld is verplicht.</a>' in html
    assert 'href="#id_informed_0"' in html
    assert "<li>Dit veld is verplicht.</li>" in html  # the hidden one, unlinked
    assert html.count("<li>") == 4


def test_a_right_form_has_no_summary():
    form = Registration({"question": "a", "informed": "no", "sure": "on", "draft": "1"})

    html = render_to_string("components/error_summary.html", {"form": form})

    assert html.strip() == ""


@pytest.mark.use("U15")
def test_the_title_of_a_page_with_errors_begins_with_the_error():
    wrong = render_to_string("base.html", {"form": Registration({})})
    empty = render_to_string("base.html", {"form": Registration()})

    assert "<title>Fout: " in wrong
    assert "<title>Fout: " not in empty


def test_what_was_typed_is_still_there():
    html = drawn("phone", {"phone": '023 "privé"'})

    assert 'value="023 &quot;privé&quot;"' in html
