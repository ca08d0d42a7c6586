"""The pages of a registration that are one form each: one topic a page."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from cases.forms_fields import choice, story
from cases.models import Case, Criterion, DomainProblem, Registration, Subject
from cases.registration import meets_criteria
from house import lists, profile
from house.words import said, word
from zvh.guard.versions import VersionedForm

# The text of each criterion is the profile's, under these keys.
CRITERIA = {
    Criterion.MULTIPLE_PROBLEMS: "multiproblem",
    Criterion.SEVERAL_CHAINS: "ketens",
    Criterion.SURROUNDINGS: "systeem",
    Criterion.LOCAL_SAFETY: "gebied",
}
ANSWERS = {"yes": True, "no": False, "unknown": None}
YES_NO = (("yes", "Ja"), ("no", "Nee"), ("unknown", "Weet ik niet"))


class StepForm(VersionedForm):
    """A page of the registration; who stops half-way need not have answered all."""

    # Asked for by another answer: not required, and not to be called optional either.
    conditional: frozenset[str] = frozenset()

    def __init__(
        self,
        *args: Any,
        row: Registration,
        unfinished: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.is_unfinished = unfinished
        self.initial.update(self.read(row))
        if unfinished:
            for field in self.fields.values():
                field.required = False

    def read(self, registration: Registration) -> dict[str, Any]:
        """What was answered before."""
        named = (name for name in self.base_fields if name != "version")
        return {name: getattr(registration, name) for name in named}

    def require(self, name: str, sentence: str) -> None:
        """Ask for a field that another answer makes necessary."""
        if self.is_unfinished or name in self.errors or self.cleaned_data.get(name):
            return
        self.add_error(name, sentence)


class CriteriaForm(StepForm):
    """Is this a case for the house? What does not fit is not refused (A-2)."""

    conditional = frozenset({"motivation"})
    multiple_problems = choice("", YES_NO, empty="Kies ja, nee of weet ik niet.")
    several_chains = choice("", YES_NO, empty="Kies ja, nee of weet ik niet.")
    surroundings = choice("", YES_NO, empty="Kies ja, nee of weet ik niet.")
    local_safety = choice("", YES_NO, empty="Kies ja, nee of weet ik niet.")
    motivation = story(
        said("Waarom meldt u {casus.definite} toch aan?"),
        help_text=said(
            "Alleen nodig als {casus.definite} niet aan de criteria voldoet."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = profile.active().criteria
        for criterion, key in CRITERIA.items():
            self.fields[criterion].label = f"{texts[key]} Klopt dat?"
            self.fields[criterion].widget.attrs["data-criterion"] = criterion.value

    def read(self, registration: Registration) -> dict[str, Any]:
        words = {True: "yes", False: "no", None: "unknown"}
        known = {
            criterion.value: words[answer]
            for criterion, answer in registration.criteria.items()
            if registration.has_answered(criterion)
        }
        return known | {"motivation": registration.motivation}

    def clean(self) -> dict[str, Any]:
        told = {c.value: self.cleaned_data.get(c.value, "") for c in Criterion}
        answers = {c: ANSWERS.get(told[c.value]) for c in Criterion}
        if not self.errors and not meets_criteria(answers):
            self.require(
                "motivation",
                said(
                    "{casus.capital_definite} voldoet niet aan de criteria. U kunt toch"
                    " aanmelden: schrijf waarom."
                ),
            )
        not_known = [name for name, answer in told.items() if answer == "unknown"]
        judged = {c.value: answers[c] for c in Criterion}
        return self.cleaned_data | judged | {"not_known": not_known}


class ApproachForm(StepForm):
    """Think along: is a meeting needed, and what should come of it (A-3)?"""

    consultation = choice(
        "Is onderling overleg tussen de betrokken organisaties genoeg?",
        Registration.Consultation.choices,
        empty="Kies een antwoord. U mag ook ‘weet ik niet’ kiezen.",
        help_text="Soms helpt een telefoontje met de andere organisaties al."
        " Twijfelt u? Bel ons gerust voordat u verdergaat.",
    )
    tried = story(
        "Wat is er al geprobeerd?",
        empty="Schrijf kort wat er al is geprobeerd.",
        help_text="Door u of door anderen. Is er nog niets geprobeerd? Schrijf dat op.",
    )
    goal = story("", empty="Schrijf kort wat u hoopt te bereiken.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].label = f"Wat moet {word('ico', 'definite')} opleveren?"


class SubjectForm(StepForm):
    """A person, a family or an area."""

    conditional = frozenset({"area"})
    subject = choice(
        "Waar gaat het om?",
        [(value, capfirst(label)) for value, label in Subject.choices],
        empty="Kies een persoon, gezin of gebied.",
    )
    area = story(
        "Om welk gebied gaat het?",
        rows=2,
        help_text="Alleen voor een gebied: de buurt, de straten of het terrein.",
    )

    def read(self, registration: Registration) -> dict[str, Any]:
        return {"subject": registration.case.subject, "area": registration.area}

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("subject") or self._case.subject
        if chosen == Subject.AREA:
            self.require("area", "Schrijf om welk gebied het gaat.")
            if self._case.persons.exists():
                self.add_error(
                    "subject",
                    "Een gebied heeft geen personen. Verwijder eerst de personen die u"
                    " hebt ingevuld.",
                )
        # What saves by itself keeps what it may: a choice that is refused is not made.
        if "subject" in self.errors:
            chosen = self._case.subject
        return self.cleaned_data | {"subject": chosen}

    @property
    def _case(self) -> Case:
        case: Case = self.row.case  # type: ignore[union-attr]
        return case


class SituationForm(StepForm):
    """For each leefgebied: what is wrong, and how badly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was told of a leefgebied that was retired since stays in sight.
        told = {name.removeprefix("severity_") for name in self.initial}
        self.listed = lists.choices("leefgebieden", using=told)
        for key, label in self.listed:
            self.fields[f"severity_{key}"] = forms.ChoiceField(
                label=label,
                choices=[("", "Geen probleem"), *DomainProblem.Severity.choices],
                required=False,
            )
            self.fields[f"problem_{key}"] = story(
                f"{label}: wat is er aan de hand?", rows=2
            )
            self.fields[f"problem_{key}"].widget.attrs["placeholder"] = " "
        self.conditional = frozenset(self.fields)

    def read(self, registration: Registration) -> dict[str, Any]:
        known: dict[str, str] = {}
        for told in DomainProblem.objects.filter(
            case=registration.case_id, given_by=registration.given_by_id
        ):
            known[f"severity_{told.domain}"] = told.severity
            known[f"problem_{told.domain}"] = told.problem
        return known

    @property
    def domains(self) -> list[tuple[str, list[Any]]]:
        """The fields in pairs, each under the name of its leefgebied."""
        return [
            (label, [self[f"severity_{key}"], self[f"problem_{key}"]])
            for key, label in self.listed
        ]

    @property
    def answers(self) -> dict[str, Any]:
        keys = [key for key, _ in self.listed]
        told = self.cleaned_data
        # What cannot be kept yet is not among them, and leaves what is kept alone.
        kept = [
            k
            for k in keys
            if {f"severity_{k}", f"problem_{k}"} <= self.cleaned_data.keys()
        ]
        return {
            "problems": {k: (told[f"severity_{k}"], told[f"problem_{k}"]) for k in kept}
        }

    def clean(self) -> dict[str, Any]:
        for key, _ in self.listed:
            severity = self.cleaned_data.get(f"severity_{key}")
            if self.cleaned_data.get(f"problem_{key}"):
                self.require(
                    f"severity_{key}",
                    "Kies hoe ernstig dit is. U mag ook ‘weet ik niet’ kiezen.",
                )
            if severity and severity != DomainProblem.Severity.UNKNOWN:
                self.require(f"problem_{key}", "Schrijf kort wat er aan de hand is.")
        return self.cleaned_data


class BackgroundForm(StepForm):
    """Why now, what went before, and what is dangerous."""

    occasion = story(
        "Wat is de aanleiding om nu aan te melden?",
        empty="Schrijf kort waarom u nu aanmeldt.",
    )
    interventions = story(
        "Welke interventies waren er eerder, en met welk resultaat?",
        help_text="Bijvoorbeeld behandeling, begeleiding, een maatregel of toezicht.",
    )
    frames = story(
        "Welke juridische kaders en voorwaarden lopen er?",
        rows=3,
        help_text="Bijvoorbeeld een zorgmachtiging, ondertoezichtstelling of"
        " voorwaardelijke straf, en tot wanneer.",
    )
    safety_risks = story(
        "Welke veiligheidsrisico’s zijn er?",
        empty="Schrijf welke risico’s er zijn. Zijn er geen bekend? Schrijf dat op.",
        help_text="Ook voor wie bij een overleg of huisbezoek is. Zijn er geen bekend?"
        " Schrijf dat op.",
    )
    urgency = choice(
        "Hoeveel haast is er?",
        Registration.Urgency.choices,
        empty="Kies hoeveel haast er is.",
        help_text="Is er nu direct gevaar? Bel 112.",
    )
