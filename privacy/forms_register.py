"""What is asked of the register of what left the house."""

from django import forms

from cases.forms_fields import line
from house.words import said


class NumberForm(forms.Form):
    """The number of one case; typed as people write it."""

    number = line(
        said("Nummer van {casus.definite}"),
        empty="Vul een nummer in.",
        size=20,
        help_text="Het nummer komt in geen adres te staan.",
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()
