"""What is asked about the values of a list, a permanent participant and a term."""

from typing import Any, ClassVar

from django import forms

from house import changing, fields, lists, neighbours, overlay
from house.forms import SettingsForm
from house.history import Term
from house.words import said

MINOR = "minor"
ALL, FIRST = "", ""
LONGEST = 120


class ValueForm(forms.Form):
    """How a value is called, and why that changes."""

    label = fields.line("Naam", empty="Schrijf hoe deze waarde heet.", size=LONGEST)
    reason = fields.reason()

    def __init__(
        self, *args: Any, is_question: bool = False, others: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {label.lower() for label in others}
        if is_question:
            self.fields["label"].label = "Vraag"
            self.fields["category"] = forms.ChoiceField(
                label="Wat voor gegevens geeft het antwoord?",
                choices=[("", "Kies een soort"), *neighbours.offered("categories")],
                error_messages={"required": "Kies om wat voor gegevens het gaat."},
            )
            self.order_fields(["label", "category", "after"])

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"].strip()
        if label.lower() in self.others:
            raise forms.ValidationError("Dit staat al in de lijst.")
        return label

    @property
    def value(self) -> dict[str, Any]:
        """What is kept of it."""
        told = ("label", "category")
        return {k: self.cleaned_data[k] for k in told if k in self.cleaned_data}

    @property
    def why(self) -> str:
        return str(self.cleaned_data["reason"])


class NewValueForm(ValueForm):
    """A value that is added, in its place."""

    conditional = frozenset({"after"})
    after = forms.ChoiceField(label="Waar in de lijst?", required=False)

    def __init__(self, *args: Any, places: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(places)
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (FIRST, "Bovenaan"),
            *((key, f"Na: {label}") for key, label in places),
        ]
        if places:
            self.initial["after"] = places[-1][0]
        self.order_fields(["label", "category", "after", "reason"])


class ReasonForm(forms.Form):
    """Something ends or begins again; only why is asked."""

    reason = fields.reason()

    @property
    def why(self) -> str:
        return str(self.cleaned_data["reason"])


class SeatForm(SettingsForm):
    """Who is to sit at every weging, or only where a minor is involved (T-4)."""

    keys: ClassVar[dict[str, str]] = {"seats": "triage.permanent"}
    conditional = frozenset({"party"})
    soort = forms.ChoiceField(
        label="Welke soort organisatie?",
        error_messages={"required": "Kies een soort."},
    )
    party = forms.ChoiceField(label=said("Welke {partij}?"), required=False)
    condition = fields.one_of(
        "Wanneer?",
        [("always", "Altijd"), (MINOR, "Alleen als er een minderjarige bij hoort")],
        initial="always",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soorten = [one for one in lists.choices("soorten") if one[0] != "bureau"]
        self.fields["soort"].choices = [("", "Kies een soort"), *soorten]  # type: ignore[attr-defined]
        names = dict.fromkeys(name for name, _ in neighbours.offered("parties"))
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (ALL, said("Elke {partij} van deze soort")),
            *((name, name) for name in names),
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        party, soort = given.get("party"), given.get("soort")
        if party and soort and (party, soort) not in neighbours.offered("parties"):
            self.add_error(
                "party", said("{partij.capital_this} is niet van deze soort.")
            )
        if soort and not self.errors and self._seat in self._seats:
            self.add_error("soort", "Deze deelnemer staat er al bij.")
        return given

    @property
    def values(self) -> dict[str, Any]:
        return {"triage.permanent": [*self._seats, self._seat]}

    @property
    def _seats(self) -> list[dict[str, str]]:
        return seats_said()

    @property
    def _seat(self) -> dict[str, str]:
        given = self.cleaned_data
        condition = MINOR if given["condition"] == MINOR else ""
        return {
            "soort": given["soort"],
            "condition": condition,
            "party": given["party"],
        }


class RemoveSeatForm(SettingsForm):
    """Somebody is no permanent participant any more."""

    keys: ClassVar[dict[str, str]] = {"seats": "triage.permanent"}

    def __init__(self, *args: Any, nth: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nth = nth

    @property
    def values(self) -> dict[str, Any]:
        left = [it for nth, it in enumerate(seats_said()) if nth != self.nth]
        return {"triage.permanent": left}


class TermForm(forms.Form):
    """A longer term, or a shorter one to be proposed."""

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = 1 if term.most else 2
        self.fields["value"] = fields.whole(
            term.name, least, term.most or 52, unit=term.unit, initial=term.value
        )
        self.fields["reason"] = fields.reason()
        self.now = term.value

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"]
        if value == self.now:
            raise forms.ValidationError("Deze termijn geldt al. Kies een andere.")
        return value

    @property
    def shortens(self) -> bool:
        return bool(self.cleaned_data["value"] < self.now)

    @property
    def why(self) -> str:
        return str(self.cleaned_data["reason"])


def seats_said() -> list[dict[str, str]]:
    """The permanent participants as rows of the house keep them."""
    empty = {"condition": "", "party": ""}
    said = overlay.said(changing.current(), "triage.permanent")
    return [empty | seat for seat in said]
