"""What the administrator fills in about a Partij and its contacts."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils import timezone

from accounts import replacing
from accounts.parties import Contact, Party
from accounts.people import User
from house import profile
from house.words import said


class Lines(forms.CharField):
    """A list, one entry to a line; empty lines and repetitions fall away."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]
    soorten = forms.MultipleChoiceField(
        label="Soort organisatie",
        help_text=said(
            "Kies er een of meer. Hiervan hangt af wat {partij.this} wordt gevraagd,"
            " en bij welk overleg zij hoort."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één soort."},
    )
    units = Lines(label="Onderdelen", help_text="Een per regel.")
    mail_domains = Lines(
        label="Maildomeinen",
        help_text="Wat achter het @-teken staat, een per regel. Bijvoorbeeld:"
        " gemeente.example.",
    )

    class Meta:
        model = Party
        fields = (
            *("name", "soorten", "keten", "kind", "units"),
            *("representative_function", "address", "mail_domains"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_the_house:
            # The profile says which Partij is the house, and by which name.
            del self.fields["name"], self.fields["soorten"]
            return
        choices = profile.active().choices("soorten")
        self.fields["soorten"].choices = [  # type: ignore[attr-defined]
            (key, label) for key, label in choices if key != Party.BUREAU
        ]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Party.objects.exclude(pk=self.instance.pk).filter(name=name).exists():
            raise ValidationError(said("{partij.capital_this} bestaat al."))
        return name

    def clean_mail_domains(self) -> list[str]:
        domains: list[str] = self.cleaned_data["mail_domains"]
        return [_domain(written) for written in domains]

    @property
    def told(self) -> dict[str, Any]:
        return self.cleaned_data


class BindForm(forms.Form):
    since = forms.DateField(
        label="Getekend op",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label="Doet niet meer mee vanaf",
        help_text=said("Laat leeg zolang {partij.definite} meedoet."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > timezone.localdate():
            raise ValidationError("Deze datum ligt in de toekomst.")
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error("until", "Kies een dag na de ondertekening.")
        return cleaned


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Contact
        fields = ("name", "email", "phone", "is_deputy")
        help_texts = {
            "email": said(
                "Heeft iemand van {partij.this} een account met dit adres, dan krijgt"
                " die de vragen."
            ),
            "is_deputy": "Een vervanger kan antwoorden, maar krijgt zelf geen bericht.",
        }

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        others = Contact.objects.of(self.party).exclude(pk=self.instance.pk)
        if others.filter(email=email).exists():
            raise ValidationError(said("Dit adres is al {contactpersoon}."))
        return email


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody by name, and what they do there."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, {obj.function}" if obj.function else obj.name


class SuccessorForm(forms.Form):
    successor = Colleague(
        label="Wie neemt het werk over?",
        queryset=User.objects.none(),
        empty_label="Kies een collega",
    )

    def __init__(self, *args: Any, old: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = replacing.successors(old)  # type: ignore[attr-defined]

    @property
    def has_choice(self) -> bool:
        found: bool = self.fields["successor"].queryset.exists()  # type: ignore[attr-defined]
        return found


def _domain(written: str) -> str:
    domain = written.lower().removeprefix("@")
    try:
        DomainNameValidator(accept_idna=False)(domain)
    except ValidationError:
        raise ValidationError(f"‘{written}’ is geen maildomein.") from None
    return domain
