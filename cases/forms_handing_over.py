"""What is filled in when a colleague's work passes to another."""

from typing import Any

from django import forms

from accounts.models import User
from cases import handing_over
from cases.forms_case import Person
from house.words import said


class AbsenceForm(forms.Form):
    old = Person(
        label="Wiens werk draagt u over?",
        queryset=User.objects.none(),
        empty_label="Kies een collega",
    )
    new = Person(
        label="Wie neemt het over?",
        queryset=User.objects.none(),
        empty_label="Kies een collega",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].queryset = handing_over.absent_colleagues(user)  # type: ignore[attr-defined]
        self.fields["new"].queryset = handing_over.colleagues()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            self.add_error("new", "Kies iemand anders.")
        return cleaned


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Wat moet uw collega weten?",
        help_text=said(
            "Deze tekst komt in elke tijdlijn van de {casus.plural} die overgaan. Noem"
            " hier dus niemand uit een van die {casus.plural}."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
