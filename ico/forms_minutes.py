"""What is sent of the minutes: by a button, or by the page itself."""

from typing import Any

from django import forms

from cases.forms_fields import TOO_LONG, story
from ico.minutes import MinutesSection
from ico.writing import Typed
from zvh.guard.versions import VersionedForm

LONGEST = 20_000


class SectionForm(VersionedForm):
    text = forms.CharField(
        label="Verslag",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, row: MinutesSection, **kwargs: Any) -> None:
        super().__init__(*args, row=row, prefix=row.name, **kwargs)
        self.initial["text"] = row.text
        self.fields["text"].label = row.title


class TypedForm(forms.Form):
    """What a page sends by itself; not a character of the text is touched."""

    text = forms.CharField(max_length=LONGEST, required=False, strip=False)
    version = forms.IntegerField(min_value=0)
    page = forms.UUIDField()
    nth = forms.IntegerField(min_value=0)

    @property
    def typed(self) -> Typed:
        return Typed(**self.cleaned_data)


class FollowForm(forms.Form):
    """What a page knows, and where its writer is."""

    section = forms.UUIDField(required=False)
    known = forms.JSONField(required=False)
    writes = forms.BooleanField(required=False)
    left = forms.BooleanField(required=False)

    def clean_known(self) -> dict[str, int]:
        known = self.cleaned_data["known"]
        return known if isinstance(known, dict) else {}


class CorrectionForm(forms.Form):
    prefix = "correctie"
    text = story(
        "Wat moet er staan?", empty="Schrijf op wat er had moeten staan.", rows=5
    )
