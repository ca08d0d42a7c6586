"""What is filled in about pieces and advices at the table."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cases.forms_fields import choice, line, past_date, story
from cases.models import Contribution
from house.words import said
from ico import fields
from ico.meetings import Meeting
from ico.minutes import Heading, in_order
from ico.needs import PieceReview

QUOTED_IN = (
    *(Heading.PATTERNS, Heading.EFFECTS, Heading.JUDGEMENT, Heading.POSSIBLE),
    *(Heading.WISHED, Heading.NOT_POSSIBLE, Heading.INFORMATION),
)


class QuoteForm(forms.Form):
    """In which piece of the minutes something is quoted."""

    section: forms.ModelChoiceField = forms.ModelChoiceField(  # type: ignore[type-arg]
        label="Haal aan bij",
        queryset=None,
        empty_label="Kies een deel van het verslag",
        error_messages={"required": "Kies waar u dit aanhaalt."},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = meeting.sections.under(*QUOTED_IN)
        field = self.fields["section"]
        field.queryset = found  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            ("", "Kies een deel van het verslag"),
            *((it.pk, it.title) for it in in_order(found)),
        ]


class UseForm(forms.Form):
    """The word of the giver on the new goal, as the bureau heard it."""

    answer = choice(
        "Mag dit voor het nieuwe doel worden gebruikt?",
        [(PieceReview.Answer.YES, "Ja"), (PieceReview.Answer.NO, "Nee")],
        empty="Kies ja of nee.",
    )
    said_by = fields.person(
        said("Wie zei dit namens {partij.definite}?"),
        empty=said("Kies wie dit namens {partij.definite} zei."),
    )

    def __init__(self, *args: Any, piece: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.active().filter(party=piece.given_by)
        fields.among(self.fields["said_by"], own)


class ZsmForm(forms.Form):
    prefix = "zsm"
    text = story(
        "Wat adviseert de tafel aan ZSM?", empty="Schrijf het advies op.", rows=3
    )
    asked_by = line("Wie vroeg erom?")
    advised_on = past_date("Gegeven op", empty="Vul in wanneer het is gegeven.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("advised_on", timezone.localdate())
