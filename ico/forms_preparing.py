"""What a Partij fills in on one topic of the preparation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from cases.forms_fields import line, story
from house.words import said
from ico.invitations import Invitation
from ico.preparations import PreparedTopic, topics
from zvh.guard.versions import VersionedForm


class TopicForm(VersionedForm):
    text = story("Wat weet u hierover?", rows=3)
    conditions = line(
        "Voorwaarden",
        help_text=said("Bijvoorbeeld: niet delen met {betrokkene.definite}."),
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
        # There are seven on a page: each says which one it is, also when read aloud.
        about = dict(topics()).get(topic, topic)
        self.fields["text"].label = f"Wat weet u over: {about.lower()}?"
        if row is not None:
            told = {"text": row.text, "conditions": row.conditions, "use": row.use}
            self.initial = {**self.initial, **told}


def forms_of(
    invitation: Invitation, put_back: Mapping[str, QueryDict]
) -> list[dict[str, Any]]:
    """Each topic of the house with its form, as far as it was filled in."""
    rows = {row.topic: row for row in PreparedTopic.objects.of(invitation)}
    return [
        {
            "topic": key,
            "label": label,
            "form": TopicForm(put_back.get(key), topic=key, row=rows.get(key)),
            "is_begun": key in put_back or (key in rows and bool(rows[key].text)),
        }
        for key, label in topics()
    ]
