"""What somebody without account fills in at the public address."""

from typing import Any

from django import forms

from accounts.models import Party
from accounts.parties import PartyQuerySet
from cases.forms_fields import story


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="Uw e-mailadres van het werk",
        help_text="Bij de organisatie waarvoor u aanmeldt. Met een adres van een"
        " ander, of van thuis, kunt u niet aanmelden.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Vul uw e-mailadres van het werk in.",
            "invalid": "Dit is geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl.",
        },
    )
    # People do not see it; what fills in everything it finds does.
    website = forms.CharField(
        label="Laat dit leeg",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_by_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])


class VisitorForm(forms.Form):
    name = forms.CharField(
        label="Uw naam",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in."},
    )
    function = forms.CharField(
        label="Uw functie",
        help_text="Bijvoorbeeld wijkverpleegkundige.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Vul uw functie in."},
    )
    party = forms.ModelChoiceField(
        label="Voor welke organisatie meldt u aan?",
        queryset=Party.objects.none(),
        empty_label="Kies uw organisatie",
        error_messages={"required": "Kies uw organisatie."},
    )

    def __init__(self, *args: Any, parties: PartyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.queryset = parties
        known = list(parties[:2])
        if len(known) == 1:
            field.initial, field.widget = known[0].pk, forms.HiddenInput()


class AnswerForm(forms.Form):
    answer = story(
        "Uw antwoord",
        rows=6,
        empty="Schrijf uw antwoord.",
        help_text="Wat u verstuurt, kunt u hier niet teruglezen.",
    )
