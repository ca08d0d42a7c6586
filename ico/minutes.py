"""The minutes: pieces in the BOB order, each written and saved on its own."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models

from accounts.models import User
from cases import grants
from house import profile
from house.words import spoken
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

    DOMAIN = "domain", "Leefgebied"
    THEME = "theme", "Thema"
    PATTERNS = "patterns", "Patronen van de afgelopen jaren"
    EFFECTS = "effects", "Wat is al ingezet en wat deed het"
    JUDGEMENT = "judgement", "Wat vinden wij hiervan"
    POSSIBLE = "possible", "Welke interventies zijn mogelijk"
    WISHED = "wished", "Welke interventies zijn gewenst"
    NOT_POSSIBLE = "not_possible", "Wat kan niet, en waarom"
    QUESTIONS = "questions", "Open vragen"
    INFORMING = "informing", "Wie informeert de betrokkene, en wanneer"
    INFORMATION = "information", "Wie heeft welke informatie nodig"


STEP_OF = {
    Heading.DOMAIN: Step.PICTURE,
    Heading.THEME: Step.PICTURE,
    Heading.PATTERNS: Step.PICTURE,
    Heading.EFFECTS: Step.PICTURE,
    Heading.JUDGEMENT: Step.JUDGEMENT,
    Heading.POSSIBLE: Step.JUDGEMENT,
    Heading.WISHED: Step.JUDGEMENT,
    Heading.NOT_POSSIBLE: Step.JUDGEMENT,
    Heading.QUESTIONS: Step.JUDGEMENT,
    Heading.INFORMING: Step.DECISION,
    Heading.INFORMATION: Step.DECISION,
}
LIST_OF = {Heading.DOMAIN: "leefgebieden", Heading.THEME: "themes"}


class SectionQuerySet(DossierQuerySet):
    def opened_by(self, user: User, pk: UUID) -> "MinutesSection | None":
        """One piece, read along with what each keystroke asks of its meeting."""
        along = self.annotate(**grants.along(user, case="case_id"))
        along = along.select_related("case", "meeting", "written_by")
        found: MinutesSection | None = along.filter(pk=pk).first()
        if found is not None:
            grants.learn(user, found.case_id, found)
            found.meeting.case = found.case
        return found

    def under(self, *headings: Heading) -> "Self":
        return self.filter(heading__in=headings)

    def general(self) -> "Self":
        """Those that are not about one leefgebied or theme."""
        return self.filter(topic="")


class MinutesSection(DossierModel):
    """One piece of the minutes: text of the table, with a version of its own."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="sections", verbose_name="overleg"
    )
    step = models.CharField("stap", max_length=10, choices=Step)
    heading = models.CharField("kop", max_length=20, choices=Heading)
    topic = models.CharField("leefgebied of thema", max_length=40, blank=True)
    text = ContentTextField("verslag", blank=True)
    written_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="laatst geschreven door",
    )
    written_at = models.DateTimeField("laatst geschreven op", null=True)
    # Whose keys these were: a page that never heard its answer is no other writer.
    written_from = models.UUIDField("vanaf welke pagina (sleutel)", null=True)
    written_nth = models.PositiveIntegerField("hoeveelste van die pagina", default=0)
    kept_at = models.DateTimeField("laatste versie bewaard op", null=True)

    objects: ClassVar = SectionQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text"})
        process = frozenset(
            {"meeting", "step", "heading", "topic", "written_by", "written_at"}
            | {"written_from", "written_nth", "kept_at"}
        )

    class Meta:
        verbose_name = "deel van het verslag"
        verbose_name_plural = "delen van het verslag"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "heading", "topic"],
                name="a_piece_of_the_minutes_is_there_once",
            )
        ]

    @property
    def name(self) -> str:
        """How it is called in a page and its forms."""
        return f"{self.heading}-{self.topic}" if self.topic else str(self.heading)

    @property
    def title(self) -> str:
        """Its heading, or the leefgebied or theme that it is about."""
        kind = LIST_OF.get(Heading(self.heading))
        if kind and self.topic:
            return profile.active().label(kind, self.topic)
        return spoken(self.get_heading_display())


def blank_sections(meeting: Meeting) -> Iterable[MinutesSection]:
    """The pieces of the minutes, before anything was written."""
    return (
        MinutesSection(
            case_id=meeting.case_id,
            meeting=meeting,
            step=step,
            heading=head,
            topic=topic,
        )
        for head, step in STEP_OF.items()
        for topic in _topics(head, meeting)
    )


def in_order(sections: Iterable[MinutesSection]) -> list[MinutesSection]:
    """As the table goes through them, the leefgebieden in the order of the house."""
    heads, domains = list(Heading), [*_domains()]

    def place(section: MinutesSection) -> tuple[int, int, str]:
        known = section.topic in domains
        nth = domains.index(section.topic) if known else len(domains)
        return heads.index(Heading(section.heading)), nth, section.topic

    return sorted(sections, key=place)


def _topics(heading: Heading, meeting: Meeting) -> Iterator[str]:
    if heading == Heading.DOMAIN:
        yield from _domains()
    elif heading == Heading.THEME:
        yield from meeting.themes
    else:
        yield ""


def _domains() -> list[str]:
    return [key for key, _ in profile.active().choices("leefgebieden")]
