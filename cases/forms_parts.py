"""What a registration has several of: persons, organisations and attachments."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Party
from cases import attachments
from cases.forms_fields import LONG, TOO_LONG, choice, line, past_date, story
from cases.models import InvolvedParty, Person
from cases.search import digits
from house.words import said
from zvh.guard.versions import VersionedForm
from zvh.lib.bsn import is_bsn


def _roles() -> list[tuple[str, str]]:
    return [(role.value, role.said) for role in Person.Role]


class PersonForm(VersionedForm):
    """Somebody the case is about, or somebody around them."""

    role = choice(
        *(said("Wie is dit in {casus.definite}?"), _roles),
        empty="Kies wie dit is.",
    )
    given_names = line(
        "Voornamen", help_text="Weet u ze niet? Laat dit dan leeg.", size=100
    )
    prefix = line("Tussenvoegsel", size=30)  # type: ignore[assignment]
    surname = line(
        "Achternaam",
        size=100,
        empty="Vul de achternaam in. Onbekend? Schrijf ‘onbekend’.",
    )
    birth_date = past_date(
        "Geboortedatum",
        help_text="Bijvoorbeeld 24-11-1985. Weet u die niet? Laat dit dan leeg.",
    )
    bsn = line(
        "Burgerservicenummer",
        size=20,
        help_text="Negen cijfers. Weet u het niet? Laat dit dan leeg.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = line(
        "Adres", size=300, help_text="Straat, huisnummer, postcode en plaats."
    )
    gemeente = line("Gemeente", size=100)
    relation = line(
        "Relatie met de anderen",
        help_text="Is dit een gezinslid, vul dit dan altijd in. Bijvoorbeeld: moeder"
        " van Test, woont bij hem. Weet u het niet? Schrijf ‘onbekend’.",
    )

    def __init__(
        self,
        *args: Any,
        row: Person | None = None,
        unfinished: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.is_unfinished = unfinished
        _need_nothing(self, unfinished)
        known: dict[str, Any] = {"role": Person.Role.BETROKKENE}
        if row is not None:
            known = _read(self, row, getattr(row, "details", None))
        self.initial.update(known)

    def clean_bsn(self) -> str:
        bsn = digits(self.cleaned_data["bsn"])
        if self.cleaned_data["bsn"] and not is_bsn(bsn):
            raise forms.ValidationError(
                "Dit burgerservicenummer klopt niet. Controleer de cijfers, of laat het"
                " leeg."
            )
        return bsn


class OrganisationForm(VersionedForm):
    """An organisation that is involved, or should be."""

    party = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Party.objects.none(),
        required=False,
        empty_label="Staat er niet bij",
        error_messages={"invalid_choice": "Kies een organisatie uit de lijst."},
    )
    organisation = line(
        "Andere organisatie",
        help_text="Alleen als de organisatie niet in de lijst staat.",
    )
    contact = line(
        said("Wie werkt daar aan {casus.definite}?"),
        help_text="Naam, functie of telefoonnummer.",
    )
    involvement = story(
        said("Wat doet deze organisatie voor {betrokkene.definite}?"),
        rows=3,
        help_text="Nog niets, maar wel nodig? Schrijf dat op.",
    )

    def __init__(
        self,
        *args: Any,
        row: InvolvedParty | None = None,
        unfinished: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.is_unfinished = unfinished
        _need_nothing(self, unfinished)
        known = Party.objects.apart_from_the_house().bound(timezone.localdate())
        self.fields["party"].queryset = known  # type: ignore[attr-defined]
        self.initial.update(_read(self, row) if row else {})

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if self.is_unfinished:
            return told
        if not self.errors and not (told.get("party") or told.get("organisation")):
            self.add_error(
                "party",
                said("Kies een {partij}, of schrijf de naam van de organisatie."),
            )
        return told


class AttachmentForm(forms.Form):
    """One file at a time, judged by what is in it."""

    file = forms.FileField(
        label="Bestand",
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg. Kies een ander bestand.",
            "max_length": TOO_LONG,
        },
        max_length=LONG,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = what_is_taken()

    def clean_file(self) -> "UploadedFile[bytes]":
        """What is kept is `judged`: its body may differ from what came in."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        self.judged = judged(file)
        return file


def what_is_taken() -> str:
    """Which files are taken, and what is left out of a photograph."""
    return (
        f"{attachments.named()} van hoogstens {attachments.most_megabytes()} MB. Bij"
        " een foto bewaren wij niet waar en wanneer zij is gemaakt."
    )


def judged(file: "UploadedFile[bytes]") -> attachments.Judged:
    """A file as it is kept; raises what is wrong with it, in a sentence for a form."""
    size = attachments.most_megabytes()
    if (file.size or 0) > size * attachments.MEGABYTE:
        raise forms.ValidationError(
            f"Dit bestand is te groot. Een bijlage is hoogstens {size} MB."
        )
    try:
        return attachments.judge(file.name or "", file.read())
    except attachments.Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


def _need_nothing(form: forms.Form, unfinished: bool) -> None:
    """Who is still typing need not have told all."""
    if unfinished:
        for field in form.fields.values():
            field.required = False


def _read(form: forms.Form, *rows: object) -> dict[str, Any]:
    """What was filled in before, from whichever row holds it."""
    known = {}
    for name in form.fields:
        for row in rows:
            if name != "version" and hasattr(row, name):
                known[name] = getattr(row, name)
    return known
