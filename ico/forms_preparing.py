"""What a Partij fills in on one topic of the preparation."""

from typing import Any

from django import forms

from cases.forms_fields import line, story
from ico.preparations import PreparedTopic
from zvh.guard.versions import VersionedForm


class TopicForm(VersionedForm):
    text = story("Wat weet u hierover?", rows=3)
    conditions = line(
        "Voorwaarden", help_text="Bijvoorbeeld: niet delen met de betrokkene."
    )
    use = forms.ChoiceField(
        label="Waarvoor mag dit worden gebruikt?",
        choices=PreparedTopic.For.choices,
        widget=forms.RadioSelect,
        initial=PreparedTopic.For.ICO,
    )

    def __init__(
        self, *args: Any, topic: str, row: PreparedTopic | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, prefix=topic, **kwargs)
        if row is not None:
            told = {"text": row.text, "conditions": row.conditions, "use": row.use}
            self.initial = {**self.initial, **told}
