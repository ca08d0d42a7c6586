"""Whom to ask, and what a Partij answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party
from cases.forms_fields import choice, line, story
from cases.models import Case, Category, Contribution
from house import profile
from house.words import said, word
from triage.answering import Given, Told
from triage.models import Inquiry
from zvh.guard.versions import VersionedForm

ANSWERS = [
    (Inquiry.Answer.KNOWN, "Ja, bekend bij ons"),
    (Inquiry.Answer.UNKNOWN, "Nee, niet bekend bij ons"),
    (
        Inquiry.Answer.WITHHELD,
        "Wij delen niets, om zwaarwegende redenen",
    ),
    (Inquiry.Answer.UNLAWFUL, "Wij mogen dit niet delen"),
]
FREE = "free"


class AskForm(forms.Form):
    """Which Partijen are asked; one action sends all of it."""

    parties = forms.ModelMultipleChoiceField(
        label=said("{partij.capital_plural}"),
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": said("Kies ten minste één {partij}."),
            "invalid_choice": said("Kies een {partij} uit de lijst."),
        },
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = case.inquirys.open().values("party")
        can_be = reachable().exclude(pk__in=asked)
        self.fields["parties"].queryset = can_be  # type: ignore[attr-defined]
        involved = case.involvedpartys.exclude(party=None).values("party")
        self.initial["parties"] = list(can_be.filter(pk__in=involved))


class AnswerForm(VersionedForm):
    """Four answers; only 'known' asks for more (I-2)."""

    answer = choice("Uw antwoord", ANSWERS, empty="Kies een antwoord.")
    conditions = line(
        "Voorwaarden",
        help_text=said("Bijvoorbeeld: niet delen met {betrokkene.definite}."),
    )
    secrecy_ground = forms.ChoiceField(
        label="Hebt u een beroepsgeheim? Kies dan waarom u dit mag delen",
        required=False,
    )
    for_triage = forms.BooleanField(required=False)
    whose = "mijn antwoord"

    def __init__(
        self,
        *args: Any,
        inquiry: Inquiry,
        told: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`told` is what the Partij said before, to the questions by their keys."""
        super().__init__(*args, row=inquiry, **kwargs)
        self.inquiry = inquiry
        grounds = profile.active().choices("secrecy_grounds")
        ground = self.fields["secrecy_ground"]
        ground.choices = [("", "Geen beroepsgeheim"), *grounds]  # type: ignore[attr-defined]
        for question in inquiry.questions:
            self.fields[f"question-{question.key}"] = story(question.label, rows=3)
        self.fields[FREE] = story("Wat is verder van belang?", rows=3)
        self.fields["category"] = forms.ChoiceField(
            label="Wat voor gegevens zijn dat?",
            required=False,
            help_text="Kies dit als u bij de vorige vraag iets invult.",
            choices=[("", "Kies een soort"), *Category.choices],
        )
        more = (FREE, "category", "conditions", "secrecy_ground", "for_triage")
        self.order_fields(["answer", *self._questions, *more])
        self.fields[
            "for_triage"
        ].label = (
            f"De deelnemers van {word('weging', 'definite')} mogen {self.whose} lezen"
        )
        self.initial.update(
            answer=inquiry.answer,
            secrecy_ground=inquiry.secrecy_ground,
            for_triage=inquiry.is_for_triage,
            **{f"question-{key}": text for key, text in (told or {}).items()},
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_known = given.get("answer") == Inquiry.Answer.KNOWN
        if is_known and given.get(FREE) and not given.get("category"):
            self.add_error("category", "Kies om wat voor gegevens het gaat.")
        return given

    @property
    def given(self) -> Given:
        """The answer, with a piece for each question that was answered."""
        data = self.cleaned_data
        if data["answer"] != Inquiry.Answer.KNOWN:
            return Given(answer=data["answer"], for_triage=data["for_triage"])
        told = [
            Told(text=data[f"question-{it.key}"], category=it.category, topic=it.key)
            for it in self.inquiry.questions
            if data.get(f"question-{it.key}")
        ]
        if data[FREE]:
            told.append(Told(text=data[FREE], category=data["category"]))
        return Given(
            answer=data["answer"],
            told=tuple(told),
            secrecy_ground=data["secrecy_ground"],
            conditions=data["conditions"],
            for_triage=data["for_triage"],
        )

    @property
    def _questions(self) -> list[str]:
        return [f"question-{question.key}" for question in self.inquiry.questions]


class RecordedAnswerForm(AnswerForm):
    """What somebody of the Partij told by telephone, typed by the bureau (I-6)."""

    spoken_by = line(
        "Wie gaf dit antwoord, en hoe?",
        empty=said("Schrijf wie dit voor {partij.definite} vertelde."),
        help_text="Bijvoorbeeld: de wijkagent, per telefoon.",
    )
    whose = "het antwoord"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = word("partij", "definite")
        self.fields["answer"].label = f"Kent {asked} {self.inquiry.about}?"
        ground = self.fields["secrecy_ground"]
        ground.label = "Is er een beroepsgeheim? Kies dan waarom dit gedeeld mag worden"
        self.order_fields(["spoken_by", "answer"])


class MoreForm(forms.Form):
    """Something more about whom the own Partij knows."""

    prefix = "meer"
    text = story("Wat wilt u nog vertellen?", empty="Schrijf wat u wilt vertellen.")
    category = forms.ChoiceField(
        label="Soort gegevens",
        choices=[("", "Kies een soort"), *Category.choices],
        error_messages={"required": "Kies om wat voor gegevens het gaat."},
    )

    @property
    def told(self) -> Told:
        return Told(**self.cleaned_data)


class ContestForm(forms.Form):
    """What is not as the bureau wrote it down."""

    text = story(
        "Wat klopt er niet?",
        empty="Schrijf wat er niet klopt.",
        help_text="Alleen het bureau leest dit. Zolang het niet is hersteld, ziet"
        " niemand anders wat wij voor u opschreven.",
    )


class CorrectForm(VersionedForm):
    text = story("Wat u vertelde", empty="Schrijf wat u vertelde, of trek het in.")

    def __init__(self, *args: Any, row: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["text"] = row.text


def reachable() -> Any:
    """Bound Partijen with somebody to ask, apart from the house itself."""
    bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
    return bound.filter(contacts__isnull=False).distinct().order_by("name")
