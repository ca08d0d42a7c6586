"""Akkoord per piece, in one list."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from cases.forms_fields import line, story
from cases.models import Contribution
from house.words import said
from privacy import asking
from privacy.approvals import Approval, Purpose
from zvh.lib import dates

YES_NO = [("yes", "Ja, akkoord"), ("no", "Nee, geen akkoord")]
HANDOVER = [
    ("yes", "Ja, dit mag mee"),
    ("contact", said("Nee, de andere tafel vraagt het zelf aan {betrokkene.definite}")),
    ("sensitive", "Nee, dit is te gevoelig"),
]
Pairs = Iterable[tuple[Approval, Contribution]]
# Its number in the list that was asked, and what was answered.
Given = tuple[int, Approval]


class AnswersForm(forms.Form):
    """A question for each piece; what is left open is asked again later."""

    def __init__(self, *args: Any, pairs: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = [pair for pair in pairs if pair[0].ended_at is None]
        # What is left open is answered later: none of it is a choice to skip.
        self.conditional = {str(approval.pk) for approval, _ in self.pairs}
        for number, (approval, _) in enumerate(self.pairs, 1):
            is_handover = approval.purpose == Purpose.HANDOVER
            self.fields[str(approval.pk)] = forms.ChoiceField(
                label=f"Mag onderdeel {number} naar {approval.to}?",
                required=False,
                choices=HANDOVER if is_handover else YES_NO,
                widget=forms.RadioSelect,
                initial=approval.answer if not approval.contested_at else "",
                error_messages={"invalid_choice": "Kies ja of nee."},
            )

    @property
    def mark(self) -> str:
        """Of what the page shows: a yes is for that, and for no other text."""
        return asking.mark_of(piece for _, piece in self.pairs)

    def clean(self) -> dict[str, Any]:
        if self.data.get("seen", self.mark) != self.mark:
            raise forms.ValidationError(
                "Een onderdeel is intussen gewijzigd. Lees alles opnieuw, en sla uw"
                " antwoord dan op."
            )
        return super().clean() or {}

    @property
    def rows(self) -> list[tuple[Any, Approval, Contribution]]:
        return [
            (self[str(approval.pk)], approval, piece) for approval, piece in self.pairs
        ]

    @property
    def answers(self) -> dict[UUID, str]:
        return {
            approval.pk: self.cleaned_data[str(approval.pk)]
            for approval, _ in self.pairs
            if self.cleaned_data.get(str(approval.pk))
        }


class ToldForm(AnswersForm):
    """What somebody told by telephone, typed by the bureau (I-6)."""

    spoken_by = line(
        "Wie gaf dit antwoord, en hoe?",
        empty=said("Schrijf wie dit voor {partij.definite} vertelde."),
        help_text="Bijvoorbeeld: de teamleider, per telefoon.",
    )


class TakeBackForm(forms.Form):
    """Which akkoorden end, of a case of which nothing else is shown."""

    which = forms.MultipleChoiceField(
        label="Welk akkoord trekt u in?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies welk akkoord u intrekt."},
    )

    def __init__(self, *args: Any, given: Iterable[Given], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), _known_by(number, one))
            for number, one in given
            if one.answer == Approval.Answer.YES and one.ended_at is None
        ]


class ContestForm(forms.Form):
    text = story("Wat klopt er niet?", empty="Schrijf wat er niet klopt.", rows=3)


class OwnTaskForm(forms.Form):
    """For which task, and on which ground; the giver reads it and decides (V-13)."""

    task = story(
        "Waarvoor wilt u dit gebruiken?",
        empty="Schrijf voor welke taak u dit nodig hebt.",
        rows=3,
    )
    ground = line(
        "Op grond waarvan mag u dit gebruiken?",
        empty="Schrijf de grondslag op.",
        help_text="Bijvoorbeeld: Jeugdwet artikel 7.3.8.",
    )

    @property
    def reason(self) -> str:
        return f"{self.cleaned_data['task']}\n{self.cleaned_data['ground']}"


def _known_by(number: int, given: Approval) -> str:
    """Without its text: by its number, its receiver, its goal and the day."""
    day = dates.short(timezone.localdate(given.answered_at))
    return (
        f"Onderdeel {number}, voor {given.to}. Voor {given.get_purpose_display()}."
        f" Akkoord van {day}."
    )
