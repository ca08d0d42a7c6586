"""Questions of our forms: how long an answer may be, what is said when it is wrong."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise

LONG, SHORT = 4000, 200
OLDEST = date(1900, 1, 1)
TOO_LONG = "Gebruik hoogstens %(limit_value)d tekens. U gebruikt er nu %(show_value)d."
NO_DATE = "Deze datum bestaat niet. Schrijf bijvoorbeeld 24-11-1985."
DATES = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
Choices = Iterable[tuple[str, str]] | Callable[[], Iterable[tuple[str, str]]]


def story(
    label: str, *, empty: str = "", rows: int = 4, **more: Any
) -> forms.CharField:
    """A text of some sentences; `empty` asks for it, without that it may stay empty."""
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=must(empty),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=_said(empty),
        **more,
    )


def line(
    label: str, *, empty: str = "", size: int = SHORT, **more: Any
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=size,
        required=must(empty),
        error_messages=_said(empty),
        **more,
    )


def choice(
    label: str, choices: Choices, *, empty: str = "", **more: Any
) -> forms.TypedChoiceField:
    """One of a few answers, all in sight."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices if callable(choices) else list(choices),
        required=must(empty),
        widget=forms.RadioSelect,
        error_messages={
            "required": empty,
            "invalid_choice": "Kies een van de antwoorden.",
        },
        **more,
    )


def past_date(label: str, *, empty: str = "", **more: Any) -> forms.DateField:
    """A day that was, and not before 1900."""
    validators = [_not_in_the_future, _not_too_long_ago]
    return day(label, empty=empty, validators=validators, **more)


def day(label: str, *, empty: str = "", **more: Any) -> forms.DateField:
    """A day, typed as text, so that one that never was can be mended."""
    return forms.DateField(
        label=label,
        required=must(empty),
        input_formats=DATES,
        widget=forms.DateInput(
            format="%d-%m-%Y", attrs={"autocomplete": "off", "inputmode": "numeric"}
        ),
        error_messages={"required": empty, "invalid": NO_DATE},
        **more,
    )


def must(empty: str) -> bool:
    """Whether an answer is asked for: then a sentence says that it was not given.

    One in the words of the house can be read only once there is a house.
    """
    return isinstance(empty, Promise) or bool(empty)


def _said(empty: str) -> dict[str, str]:
    return {"required": empty, "max_length": TOO_LONG}


def _not_in_the_future(day: date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError("Deze datum ligt in de toekomst.")


def _not_too_long_ago(day: date) -> None:
    if day < OLDEST:
        raise forms.ValidationError("Deze datum ligt voor 1900. Klopt het jaar?")
