"""The case itself: a number, a phase, its moments and its terms; never any content."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from accounts.models import Party, User
from cases import along, grants, keys
from cases.indexes import INDEXES
from cases.lifecycle import SHIELDED, Phase, check_move
from zvh.guard.models import Keep, VersionedModel

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from cases.registration import Registration


class Subject(models.TextChoices):
    """What the case is about."""

    PERSON = "person", "een persoon"
    FAMILY = "family", "een gezin"
    AREA = "area", "een gebied"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Only cases this person or a group of theirs was let into; nobody is special.

        The bureau sees nearly everything, so its lists walk the order and look each
        grant up; for others their few grants come first. Never both in one.
        """
        own = grants.user_grants(user)
        if not (user.is_bureau and user.group_ids):
            return self.filter(pk__in=own.values("content_object"))
        shared = grants.group_grants(user)
        return self.filter(Q(grants.on_case(shared)) | Q(grants.on_case(own)))

    def opened_by(self, user: User, pk: "UUID") -> "Case | None":
        """One case, read along with what each of its pages asks of it."""
        people = self.select_related("coordinator", "casusregisseur", "registered_by")
        found = people.with_moves().with_access(user).read_along()
        case = found.filter(pk=pk).first()
        if case is None:
            return None
        grants.learn(user, pk, case)
        told = case.__dict__
        case.moves = [*zip(told.pop("moved_to"), told.pop("moved_at"), strict=True)]
        return case

    def locked(self, pk: "UUID") -> "Case":
        """The case as it is now, and nobody else changes it until we are done."""
        return self.select_for_update().get(pk=pk)

    def granted(self, user: User, *access: grants.Access) -> Self:
        """The cases on which this person was given one of these, in person."""
        own = grants.user_grants(user).filter(permission__codename__in=access)
        return self.filter(pk__in=own.values("content_object"))

    def sent(self) -> Self:
        return self.filter(registered_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(registered_at=None)

    def untouched(self) -> Self:
        """Drafts in which nothing was ever saved."""
        return self.drafts().filter(version=1)

    def open(self) -> Self:
        """Not shielded: what belongs in lists, search and work lists."""
        return self.exclude(phase__in=SHIELDED)

    def shielded(self) -> Self:
        return self.filter(phase__in=SHIELDED)

    def in_phase(self, *phases: Phase) -> Self:
        return self.filter(phase__in=phases)

    def led_by(self, user: User) -> Self:
        """Those that this person leads, and those that nobody leads."""
        return self.filter(pk__in=keys.to_lead(user))

    def newest_first(self) -> Self:
        return self.order_by("-last_activity_at", "-pk")

    def older_than(self, at: "datetime", key: "UUID") -> Self:
        """What comes after this place in the order."""
        here = Q(last_activity_at__lt=at) | Q(last_activity_at=at, pk__lt=key)
        return self.filter(here, last_activity_at__lte=at)

    def newer_than(self, at: "datetime", key: "UUID") -> Self:
        """What comes before this place in the order."""
        here = Q(last_activity_at__gt=at) | Q(last_activity_at=at, pk__gt=key)
        return self.filter(here, last_activity_at__gte=at)

    def past(self, keep: Keep, today: "date") -> Self:
        """Cases whose term for this class of rows has come, and that nothing holds."""
        return self.filter(**{f"{keep}_until__lte": today}).not_held(today)

    def with_moves(self) -> Self:
        change = apps.get_model("cases", "PhaseChange").objects
        moves = change.filter(case=OuterRef("pk")).order_by("at")
        return self.annotate(
            moved_to=ArraySubquery(moves.values("after")),
            moved_at=ArraySubquery(moves.values("at")),
        )

    def with_access(self, user: User) -> Self:
        return self.annotate(**grants.along(user, case="pk"))

    def read_along(self) -> Self:
        """What rooms above know of a case that is opened, in the same query."""
        return self.annotate(**along.questions())

    def not_held(self, today: "date") -> Self:
        return self.filter(Q(held_until=None) | Q(held_until__lt=today))


class Case(VersionedModel):
    """A situation that no single organisation can resolve alone."""

    # Empty until sent: two drafts may both have no number.
    number = models.CharField(  # noqa: DJ001
        "nummer", max_length=20, unique=True, null=True
    )
    subject = models.CharField("gaat over", max_length=10, choices=Subject)
    phase = models.CharField(
        "fase", max_length=20, choices=Phase, default=Phase.REGISTRATION
    )
    phase_since = models.DateTimeField("in deze fase sinds", default=timezone.now)
    created_at = models.DateTimeField("begonnen op", default=timezone.now)
    last_activity_at = models.DateTimeField("laatst iets gebeurd", default=timezone.now)
    registered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="aangemeld door"
    )
    registered_for = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="aangemeld namens"
    )
    registered_at = models.DateTimeField("aangemeld op", null=True)
    coordinator = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="procescoördinator",
    )
    casusregisseur = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="casusregisseur"
    )
    is_restricted = models.BooleanField("besloten", default=False)
    scaled_down_on = models.DateField("afgeschaald op", null=True)
    cleaned_on = models.DateField("geschoond op", null=True)
    work_until = models.DateField("werkgegevens tot", null=True)
    plan_until = models.DateField("plan tot", null=True)
    shell_until = models.DateField("schil tot", null=True)
    advice_until = models.DateField("helemaal weg op", null=True)
    held_until = models.DateField("vastgehouden tot en met", null=True)

    objects = CaseQuerySet.as_manager()

    class Privacy:
        keep = Keep.SHELL
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"id", "version", "number", "subject", "phase", "phase_since"}
            | {"created_at", "last_activity_at", "registered_by", "registered_for"}
            | {"registered_at", "coordinator", "casusregisseur", "is_restricted"}
            | {"scaled_down_on", "cleaned_on", "work_until", "plan_until"}
            | {"shell_until", "advice_until", "held_until"}
        )

    class Meta:
        verbose_name = "casus"
        verbose_name_plural = "casussen"
        permissions = tuple(grants.Access.choices)
        default_permissions = ()
        indexes = INDEXES
        constraints = [
            models.CheckConstraint(
                name="cases_are_numbered_when_sent",
                condition=Q(number=None, registered_at=None)
                | Q(number__isnull=False, registered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_registrations_are_unsent",
                condition=Q(phase=Phase.REGISTRATION) | Q(registered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="scaled_down_cases_have_terms",
                condition=~Q(phase__in=[Phase.AFSCHALING, Phase.CLOSED])
                | Q(
                    scaled_down_on__isnull=False,
                    work_until__isnull=False,
                    plan_until__isnull=False,
                    shell_until__isnull=False,
                    advice_until__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="terms_come_together_or_not_at_all",
                condition=Q(
                    work_until=None,
                    plan_until=None,
                    shell_until=None,
                    advice_until=None,
                )
                | Q(
                    work_until__isnull=False,
                    plan_until__gte=models.F("work_until"),
                    shell_until__gte=models.F("plan_until"),
                    advice_until__gte=models.F("shell_until"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Casus {self.number or 'in concept'}"

    @property
    def is_shielded(self) -> bool:
        return Phase(self.phase) in SHIELDED

    @cached_property
    def moves(self) -> "list[tuple[str, datetime]]":
        """To which phase it came, and when, in order; read along when it is opened."""
        changes = self.phasechanges.order_by("at")
        return list(changes.values_list("after", "at"))

    @cached_property
    def registration(self) -> "Registration | None":
        """What was told when it was registered, as long as that is kept."""
        told = self.registrations.select_related("given_by")
        found: Registration | None = told.first()
        return found

    @property
    def worked_for_id(self) -> "UUID":
        """The key of the Partij for which the procescoördinator works now (P-13)."""
        if self.casusregisseur is not None:
            return self.casusregisseur.party_id
        return self.registered_for_id

    def is_work_of(self, user: User) -> bool:
        """Whether they lead it, or nobody does yet: then it is everybody's."""
        return self.coordinator_id in (None, user.pk)

    def has_been(self, *phases: Phase) -> bool:
        """Whether it is in one of these phases, or ever was."""
        return bool({self.phase, *(phase for phase, _ in self.moves)} & {*phases})

    @property
    def is_draft(self) -> bool:
        return self.registered_at is None

    def move_to(self, phase: Phase) -> None:
        check_move(Phase(self.phase), phase)
        self.phase = phase
        self.phase_since = self.last_activity_at = timezone.now()

    def set_terms(
        self, *, work: "date", plan: "date", shell: "date", advice: "date | None" = None
    ) -> None:
        """When each class of rows goes; the row of the case itself goes last."""
        self.work_until, self.plan_until, self.shell_until = work, plan, shell
        self.advice_until = advice or shell

    def until(self, keep: Keep) -> "date | None":
        """The day on which rows of this class go; nothing while the case runs."""
        day: date | None = getattr(self, f"{keep}_until")
        return day

    def clear_terms(self) -> None:
        self.work_until = self.plan_until = None
        self.shell_until = self.advice_until = None
