"""What follows the decision: the advice and its building blocks, and support."""

from typing import Any

from django import forms

from cases.forms_fields import story
from house import profile
from zvh.guard.versions import VersionedForm


class AdviceForm(VersionedForm):
    text = story(
        "Advies aan de aanmelder",
        empty="Schrijf wat de aanmelder kan doen.",
        help_text="Noem vervolgstappen en wie kan helpen. Wat u hier schrijft, leest"
        " de aanmelder; al het andere wordt bij het versturen verwijderd.",
        rows=12,
    )


class BlocksForm(forms.Form):
    """Sentences of the house that are put under what was written already (W-4)."""

    blocks = forms.MultipleChoiceField(
        label="Bouwstenen", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocks = profile.active().choices("advice_blocks")
        self.fields["blocks"].choices = blocks  # type: ignore[attr-defined]

    def under(self, text: str) -> str:
        """The text with each chosen sentence that is not in it yet."""
        said = dict(profile.active().choices("advice_blocks"))
        chosen = [said[key] for key in self.cleaned_data["blocks"]]
        return "\n\n".join([text.strip(), *(it for it in chosen if it not in text)])


class SupportForm(forms.Form):
    text = story(
        "Wat is er gedaan?",
        empty="Schrijf wat er is gedaan.",
        help_text="Met wie is er gesproken, en wat kwam eruit?",
    )
    goes_on = forms.BooleanField(
        label="De ondersteuning gaat nog vier weken door", required=False
    )

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        """`asks` when it is time to say whether the support can end."""
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["goes_on"]
