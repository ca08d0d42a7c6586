"""Questions of the settings pages: how they are asked, and what is said when wrong."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms

SHORT, LONGEST_REASON = 200, 500
TOO_LONG = "Gebruik hoogstens %(limit_value)d tekens. U gebruikt er nu %(show_value)d."
NO_TIME = "Deze tijd bestaat niet. Schrijf bijvoorbeeld 13:30."


def line(label: str, *, empty: str, size: int = SHORT, **more: Any) -> forms.CharField:
    """One line of text that cannot be left out."""
    return forms.CharField(
        label=label,
        max_length=size,
        error_messages={"required": empty, "max_length": TOO_LONG},
        **more,
    )


def reason() -> forms.CharField:
    """Why something is changed: it stands in the history for colleagues to read."""
    return forms.CharField(
        label="Waarom wijzigt u dit?",
        help_text="Dit staat in de geschiedenis. Schrijf er geen namen bij.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf kort waarom.", "max_length": TOO_LONG},
    )


def whole(
    label: str, least: int, most: int, *, unit: str, **more: Any
) -> forms.IntegerField:
    """A whole number between two others."""
    between = f"Kies een getal van {least} tot en met {most}."
    more.setdefault("help_text", f"In {unit}, van {least} tot en met {most}.")
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": 5}),
        error_messages={
            "required": between,
            "invalid": between,
            "min_value": between,
            "max_value": between,
        },
        **more,
    )


def one_of(
    label: str, choices: Iterable[tuple[str, str]], **more: Any
) -> forms.ChoiceField:
    """One of a few, all in sight."""
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een van de antwoorden.",
            "invalid_choice": "Kies een van de antwoorden.",
        },
        **more,
    )


def clock(label: str) -> forms.TimeField:
    """A time of day, typed as text."""
    return forms.TimeField(
        label=label,
        help_text="Bijvoorbeeld 13:30.",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        error_messages={"required": "Schrijf een tijd.", "invalid": NO_TIME},
    )


class Days(forms.CharField):
    """Some numbers of working days: '2, 4'."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ", ".join(map(str, value or ()))

    def to_python(self, value: Any) -> Any:
        written = (super().to_python(value) or "").replace(",", " ").split()
        if not all(part.isdecimal() and len(part) < 4 for part in written):
            raise forms.ValidationError("Schrijf getallen, bijvoorbeeld 2, 4.")
        return sorted({int(part) for part in written})


def as_said(value: Any) -> Any:
    """A value as a row of the house keeps it."""
    return f"{value:%H:%M}" if isinstance(value, time) else value
