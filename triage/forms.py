"""What is filled in at intake, at the weging and after it."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party, Role, User
from cases.forms_fields import DATES, NO_DATE, choice, story
from cases.models import Case
from house import profile
from triage.actions import IcoTask
from triage.models import AgendaItem, Outcome, TriageDecision
from zvh.guard.versions import VersionedForm
from zvh.lib.dates import add_working_days

DEFER = "defer"
ANSWER_DAYS = 5
YES, NO = "yes", "no"
GROUNDS = {
    "crime": "Criminaliteit voorkomen, verminderen of bestrijden",
    "nuisance": "Ernstige overlast voorkomen, verminderen of bestrijden",
    "unsafety": "Onveilige situaties voorkomen of verminderen",
}


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


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
        [(YES, "Ja"), (NO, "Nee: dan eindigt de aanmelding met een advies")],
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
        help_text="Dit is een besluit van een Partij van lid 1.",
        queryset=Party.objects.none(),
        empty_label="Kies een Partij",
        error_messages={"required": "Kies namens welke Partij u dit besluit."},
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


class DecisionForm(VersionedForm):
    """The three outcomes and waiting a week, on one form."""

    outcome = choice("Uitkomst", [], empty="Kies een uitkomst.")
    motivation = story("Motivering", empty="Schrijf waarom u dit besluit.", rows=3)
    still_needed = story(
        "Wat is nog nodig?", empty="Schrijf wat er nog nodig is.", rows=3
    )
    goal = story("Doel", empty="Schrijf wat het overleg moet bereiken.", rows=3)
    themes = forms.MultipleChoiceField(
        label="Thema’s",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één thema."},
    )
    kind = choice("Soort", TriageDecision.Kind.choices, empty="Kies het soort overleg.")
    parties = forms.ModelMultipleChoiceField(
        label="Welke Partijen horen erbij?",
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één Partij."},
    )

    # What each outcome cannot do without; the rest may stay empty then.
    NEEDED = {
        Outcome.ADVICE: ("motivation",),
        Outcome.SUPPORT: ("motivation",),
        Outcome.ICO: ("motivation", "goal", "themes", "kind", "parties"),
        DEFER: ("still_needed",),
    }

    def __init__(self, *args: Any, row: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["outcome"].choices = outcomes()  # type: ignore[attr-defined]
        themes = profile.active().choices("themes")
        self.fields["themes"].choices = themes  # type: ignore[attr-defined]
        bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
        self.fields["parties"].queryset = bound  # type: ignore[attr-defined]
        involved = row.case.involvedpartys.exclude(party=None)
        self.initial["parties"] = list(involved.values_list("party", flat=True))
        self.initial["kind"] = TriageDecision.Kind.REGULAR
        self.initial["goal"] = _goal_of(row.case)
        if self.is_bound:
            self._ask_only_what_counts()

    def _ask_only_what_counts(self) -> None:
        needed = self.NEEDED.get(self.data.get("outcome", ""), ())
        for name in set().union(*self.NEEDED.values()):
            self.fields[name].required = name in needed

    @property
    def defers(self) -> bool:
        return bool(self.cleaned_data["outcome"] == DEFER)

    @property
    def ico(self) -> IcoTask | None:
        """What an ICO would be for; nothing for another outcome."""
        given = self.cleaned_data
        if given["outcome"] != Outcome.ICO:
            return None
        return IcoTask(
            goal=given["goal"],
            themes=tuple(given["themes"]),
            kind=given["kind"],
            parties=tuple(given["parties"]),
        )


class ChairForm(forms.Form):
    chair = PersonChoice(
        label="Wie zit voor?",
        queryset=User.objects.none(),
        required=False,
        empty_label="nog niemand",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chairs = User.objects.holding(Role.PROCESCOORDINATOR).order_by("name")
        self.fields["chair"].queryset = chairs  # type: ignore[attr-defined]


class AdviceForm(VersionedForm):
    text = story(
        "Advies aan de aanmelder",
        empty="Schrijf wat de aanmelder kan doen.",
        help_text="Noem vervolgstappen en wie kan helpen. Wat u hier schrijft, leest"
        " de aanmelder; al het andere wordt bij het versturen verwijderd.",
        rows=12,
    )


class SupportForm(forms.Form):
    text = story(
        "Wat is er gedaan?",
        empty="Schrijf wat er is gedaan.",
        help_text="Met wie is er gesproken, en wat kwam eruit?",
    )


def outcomes() -> list[tuple[str, str]]:
    """The choices in the order of the keys 1 to 4."""
    return [
        *((outcome, outcome.said) for outcome in Outcome),
        (DEFER, "Aanhouden: volgende week opnieuw"),
    ]


def _goal_of(case: Case) -> str:
    registration = case.registrations.first()
    return registration.goal if registration else ""
