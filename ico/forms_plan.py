"""What is filled in for a plan, and at the end of a case."""

from typing import Any

from django import forms

from cases.forms_fields import choice, line, story
from cases.lifecycle import Phase
from cases.models import Case
from house import profile
from house.words import said
from ico import fields, rules_ending
from ico.agreed import Afschaling
from ico.developments import leader_of
from ico.ending import Tested
from ico.plans import Plan, PlanLine, Section
from ico.rules_plan import OTHER_GOAL
from zvh.guard.versions import VersionedForm

SHORTEST_REASON = 10
MET = [("yes", "Gehaald"), ("no", "Niet gehaald")]
UNEXPLAINED = "Leg uit waarom u afschaalt, ook al is dit niet gehaald."


class PlanForm(VersionedForm):
    goal = story("Doel", empty="Schrijf op wat het doel is.", rows=3)
    judgement = story("Wat wij ervan vinden", rows=6)
    information = story("Wie heeft welke informatie nodig", rows=4)
    follow_up_on = fields.coming_date("Volgende datum")

    def __init__(self, *args: Any, row: Plan, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        own = {name: getattr(row, name) for name in self.fields}
        self.initial = {**self.initial, **own}
        if row.goal_was_agreed:
            self.fields["goal"].disabled = True
            self.fields["goal"].help_text = OTHER_GOAL


class LineForm(VersionedForm):
    text = story("Tekst", empty="Schrijf iets op, of haal de regel weg.", rows=4)

    def __init__(self, *args: Any, row: PlanLine, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["text"] = row.text


class NewLineForm(forms.Form):
    prefix = "regel"
    section = choice(
        "Waar hoort het?",
        [
            (Section.PICTURE, Section.PICTURE.label),
            (Section.CRITERION, Section.CRITERION.label),
        ],
        empty="Kies waar de regel hoort.",
    )
    text = story("Tekst", empty="Schrijf op wat er moet staan.", rows=2)


class AfschalingForm(forms.Form):
    """Each criterion tested, the evaluation, and for which Partij it is closed."""

    def __init__(
        self, *args: Any, criteria: list[PlanLine], case: Case, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.case = criteria, case
        for number, criterion in enumerate(criteria, start=1):
            self.fields[f"met_{number}"] = choice(
                criterion.text, MET, empty="Kies of dit is gehaald."
            )
            self.fields[f"note_{number}"] = line(
                f"Toelichting bij criterium {number}",
                help_text="Nodig als dit niet is gehaald: waarom kan het toch?",
            )
        self.conditional = {f"note_{n}" for n, _ in enumerate(criteria, start=1)}
        self.fields |= _decision(case) | _evaluation()
        fields.only_bound(self.fields["closing_party"], lid1=True)

    @property
    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        tests = [
            Tested(line, given[f"met_{n}"] == "yes", given[f"note_{n}"])
            for n, line in enumerate(self.criteria, start=1)
        ]
        asked = (*_decision(self.case), *_evaluation())
        return {name: given[name] for name in asked} | {"tests": tests}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refusal = rules_ending.why_not_this_way(
            self.case, way=given.get("way", ""), agreed=given.get("agreed", False)
        )
        if refusal and "way" in given:
            self.add_error("way", refusal)
        for number, _ in enumerate(self.criteria, start=1):
            met, note = given.get(f"met_{number}"), given.get(f"note_{number}", "")
            if met == "no" and not note.strip():
                self.add_error(f"note_{number}", UNEXPLAINED)
        return given


def _decision(case: Case) -> dict[str, forms.Field]:
    """How it was decided; of a case that was only supported no table decides."""
    if not case.has_been(Phase.ICO, Phase.MONITORING):
        return {}
    asked: dict[str, forms.Field] = {
        "way": choice(
            "Hoe is hiertoe besloten?",
            profile.active().choices("closing_ways"),
            empty="Kies hoe hiertoe is besloten.",
        )
    }
    if leader := leader_of(case):
        asked["agreed"] = forms.BooleanField(
            label=f"{leader.name}, die de uitvoering leidt, is het ermee eens",
            required=False,
        )
    return asked


class ReopenForm(forms.Form):
    because = story(
        "Waarom wordt het werk weer opgepakt?",
        empty="Schrijf op waarom het werk weer wordt opgepakt.",
        rows=3,
    )

    def clean_because(self) -> str:
        because: str = self.cleaned_data["because"]
        if len(because.strip()) < SHORTEST_REASON:
            raise forms.ValidationError("Leg het uit in ten minste een paar woorden.")
        return because


def _evaluation() -> dict[str, forms.Field]:
    return {
        "reason": choice(
            "Waarom wordt er afgeschaald?",
            profile.active().choices("closing_reasons"),
            empty="Kies de reden.",
        ),
        "goal_reached": choice(
            "Is het doel bereikt?",
            Afschaling.Reached.choices,
            empty="Kies of het doel is bereikt.",
        ),
        "cooperation": choice(
            "Verliep de samenwerking goed?",
            Afschaling.Reached.choices,
            empty="Kies hoe de samenwerking verliep.",
        ),
        "worked": story("Wat werkte?", rows=3),
        "hindered": story("Wat werkte niet?", rows=3),
        "factors": story("Wat maakte het verschil?", rows=2),
        "blockades": fields.several(
            "Wat hield de aanpak tegen?", profile.active().choices("blockades")
        ),
        "closing_party": fields.bound_party(
            said("Namens welke {partij} wordt afgesloten?"),
            empty=said("Kies namens welke {partij} wordt afgesloten."),
            help_text=said("Dit is een besluit van een {partij} van lid 1."),
        ),
    }
