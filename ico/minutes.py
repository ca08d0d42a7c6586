"""The minutes: pieces in the BOB order, each written and saved on its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self


class Step(models.TextChoices):
    """The BOB order, in which every meeting goes (Flyer, O-7)."""

    PICTURE = "picture", "Beeldvorming"
    JUDGEMENT = "judgement", "Oordeelsvorming"
    DECISION = "decision", "Besluitvorming"


class Heading(models.TextChoices):
    """The pieces of the minutes, each written and saved on its own."""

    PATTERNS = "patterns", "Patronen van de afgelopen jaren"
    EFFECTS = "effects", "Wat is al ingezet en wat deed het"
    JUDGEMENT = "judgement", "Wat vinden wij hiervan"
    POSSIBLE = "possible", "Welke interventies zijn mogelijk en gewenst"
    QUESTIONS = "questions", "Open vragen"
    INFORMATION = "information", "Wie heeft welke informatie nodig"


STEP_OF = {
    Heading.PATTERNS: Step.PICTURE,
    Heading.EFFECTS: Step.PICTURE,
    Heading.JUDGEMENT: Step.JUDGEMENT,
    Heading.POSSIBLE: Step.JUDGEMENT,
    Heading.QUESTIONS: Step.JUDGEMENT,
    Heading.INFORMATION: Step.DECISION,
}


class SectionQuerySet(DossierQuerySet):
    def of_step(self, step: Step) -> "Self":
        return self.filter(step=step)

    def under(self, *headings: Heading) -> "Self":
        return self.filter(heading__in=headings)


class MinutesSection(DossierModel):
    """One piece of the minutes: text of the table, with a version of its own."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="sections", verbose_name="overleg"
    )
    step = models.CharField("stap", max_length=10, choices=Step)
    heading = models.CharField("kop", max_length=20, choices=Heading)
    text = ContentTextField("verslag", blank=True)

    objects: ClassVar = SectionQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text"})
        process = frozenset({"meeting", "step", "heading"})

    class Meta:
        verbose_name = "deel van het verslag"
        verbose_name_plural = "delen van het verslag"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "heading"],
                name="a_piece_of_the_minutes_is_there_once",
            )
        ]


def blank_sections(meeting: Meeting) -> Iterable[MinutesSection]:
    """The pieces of the minutes, before anything was written."""
    return (
        MinutesSection(
            case_id=meeting.case_id, meeting=meeting, step=step, heading=head
        )
        for head, step in STEP_OF.items()
    )
