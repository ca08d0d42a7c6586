"""The settings of the house, a form for each group."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator, URLValidator

from house import changing, fields, overlay, profile
from house.profile import WEEKDAYS, Profile
from house.words import said
from zvh.guard.versions import VersionedForm

WORKING_DAYS = [(day, day.capitalize()) for day in WEEKDAYS[:5]]
PHONE = RegexValidator(r"^[0-9+() -]{6,}$", "Schrijf een telefoonnummer.")
KINDS = [
    ("pdf", "Pdf"),
    ("docx", "Word-bestand (docx)"),
    ("jpg", "Foto (jpg)"),
    ("png", "Afbeelding (png)"),
]
MEGABYTES = 5


class SettingsForm(VersionedForm):
    """Values of the profile, with what counts now filled in, and why they change.

    `keys` says under which key of the profile each question is kept.
    """

    keys: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = changing.current()
        for name, key in self.keys.items():
            self.initial[name] = overlay.said(said, key)
        self.initial["version"] = changing.newest(*self.keys.values())
        self.fields["reason"] = fields.reason()

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, by the keys of the profile."""
        given = self.cleaned_data
        return {key: fields.as_said(given[name]) for name, key in self.keys.items()}

    @property
    def reason(self) -> str:
        return str(self.cleaned_data["reason"])

    @property
    def seen(self) -> int:
        """The newest change of these values when the page was made."""
        return int(self.cleaned_data.get("version") or 0)

    @property
    def changed_keys(self) -> list[str]:
        said = changing.current()
        new = self.values.items()
        return [key for key, value in new if overlay.said(said, key) != value]

    @property
    def after(self) -> Profile:
        """The profile as it would be."""
        laid = overlay.laid(changing.current(), self.values.items())
        return profile.built(settings.PROFILE, laid)


class HouseForm(SettingsForm):
    keys: ClassVar[dict[str, str]] = {
        name: name
        for name in (
            *("name", "logo_text", "region", "phone", "email", "address"),
            "privacy_url",
        )
    }
    name = fields.line("Naam van het huis", empty="Schrijf hoe het huis heet.")
    logo_text = fields.line(
        "Tekst bovenaan de pagina",
        empty="Schrijf wat er bovenaan elke pagina staat.",
        size=60,
    )
    region = fields.line("Regio", empty="Schrijf welke regio dit is.")
    phone = fields.line("Telefoon", empty="Schrijf het nummer.", validators=[PHONE])
    email = forms.EmailField(
        label="E-mailadres",
        error_messages={
            "required": "Schrijf een e-mailadres.",
            "invalid": "Dit is geen e-mailadres.",
        },
    )
    address = fields.line("Adres", empty="Schrijf het adres.")
    privacy_url = fields.line(
        "Pagina over privacy",
        empty="Schrijf het adres van de pagina.",
        help_text="Het hele adres. Het begint met https://.",
        validators=[
            URLValidator(schemes=["https"], message="Dit is geen adres met https://.")
        ],
    )


class WeekForm(SettingsForm):
    keys: ClassVar[dict[str, str]] = {
        name: f"triage.{name}"
        for name in (
            *("weekday", "meets_time", "closes_weekday", "closes_time"),
            *("minutes", "on_holiday"),
        )
    }
    weekday = fields.one_of("Op welke dag is het overleg?", WORKING_DAYS)
    meets_time = fields.clock("Hoe laat begint het?")
    minutes = fields.whole("Hoelang duurt het?", 15, 480, unit="minuten")
    closes_weekday = fields.one_of("Tot welke dag kan iemand aanmelden?", WORKING_DAYS)
    closes_time = fields.clock("Tot hoe laat?")
    on_holiday = fields.one_of(
        "Wat gebeurt er op een feestdag?",
        [
            ("move", "Het overleg gaat naar de volgende werkdag"),
            ("skip", "Het overleg vervalt die week"),
        ],
    )

    def clean(self) -> dict[str, Any]:
        if not self.errors and _moment(self, "closes_") >= _moment(self, ""):
            self.add_error(
                "closes_time",
                "Aanmelden sluit voordat het overleg begint, in dezelfde week.",
            )
        return self.cleaned_data


class InquiriesForm(SettingsForm):
    keys: ClassVar[dict[str, str]] = {
        "answer_days": "inquiries.answer_days",
        "reminder_days": "inquiries.reminder_days",
    }
    answer_days = fields.whole(
        said("Hoeveel tijd heeft een {partij} om te antwoorden?"),
        1,
        20,
        unit="werkdagen",
    )
    reminder_days = fields.Days(
        label="Na hoeveel werkdagen gaat er een herinnering?",
        help_text="Een of meer getallen, bijvoorbeeld 2, 4. Leeg: geen herinnering.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        last, days = given.get("answer_days"), given.get("reminder_days")
        if last and days and not all(0 < day < last for day in days):
            self.add_error(
                "reminder_days", "Een herinnering gaat voordat de tijd om is."
            )
        return given


class SigninForm(SettingsForm):
    keys: ClassVar[dict[str, str]] = {
        name: f"signin.{name}"
        for name in ("idle_minutes", "absolute_hours", "browsers", "password_days")
    }
    idle_minutes = fields.whole(
        "Na hoeveel minuten zonder iets te doen moet iemand opnieuw inloggen?",
        *(1, 30),
        unit="minuten",
    )
    absolute_hours = fields.whole(
        "Na hoeveel uur moet iemand altijd opnieuw inloggen?", 1, 12, unit="uren"
    )
    browsers = fields.whole(
        "In hoeveel browsers mag iemand tegelijk ingelogd zijn?",
        *(1, 10),
        unit="browsers",
        help_text="Wie er een te veel heeft, wordt uitgelogd in de browser die het "
        "langst niet is gebruikt.",
    )
    password_days = fields.whole(
        "Hoelang is een wachtwoord geldig?",
        *(0, 730),
        unit="dagen",
        help_text="In dagen. 0: een wachtwoord verloopt niet.",
    )


class AttachmentsForm(SettingsForm):
    keys: ClassVar[dict[str, str]] = {
        "kinds": "attachments.kinds",
        "megabytes": "attachments.megabytes",
    }
    kinds = forms.MultipleChoiceField(
        label="Welke soorten bestanden neemt u aan?",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies ten minste één soort.",
            "invalid_choice": "Kies een soort uit de lijst.",
        },
    )
    megabytes = fields.whole(
        "Hoe groot mag een bestand zijn?", 1, MEGABYTES, unit="megabytes"
    )


class WordForm(SettingsForm):
    """One word, with what a Dutch sentence needs of it."""

    article = fields.one_of("Lidwoord", [("de", "de"), ("het", "het")])
    singular = fields.line("Enkelvoud", empty="Schrijf het woord.", size=60)
    plural = fields.line("Meervoud", empty="Schrijf het meervoud.", size=60)

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        self.key = f"words.{word}"
        super().__init__(*args, **kwargs)
        self.initial.update(overlay.said(changing.current(), self.key))
        self.initial["version"] = changing.newest(self.key)

    @property
    def values(self) -> dict[str, Any]:
        told = ("article", "singular", "plural")
        return {self.key: {name: self.cleaned_data[name].strip() for name in told}}


def _moment(form: WeekForm, which: str) -> datetime:
    """When in the week something is; only how they follow each other counts."""
    given = form.cleaned_data
    day = WEEKDAYS.index(given[f"{which}weekday"])
    monday = datetime(2024, 1, 1)  # noqa: DTZ001 - only the difference counts
    clock = given["closes_time" if which else "meets_time"]
    return datetime.combine(monday, clock) + timedelta(day)
