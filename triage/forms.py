"""What is decided at the weging, and who leads it."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party, Role, User
from cases.forms_fields import choice, story
from cases.models import Case
from house import profile
from house.words import said
from triage.actions import IcoTask
from triage.models import AgendaItem, Outcome, TriageDecision
from zvh.guard.versions import VersionedForm

DEFER = "defer"


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


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

    # What each outcome cannot do without; the rest may stay empty then.
    NEEDED = {
        Outcome.ADVICE: ("motivation",),
        Outcome.SUPPORT: ("motivation",),
        Outcome.ICO: ("motivation", "goal", "themes", "kind"),
        DEFER: ("still_needed",),
    }

    def __init__(self, *args: Any, row: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["outcome"].choices = outcomes()  # type: ignore[attr-defined]
        themes = profile.active().choices("themes")
        self.fields["themes"].choices = themes  # type: ignore[attr-defined]
        self._ask_for_grounds(row.case)
        self.initial["kind"] = TriageDecision.Kind.REGULAR
        self.initial["goal"] = _goal_of(row.case)
        if self.is_bound:
            self._ask_only_what_counts()

    def _ask_for_grounds(self, case: Case) -> None:
        """Of each Partij that may be there, what it is needed for (O-3)."""
        bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
        named = set(case.involvedpartys.values_list("party", flat=True))
        grounds = profile.active().choices("invitation_grounds")
        self.bound = sorted(bound, key=lambda it: (it.pk not in named, it.name))
        self.count_involved = sum(party.pk in named for party in self.bound)
        for party in self.bound:
            self.fields[_ground_of(party)] = forms.ChoiceField(
                label=party.name,
                required=False,
                choices=[("", "hoort er niet bij"), *grounds],
                initial=grounds[0][0] if party.pk in named else "",
            )

    def involved(self) -> list[forms.BoundField]:
        """Who is involved stands first."""
        return self._grounds()[: self.count_involved]

    def others(self) -> list[forms.BoundField]:
        return self._grounds()[self.count_involved :]

    def _grounds(self) -> list[forms.BoundField]:
        return [self[_ground_of(party)] for party in self.bound]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("outcome") == Outcome.ICO and self.bound and not self._needed():
            # It is about all of them, not about the one that stands first.
            self.add_error(None, said("Kies ten minste één {partij} die erbij hoort."))
        return given

    def _needed(self) -> dict[Party, str]:
        found = {
            party: self.cleaned_data.get(_ground_of(party), "") for party in self.bound
        }
        return {party: ground for party, ground in found.items() if ground}

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
            parties=self._needed(),
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


def outcomes() -> list[tuple[str, str]]:
    """The choices in the order of the keys 1 to 4."""
    return [
        *((outcome, outcome.said) for outcome in Outcome),
        (DEFER, "Aanhouden: volgende week opnieuw"),
    ]


def _ground_of(party: Party) -> str:
    return f"ground-{party.pk}"


def _goal_of(case: Case) -> str:
    registration = case.registrations.first()
    return registration.goal if registration else ""
