"""What was changed in the profile, in words that a colleague understands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from house import forms, profile
from house.limits import MAXIMUM, RETENTION
from house.models import Change
from house.profile import Permanent, Profile
from house.words import said, word


@dataclass(frozen=True)
class Term:
    """A term as the page of terms shows it."""

    key: str
    name: str
    unit: str
    text: str
    value: int = 0

    @property
    def most(self) -> int | None:
        return MAXIMUM.get(self.key)

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    @property
    def is_retention(self) -> bool:
        return self.key in RETENTION

    @property
    def said(self) -> str:
        return f"{self.value} {self.unit}"


TERMS = (
    Term(
        "work_days",
        "Werkgegevens na afsluiten",
        "dagen",
        "Wat er is verteld en gedeeld: afgeschermd, en na deze termijn weg.",
    ),
    Term("plan_months", "Het plan na afsluiten", "maanden", "Het plan en het besluit."),
    Term(
        "shell_months",
        "De schil na afsluiten",
        "maanden",
        "Namen en data, zonder verhaal.",
    ),
    Term(
        "draft_days",
        "Een concept dat blijft liggen",
        "dagen",
        said(
            "Een {aanmelding} die nooit is verstuurd, sinds er iets in is opgeslagen."
        ),
    ),
    Term(
        "incomplete_days",
        said("Een {aanmelding} die niet wordt aangevuld"),
        "dagen",
        "Sinds de herinnering aan de aanmelder, als er niets meer kwam.",
    ),
    Term(
        "authorisation_weeks",
        "Een autorisatie na vertrek",
        "weken",
        "Binnen deze termijn is een autorisatie ingetrokken.",
    ),
    Term(
        "reviews_per_year",
        "Autorisaties nalopen",
        "keer per jaar",
        "Zo vaak kijkt het huis wie nog toegang nodig heeft.",
    ),
)
LISTS = {
    "leefgebieden": "Leefgebieden",
    "themes": "Thema’s en doelgroepen",
    "interventions": "Soorten interventies",
    "refusal_reasons": "Redenen om niet in behandeling te nemen",
    "escalation_reasons": "Redenen om op te schalen",
    "closing_reasons": "Redenen om af te sluiten",
    "closing_ways": said("Hoe tot {afschaling} wordt besloten"),
    "blockades": "Wat een aanpak tegenhoudt",
    "preparation": "Waar een deelnemer zich op voorbereidt",
    "soorten": said("Soorten {partij.plural}"),
}


def term(key: str) -> Term | None:
    """A term by its key, with what counts now."""
    return next((it for it in terms(profile.active()) if it.key == key), None)


def terms(it: Profile) -> list[Term]:
    """Every term with what counts in this profile."""
    return [
        Term(one.key, one.name, one.unit, one.text, getattr(it.terms, one.key))
        for one in TERMS
    ]


def seat(it: Profile, seat: Permanent) -> str:
    """A permanent participant, and when they are there."""
    name = seat.party or it.label("soorten", seat.soort)
    return f"{name}, bij een minderjarige" if seat.condition else name


@dataclass(frozen=True)
class Line:
    """One change, to be read."""

    change: Change
    what: str
    value: str


def lines(changes: Iterable[Change]) -> list[Line]:
    it = profile.active()
    return [Line(one, _what(one.key, it), _value(one, it)) for one in changes]


def _what(key: str, it: Profile) -> str:
    part, *rest = key.split(".")
    if part == "words":
        return f"Woord: {word(rest[0]) if rest[0] in it.words else rest[0]}"
    if part == "terms":
        return f"Termijn: {_term_name(rest[0])}"
    if part == "lists":
        return LISTS.get(rest[0], rest[0])
    if part == "questions":
        return f"Vraag aan {it.label('soorten', rest[0])}"
    return _questions().get(key, key)


def _value(change: Change, it: Profile) -> str:
    value: Any = change.value
    if change.key == "triage.permanent":
        return "; ".join(seat(it, Permanent(**one)) for one in value) or "niemand"
    if isinstance(value, dict) and "singular" in value:
        return f"{value['article']} {value['singular']}, {value['plural']}"
    if isinstance(value, dict):
        retired = " (vervallen)" if value.get("retired") else ""
        return f"{value.get('label', '')}{retired}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _chosen(change.key, str(value))


def _term_name(key: str) -> str:
    return next((one.name for one in TERMS if one.key == key), key)


def _questions() -> dict[str, str]:
    """How the settings pages ask for each value of the profile."""
    return {key: str(label) for key, label, _ in _asked()}


def _chosen(key: str, value: str) -> str:
    """How a choice reads; any other value as it is."""
    for asked, _, choices in _asked():
        if asked == key and choices:
            return str(dict(choices).get(value, value))
    return value


def _asked() -> Iterator[tuple[str, Any, Any]]:
    for form in (
        forms.HouseForm,
        forms.WeekForm,
        forms.InquiriesForm,
        forms.SigninForm,
        forms.AttachmentsForm,
    ):
        for name, key in form.keys.items():
            asked = form.base_fields[name]
            yield key, asked.label, getattr(asked, "choices", None)
    yield "triage.permanent", "Vaste deelnemers", None
