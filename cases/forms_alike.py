"""What the bureau says of two people who may be one."""

from typing import Any

from django import forms


class ComparisonForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)
    other = forms.UUIDField(widget=forms.HiddenInput)
    is_same = forms.ChoiceField(choices=[("yes", "ja"), ("no", "nee")])

    @property
    def told(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "pair": (given["person"], given["other"]),
            "is_same": given["is_same"] == "yes",
        }
