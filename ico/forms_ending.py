"""What is filled in after a calamity."""

from django import forms

from cases.forms_fields import choice, story
from house import profile
from ico import fields
from ico.evaluations import Evaluation


class EvaluationForm(forms.Form):
    happened = story("Wat is er gebeurd?", empty="Schrijf op wat er gebeurde.", rows=3)
    foreseen = choice(
        "Was het te voorzien?", Evaluation.Said.choices, empty="Kies een antwoord."
    )
    cooperation = choice(
        "Verliep de samenwerking goed?",
        Evaluation.Said.choices,
        empty="Kies een antwoord.",
    )
    worked = story("Wat werkte?", rows=3)
    hindered = story("Wat werkte niet?", rows=3)
    factors = story("Wat maakte het verschil?", rows=2)
    blockades = fields.several(
        "Wat hield de aanpak tegen?", lambda: profile.active().choices("blockades")
    )
