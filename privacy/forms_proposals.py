"""What is asked before something goes to somebody outside the covenant."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from accounts.models import Party
from cases.forms_fields import choice, line, story
from cases.models import Contribution
from house.words import said
from privacy.proposals import Advice, Informs, Need, Objection, PlannedDisclosure
from privacy.recipients import Recipient
from zvh.guard.versions import VersionedForm

OF_A_PERSON = re.compile(
    r"@|\d{4,}|\b(de heer|dhr|mevr|mevrouw|mw|t\.?\s?a\.?\s?v)\b", re.IGNORECASE
)


def _said(kind: type[models.TextChoices]) -> list[tuple[str, str]]:
    """Every answer but none at all, as a form says it."""
    return [(value, capfirst(label)) for value, label in kind.choices if value]


class ProposeForm(forms.Form):
    """To whom, what for, and which pieces."""

    kind = choice(
        "Naar wie gaat het?",
        [
            (
                Recipient.Kind.THIRD,
                said("Een derde: een organisatie die geen {partij} is"),
            ),
            (Recipient.Kind.TABLE, "Een andere overlegtafel: wij dragen over"),
        ],
        empty="Kies naar wie het gaat.",
    )
    name = line(
        "Naam van de organisatie of de tafel",
        empty="Schrijf de naam van de organisatie op.",
        size=80,
        help_text="Geen naam van een persoon: dit blijft vijf jaar in het register.",
    )
    goal = story(
        "Waarom is dit nodig, en met welk doel?",
        empty="Schrijf op waarom dit nodig is.",
        rows=3,
        help_text=said("De {partij.plural} die u om akkoord vraagt, lezen dit."),
    )
    pieces = forms.MultipleChoiceField(
        label="Welke gegevens zijn daarvoor nodig?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één onderdeel."},
    )

    def __init__(
        self, *args: Any, pieces: Iterable[Contribution], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(piece.pk): piece for piece in pieces}
        self.fields["pieces"].choices = [  # type: ignore[attr-defined]
            (key, f"{piece.given_by.name}: {piece.text[:160]}")
            for key, piece in self.by_key.items()
        ]

    def clean_name(self) -> str:
        """As far as a form can tell: no person, no number, no address."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if OF_A_PERSON.search(name) or not name[:1].isalnum():
            raise forms.ValidationError(
                "Schrijf alleen de naam van de organisatie op, zonder naam, nummer of"
                " e-mailadres van een persoon."
            )
        return name

    @property
    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        pieces = [self.by_key[key] for key in data["pieces"]]
        return {**data, "kind": Recipient.Kind(data["kind"]), "pieces": pieces}


class ThirdForm(VersionedForm):
    """The five checks, of which akkoord is asked apart; and the one way around."""

    # What is not known yet is answered later: until then nothing goes.
    conditional = frozenset(
        {"need", "basis", "advice", "objection", "danger", "vouching"}
    )

    need = choice("Is het noodzakelijk?", _said(Need))
    basis = line("Welke wet geeft de grondslag?")
    advice = choice("Wat zegt de rechtmatigheidsadviescommissie?", _said(Advice))
    objection = choice("Heeft een deelnemer bezwaar?", _said(Objection))
    is_vital = forms.BooleanField(
        label="Er is acuut gevaar: wachten kan niet",
        required=False,
        help_text=said(
            "Dan hoeven de toetsen hierboven niet, maar staat een {partij} van lid 1"
            " ervoor in. Alle gevers horen het meteen. U toetst het achteraf."
        ),
    )
    danger = story("Welk gevaar is er nu, en voor wie?", rows=2)
    vouching = forms.ModelChoiceField(
        label=said("Welke {partij} van lid 1 staat ervoor in?"),
        required=False,
        queryset=Party.objects.lid1().order_by("name"),
        empty_label="Niemand",
    )

    def __init__(self, *args: Any, row: PlannedDisclosure, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial.update({name: getattr(row, name) for name in self.base_fields})


class HandoverForm(VersionedForm):
    """Who brings it in, and who tells the betrokkene (V-4)."""

    conditional = frozenset({"bringing", "informs"})
    bringing = forms.ModelChoiceField(
        label=said(
            "Welke {partij} brengt het in bij de andere tafel, gezien haar taak?"
        ),
        required=False,
        queryset=Party.objects.apart_from_the_house().order_by("name"),
        empty_label="Nog niet afgesproken",
    )
    informs = choice(said("Wie informeert {betrokkene.definite}?"), _said(Informs))

    def __init__(self, *args: Any, row: PlannedDisclosure, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial.update({name: getattr(row, name) for name in self.base_fields})


class ReviewForm(forms.Form):
    text = story(
        "Was het terecht dat dit zonder akkoord ging?",
        empty="Schrijf op wat u achteraf vindt, en wat er is gedaan.",
        rows=4,
    )
