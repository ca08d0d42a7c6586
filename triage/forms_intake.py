"""What is filled in before the weging: completeness, purpose, Partijen, a proposal."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party
from cases.forms_fields import DATES, NO_DATE, choice, line, story
from cases.models import Case
from house.words import said
from triage import rules
from triage.models import Outcome, Proposal
from zvh.guard.versions import VersionedForm
from zvh.lib.dates import add_working_days

ANSWER_DAYS = 5
YES, NO = "yes", "no"
GROUNDS = {
    "crime": "Criminaliteit voorkomen, verminderen of bestrijden",
    "nuisance": "Ernstige overlast voorkomen, verminderen of bestrijden",
    "unsafety": "Onveilige situaties voorkomen of verminderen",
}


class CompletionForm(forms.Form):
    missing = story(
        "Wat ontbreekt er?",
        empty="Schrijf wat de aanmelder moet aanvullen.",
        help_text="De aanmelder leest deze tekst.",
        rows=6,
    )
    answer_before = forms.DateField(
        label="Graag aangevuld op",
        help_text="Bijvoorbeeld 24-11-2026.",
        input_formats=DATES,
        widget=forms.DateInput(
            format="%d-%m-%Y", attrs={"autocomplete": "off", "inputmode": "numeric"}
        ),
        error_messages={"required": "Vul een datum in.", "invalid": NO_DATE},
    )

    def __init__(self, *args: Any, lacks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "missing": "\n".join(lacks),
            "answer_before": add_working_days(timezone.localdate(), ANSWER_DAYS),
        }

    def clean_answer_before(self) -> Any:
        day = self.cleaned_data["answer_before"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Kies een dag na vandaag.")
        return day


class PurposeForm(forms.Form):
    fits = choice(
        "Past dit bij het doel van de wet?",
        [
            (YES, "Ja"),
            (NO, said("Nee: dan eindigt {aanmelding.definite} met een advies")),
        ],
        empty="Kies ja of nee.",
    )
    grounds = forms.MultipleChoiceField(
        label="Waarvoor is de aanpak nodig?",
        help_text="Kies bij ‘ja’ ten minste één doel.",
        choices=list(GROUNDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies waarvoor de aanpak nodig is."},
    )
    motivation = story(
        "Motivering",
        empty="Schrijf waarom.",
        help_text="Welk gedrag of welke situatie past hier wel of niet bij?",
    )
    on_behalf_of = forms.ModelChoiceField(
        label="Besloten namens",
        help_text=said("Dit is een besluit van een {partij} van lid 1."),
        queryset=Party.objects.none(),
        empty_label=said("Kies een {partij}"),
        error_messages={"required": said("Kies namens welke {partij} u dit besluit.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound = Party.objects.bound(timezone.localdate())
        self.fields["on_behalf_of"].queryset = bound.lid1()  # type: ignore[attr-defined]
        self.fields["grounds"].required = self.data.get("fits") != NO

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("fits") == NO:
            self.cleaned_data["grounds"] = []
        return self.cleaned_data


class InvolveForm(forms.Form):
    """Which Partijen a case concerns, and which of lid 1 says so (I-1, G-1b)."""

    parties = forms.ModelMultipleChoiceField(
        label=said("Welke {partij.plural} zijn betrokken, of zouden dat moeten zijn?"),
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": said("Kies ten minste één {partij}.")},
    )
    discussed = line(
        said("Met wie van de aanmelder besprak u {aanmelding.definite}?"),
        empty=said("Schrijf met wie en wanneer u {aanmelding.definite} besprak."),
        help_text="Bijvoorbeeld: de behandelaar, vandaag per telefoon.",
    )
    on_behalf_of = forms.ModelChoiceField(
        label="Besloten namens",
        help_text=said("Wie betrokken is, besluit een {partij} van lid 1."),
        queryset=Party.objects.none(),
        empty_label=said("Kies een {partij}"),
        error_messages={"required": said("Kies namens welke {partij} u dit besluit.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
        self.fields["parties"].queryset = bound.order_by("name")  # type: ignore[attr-defined]
        self.fields["on_behalf_of"].queryset = bound.lid1()  # type: ignore[attr-defined]
        named = case.involvedpartys.exclude(party=None)
        self.initial["parties"] = list(named.values_list("party", flat=True))
        if purpose := rules.purpose_of(case):
            self.initial["on_behalf_of"] = purpose.on_behalf_of_id


class ProposalForm(VersionedForm):
    """What the procescoördinator would decide, and why."""

    outcome = choice("Voorstel", [], empty="Kies wat u voorstelt.")
    text = story(
        "Waarom?",
        empty="Schrijf waarom u dit voorstelt.",
        help_text=said(
            "De deelnemers lezen dit. Schrijf niet op wat een {partij} alleen aan"
            " het bureau vertelde."
        ),
    )

    def __init__(self, *args: Any, row: Proposal | None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["outcome"].choices = [(it, it.said) for it in Outcome]  # type: ignore[attr-defined]
        if row is not None:
            self.initial.update(outcome=row.outcome, text=row.text)
