"""What is filled in to continue a closed dossier."""

from typing import Any

from django import forms

from accounts.models import Party
from cases.forms_fields import line, story


class ContinueForm(forms.Form):
    """Why, on whose instruction, and who of each provider agreed."""

    reason = story("Waarom wordt het dossier voortgezet?", empty="Schrijf op waarom.")
    instructed_by = line(
        "Op aanwijzing van welke deelnemers, en wanneer?",
        empty="Schrijf op welke deelnemers dit wilden, en wanneer.",
    )

    def __init__(self, *args: Any, asked: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for nth, party in enumerate(asked):
            self.fields[f"akkoord_{nth}"] = line(
                f"Wie gaf akkoord namens {party.name}, en hoe?",
                empty=f"Zonder akkoord van {party.name} kan het niet.",
            )

    @property
    def said_by(self) -> dict[Party, str]:
        given = self.cleaned_data
        return {it: given[f"akkoord_{nth}"] for nth, it in enumerate(self.asked)}
