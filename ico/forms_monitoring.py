"""What is filled in while a plan is carried out."""

from typing import Any

from django import forms

from accounts.models import Party
from cases.forms_fields import TOO_LONG, choice, line, story
from cases.forms_parts import judged, what_is_taken
from house import profile
from house.words import said, word
from ico import fields
from ico.agreed import Action
from ico.calls import CallToAccount, Escalation
from ico.reporting import SIGNALLED, WILL_NOT
from zvh.guard.versions import VersionedForm

LONGEST_NAME = 200


class ReportForm(VersionedForm):
    """How it stands, in one choice and a few words; a file only where it helps."""

    state = choice(
        "Hoe staat het ermee?",
        [
            (Action.State.OPEN, "Nog mee bezig"),
            (Action.State.DONE, "Gedaan"),
            (WILL_NOT, "Dit gaat niet lukken"),
            (Action.State.FAILED, "Niet gelukt"),
        ],
        empty="Kies hoe het ermee staat.",
        help_text=said(
            "Gaat het niet lukken? Dan hoort {casusregisseur.definite} dat meteen."
        ),
    )
    report = story(
        "Toelichting", help_text="Wat is er gebeurd, of waarom lukt het niet?", rows=3
    )
    effect = choice(
        "Leverde het op wat werd verwacht?",
        Action.Effect.choices,
        help_text="Alleen als het klaar is. U mag dit overslaan.",
    )
    file = forms.FileField(
        label="Bijlage",
        required=False,
        max_length=LONGEST_NAME,
        error_messages={
            "empty": "Dit bestand is leeg. Kies een ander bestand.",
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, *args: Any, row: Action, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial = {**self.initial, "state": row.state, "report": row.report}
        self.fields["file"].help_text = what_is_taken()
        if not row.expected:
            del self.fields["effect"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return judged(file) if file else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("state") in SIGNALLED and not given.get("report"):
            self.add_error("report", "Schrijf op waarom het niet lukt.")
        return given


class NotKeptForm(forms.Form):
    """What the casusregisseur saw, and what was tried already."""

    why = story(
        "Wat gebeurt er niet, en wat hebt u al geprobeerd?",
        empty="Schrijf op wat er niet gebeurt.",
        rows=3,
    )


class CallForm(forms.Form):
    """Aanspreken: how, what, and until when an answer is awaited."""

    way = choice(
        "Hoe spreekt u aan?", CallToAccount.Way.choices, empty="Kies hoe u aanspreekt."
    )
    text = story(
        "Wat zegt of vraagt u?", empty="Schrijf op wat u zegt of vraagt.", rows=3
    )
    answer_before = fields.coming_date(
        "Antwoord uiterlijk op", empty="Vul in wanneer u antwoord wilt."
    )


class AnswerForm(forms.Form):
    answer = story("Antwoord", empty="Schrijf het antwoord op.", rows=3)


class EffectForm(forms.Form):
    effect = choice(
        "Leverde het op wat werd verwacht?",
        Action.Effect.choices,
        empty="Kies een antwoord.",
    )


class EscalationForm(forms.Form):
    """The question, to whom, and until when."""

    reason = choice("Waarom schaalt u op?", [], empty="Kies de reden.")
    question = story("Wat is de vraag?", empty="Schrijf de vraag op.", rows=4)
    level = choice("Aan wie?", Escalation.Level.choices, empty="Kies aan wie.")
    party = fields.bound_party(
        said("Van welke {partij}?"), empty=said("Kies {partij.definite}.")
    )
    person = line("Naam of functie", help_text="Bijvoorbeeld: teammanager wonen.")
    answer_before = fields.coming_date(
        "Antwoord uiterlijk op", empty="Vul in wanneer u antwoord wilt."
    )

    def __init__(self, *args: Any, party: Party | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = profile.active().choices("escalation_reasons")
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        fields.only_bound(self.fields["party"])
        self.initial.setdefault("party", party)


class SettleForm(forms.Form):
    outcome = story(
        "Wat is hiermee gedaan?", empty="Schrijf op wat hiermee is gedaan.", rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].help_text = (
            f"Bijvoorbeeld: een nieuwe datum afgesproken, een andere"
            f" {word('afspraak')} gemaakt, of een overleg gepland."
        )
