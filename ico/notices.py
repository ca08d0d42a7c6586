"""Who told a betrokkene, or why that waits, and who decided so (O-5); and whether a
betrokkene comes to the table (O-6)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases import identity
from cases.models import Case, Person, Registration, WithdrawableModel
from house import profile
from ico.meetings import Meeting
from privacy import told as proof
from zvh.guard import announce
from zvh.guard.content import ContentDateField, ContentTextField
from zvh.guard.models import DossierQuerySet, Keep
from zvh.lib.dates import add_months

if TYPE_CHECKING:
    from typing import Self

# Where the profile has it agreed in the meeting, nothing has to be so before it.
BEFORE, IN_ICO = "before", "in_ico"


def come_first() -> bool:
    """Whether a betrokkene is told before the table meets, in this house now."""
    return profile.active().meetings.informing == BEFORE


class NoticeQuerySet(DossierQuerySet):
    def standing(self) -> "Self":
        return self.filter(withdrawn_at=None)

    def about(self, person: Person) -> "Self":
        return self.filter(person=person)


class Notice(WithdrawableModel):
    """What is recorded of telling one betrokkene; what it says now replaces before."""

    Outcome = proof.Outcome
    Way = proof.Way

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="notices", verbose_name="betrokkene"
    )
    # In which meeting it was decided, where it was the first item there.
    meeting = models.ForeignKey(
        Meeting,
        models.DO_NOTHING,
        null=True,
        related_name="notices",
        verbose_name="besloten in overleg",
    )
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome)
    way = models.CharField("hoe", max_length=10, choices=Way, blank=True)
    by_whom = ContentTextField("door wie", blank=True)
    on = ContentDateField("wanneer", null=True, blank=True)
    reason = ContentTextField("zwaarwegende reden", blank=True)
    decided_with = ContentTextField("samen besloten met", blank=True)
    is_joint = models.BooleanField("samen besloten", default=False)
    look_again_on = models.DateField("opnieuw bekijken op", null=True, blank=True)
    letter_sent_on = models.DateField("brief verstuurd op", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"by_whom", "on", "reason", "decided_with"})
        process = frozenset(
            {"person", "meeting", "outcome", "way", "look_again_on", "letter_sent_on"}
            | {"recorded_by", "recorded_at", "withdrawn_at", "is_joint"}
        )

    class Meta:
        verbose_name = "informeren van een betrokkene"
        verbose_name_plural = "informeren van betrokkenen"
        indexes = [
            models.Index(
                "look_again_on",
                name="withheld_until_looked_at_again",
                condition=Q(outcome="withheld", withdrawn_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at=None),
                name="of_a_betrokkene_one_notice_stands",
            ),
            models.CheckConstraint(
                name="what_is_withheld_is_looked_at_again",
                condition=~Q(outcome="withheld") | Q(look_again_on__isnull=False),
            ),
        ]


class Coming(WithdrawableModel):
    """Whether a betrokkene comes to this table: discussed before, and no risk (O-6)."""

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="comings", verbose_name="overleg"
    )
    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="comings", verbose_name="betrokkene"
    )
    comes = models.BooleanField("is erbij")
    is_safe = models.BooleanField("geen veiligheidsrisico")
    safety = ContentTextField("hoe de veiligheid is beoordeeld")
    conditions = ContentTextField("voorwaarden", blank=True)
    discussed_on = models.DateField("besproken op")
    discussed_with = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="besproken met"
    )
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"comes", "is_safe", "safety", "conditions"})
        process = frozenset(
            {"meeting", "person", "discussed_on"}
            | {"discussed_with", "recorded_by", "withdrawn_at"}
        )

    class Meta:
        verbose_name = "betrokkene bij een overleg"
        verbose_name_plural = "betrokkenen bij een overleg"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(withdrawn_at=None),
                name="whether_a_betrokkene_comes_is_said_once",
            ),
            models.CheckConstraint(
                name="no_betrokkene_comes_where_there_is_a_risk",
                condition=Q(comes=False) | Q(is_safe=True),
            ),
        ]


@dataclass(frozen=True)
class Telling:
    """How it stands with telling one betrokkene."""

    person: Person
    notice: Notice | None
    # The sender said in the registration that they know.
    by_sender: bool
    letter_before: date | None

    @property
    def is_settled(self) -> bool:
        """Told, or jointly decided that it waits until a day that is still to come."""
        notice = self.notice
        if notice is None:
            return self.by_sender
        if notice.outcome != Notice.Outcome.WITHHELD:
            return True
        again = notice.look_again_on
        return notice.is_joint and (again is None or timezone.localdate() <= again)

    @property
    def letter_is_late(self) -> bool:
        sent = self.notice.letter_sent_on if self.notice else None
        withheld = self.notice and self.notice.outcome == Notice.Outcome.WITHHELD
        before = self.letter_before
        late = before is not None and timezone.localdate() > before
        return late and not sent and not withheld


def of(case: Case) -> list[Telling]:
    """Each betrokkene, and whether they were told; a page asks it once."""
    return announce.remembered(("told", case.pk), lambda: _of(case))


def _of(case: Case) -> list[Telling]:
    people = identity.betrokkenen(case)
    standing = Notice.objects.standing().filter(case=case)
    notices = {it.person_id: it for it in standing.select_related("recorded_by")}
    sent = case.registrations.order_by("first_processed_at").first()
    by_sender = sent is not None and sent.informed == Registration.Informed.YES
    received = case.registered_at
    before = add_months(timezone.localdate(received), 1) if received else None
    return [Telling(it, notices.get(it.pk), by_sender, before) for it in people]


def is_first_item(meeting: Meeting, told: list[Telling]) -> bool:
    """The table begins with nothing else: whether, and how, they are told (O-5).

    Until then it reads nothing: the database asks the same (`zvh_table_waits`).
    """
    if not is_undecided(meeting, told):
        return False
    return timezone.localdate(meeting.moment[0]) <= timezone.localdate()


def is_undecided(meeting: Meeting, told: list[Telling]) -> bool:
    """Whatever its day: one that is held before it decides on this, too."""
    if not (meeting.informs_first and meeting.is_planned):
        return False
    return not all(it.is_settled for it in told)


def held_up(case: Case) -> Meeting | None:
    """The meeting that cannot begin before this is decided, if there is one."""
    told = of(case)
    ahead = Meeting.objects.planned().filter(case=case).order_by("starts_at")
    return next((it for it in ahead if is_first_item(it, told)), None)


def shown_with(meeting: Meeting) -> dict[str, Any]:
    """What the page of a meeting says of telling them, and of who comes."""
    told = of(meeting.case)
    comings = Coming.objects.standing().filter(meeting=meeting)
    return {
        "told": told,
        "all_told": all(one.is_settled for one in told),
        "informs_before": meeting.informs_first,
        "comings": comings.select_related("person", "discussed_with"),
    }
