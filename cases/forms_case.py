"""What the bureau fills in on the pages of a case."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party, Role, User
from cases import grants, searching
from cases.contributions import Category
from cases.models import Case
from house import profile
from house.words import said, word
from zvh.guard.versions import VersionedForm


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Colleagues, by name and what they do."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, {obj.function}" if obj.function else obj.name


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Wie of wat zoekt u?",
        help_text="Een nummer, een of meer namen, een geboortedatum"
        " (dd-mm-jjjj), een geboortejaar of een BSN.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Vul in wie of wat u zoekt."},
    )

    def clean_q(self) -> searching.Sought:
        try:
            return searching.understand(self.cleaned_data["q"])
        except searching.NotSearchable as why:
            raise forms.ValidationError(str(why)) from None


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=said("Waarom opent u {casus.this}?"),
        help_text=said(
            "Wat u opschrijft, staat in de tijdlijn van {casus.definite} en wordt"
            " even lang bewaard."
        ),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": "Leg het uit in ten minste een paar woorden."},
    )


class CoordinatorForm(VersionedForm):
    coordinator = Person(label="", queryset=User.objects.none())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, row=case, **kwargs)
        field = self.fields["coordinator"]
        field.label = said("Wie leidt {casus.this}?")
        field.queryset = leaders(case)  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]


class RestrictForm(forms.Form):
    names = People(
        label=said("Wie mag {casus.this} nog zien, naast u?"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leader = case.coordinator if case.coordinator_id != user.pk else None
        self.initial["names"] = [self.leader.pk] if self.leader else []
        colleagues = User.objects.holding(*Role.bureau()).exclude(pk=user.pk)
        self.fields["names"].queryset = colleagues.order_by("name")  # type: ignore[attr-defined]

    def clean_names(self) -> list[User]:
        """Who leads a case can always see it."""
        names = list(self.cleaned_data["names"])
        if self.leader and self.leader not in names:
            raise forms.ValidationError(
                f"{self.leader.name} leidt {word('casus', 'this')}. Kies"
                f" {self.leader.name} ook, of neem {word('casus', 'definite')} eerst"
                " over."
            )
        return names


class ContributionForm(forms.Form):
    party = forms.ModelChoiceField(
        label=said("Van welke {partij} is deze informatie?"),
        queryset=Party.objects.none(),
    )
    spoken_by = forms.CharField(
        label="Wie gaf de informatie, en hoe?",
        help_text="Bijvoorbeeld: M. de Boer, per telefoon.",
        max_length=200,
    )
    category = forms.ChoiceField(
        label="Soort gegevens",
        help_text="Godsdienst, afkomst, politieke voorkeur en seksuele gerichtheid"
        " legt u niet vast.",
        choices=[("", "Kies een soort"), *Category.choices],
    )
    domain = forms.ChoiceField(label="Leefgebied", required=False)
    text = forms.CharField(
        label="Wat is er verteld?", widget=forms.Textarea(attrs={"rows": 6})
    )
    conditions = forms.CharField(
        label=said("Voorwaarden van {partij.definite}"),
        help_text=said("Bijvoorbeeld: niet delen met {betrokkene.definite}."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound = Party.objects.bound(timezone.localdate())
        self.fields["party"].queryset = bound.order_by("name")  # type: ignore[attr-defined]
        self.fields["party"].empty_label = said("Kies een {partij}")  # type: ignore[attr-defined]
        domains = profile.active().choices("leefgebieden")
        self.fields["domain"].choices = [  # type: ignore[attr-defined]
            ("", "Geen leefgebied in het bijzonder"),
            *domains,
        ]


def leaders(case: Case) -> Any:
    """Who can lead this case: of a restricted one only who is named on it."""
    found = User.objects.holding(Role.PROCESCOORDINATOR).order_by("name")
    if case.is_restricted:
        found = found.filter(pk__in=grants.readers_of(case.pk).values("pk"))
    return found
