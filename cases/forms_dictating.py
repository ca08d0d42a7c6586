"""For whom the bureau types, and what the sender says of it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from accounts import visitors
from accounts.models import Party, Role, User
from cases.forms_fields import choice, line, story
from cases.models import Dictation
from house.words import said


class Sender(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody with an account, by name and Partij."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} – {obj.party.name}"


class DictationForm(forms.Form):
    # Of two ways to say who it is, one is needed.
    conditional = frozenset({"sender", "name", "function", "party", "address"})
    way = choice(
        said("Hoe hebt u {aanmelding.definite} gekregen?"),
        [(way, capfirst(label)) for way, label in Dictation.Way.choices],
        empty=said("Kies hoe u {aanmelding.definite} hebt gekregen."),
    )
    sender = Sender(
        label="Wie meldt aan?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Iemand zonder account",
        help_text="Deze persoon is de aanmelder, krijgt bericht en kan aanvullen.",
    )
    name = line("Naam", help_text="Alleen voor iemand zonder account.")
    function = line("Functie")
    party = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Party.objects.none(),
        required=False,
        empty_label="Kies een organisatie",
    )
    address = forms.EmailField(
        label="E-mailadres van het werk",
        required=False,
        max_length=254,
        help_text="Hier komt het bericht, en de code waarmee de aanmelder inlogt.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
        partners = User.objects.holding(Role.KETENPARTNER).filter(party__in=bound)
        fields: Any = self.fields
        fields["party"].queryset = bound
        fields["sender"].queryset = partners.select_related("party").order_by("name")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("sender"):
            return given
        for name, sentence in _NEEDED.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        address, party = given.get("address"), given.get("party")
        if address and party and party not in visitors.parties_of(address):
            self.add_error(
                "address",
                "Dit adres hoort niet bij de maildomeinen van deze organisatie. De"
                " beheerder houdt die bij op de pagina van de organisatie.",
            )
        return given


class DictationAnswerForm(forms.Form):
    conditional = frozenset({"correction"})
    is_right = choice(
        "Klopt wat wij voor u opschreven?",
        [("yes", "Ja, dit klopt"), ("no", "Nee, er moet iets anders")],
        empty="Kies of het klopt.",
    )
    correction = story(
        "Wat moet er anders?",
        help_text=said("Het bureau past {aanmelding.definite} dan aan."),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("is_right") == "no" and not given.get("correction"):
            self.add_error("correction", "Schrijf wat er anders moet.")
        return given

    @property
    def told(self) -> dict[str, Any]:
        is_right = self.cleaned_data["is_right"] == "yes"
        correction = "" if is_right else self.cleaned_data["correction"]
        return {"is_right": is_right, "correction": correction}


_NEEDED = {
    "name": "Vul de naam in van wie aanmeldt, of kies iemand met een account.",
    "function": "Vul de functie in.",
    "party": "Kies voor welke organisatie iemand aanmeldt.",
    "address": "Vul het e-mailadres van het werk in.",
}
