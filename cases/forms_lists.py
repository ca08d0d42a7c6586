"""What is filled in before a list is taken along."""

from django import forms

from cases.exports import Export


class ExportForm(forms.Form):
    reason = forms.ChoiceField(
        label="Waarvoor neemt u deze lijst mee?",
        choices=Export.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor u de lijst meeneemt."},
    )
    suffix = forms.ChoiceField(
        label="Soort bestand",
        choices=Export.Suffix.choices,
        widget=forms.RadioSelect,
        initial=Export.Suffix.XLSX,
        error_messages={"required": "Kies een soort bestand."},
    )
