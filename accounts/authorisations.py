"""Who may be what, on whose word, and until when (P-6)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.parties import Party
from house.words import word
from zvh.lib.keys import new_id

if TYPE_CHECKING:
    from accounts.people import User


class Role(models.TextChoices):
    MANAGER = "manager", "Manager"
    PROCESCOORDINATOR = "procescoordinator", "Procescoördinator"
    PROCESONDERSTEUNER = "procesondersteuner", "Procesondersteuner"
    KETENPARTNER = "ketenpartner", "Ketenpartner"
    FG = "fg", "Functionaris gegevensbescherming"
    BESTUURDER = "bestuurder", "Bestuurder"

    @classmethod
    def bureau(cls) -> frozenset[str]:
        """The roles that work in the cases themselves (bijlage 4)."""
        return frozenset({cls.MANAGER, cls.PROCESCOORDINATOR, cls.PROCESONDERSTEUNER})

    @classmethod
    def privileged(cls) -> frozenset[str]:
        """The roles that nobody gets on the word of one person (P-6)."""
        return cls.bureau() | {cls.FG}


class Function(models.TextChoices):
    VERWERKING = "verwerking", "Verwerking"
    RECHTMATIGHEID = "rechtmatigheid", "Toezicht op rechtmatigheid"
    BEHEER = "beheer", "Beheer"


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    def visible_to(self, user: "User") -> Self:
        """The bureau and the FG see who may what, others their own roles."""
        return self if user.is_bureau or user.is_fg else self.filter(user=user)

    def in_full(self) -> Self:
        """With everybody an administrator wants to see beside it."""
        people = self.select_related("user__party", "designated_by", "granted_by")
        return people.order_by("-granted_at")

    def by_name(self) -> Self:
        return self.order_by("user__name", "role")

    def active(self, on: date) -> Self:
        standing = self.filter(withdrawn_at=None, confirmed_at__isnull=False)
        return standing.filter(since__lte=on, until__gte=on)

    def of(self, user: "User") -> Self:
        return self.filter(user=user)

    def pending(self) -> Self:
        return self.filter(withdrawn_at=None, confirmed_at=None)

    def for_a_second(self, user: "User") -> Self:
        """Nobody confirms what they gave, or what they got."""
        return self.exclude(granted_by=user).exclude(user=user)

    def expired(self, on: date) -> Self:
        """Past their end date, and nobody has closed them yet."""
        return self.filter(withdrawn_at=None, until__lt=on)

    def winding_down(self) -> Self:
        """Of who has no part in any case any more (P-7)."""
        return self.filter(withdrawn_at=None, uninvolved_since__isnull=False)

    def not_withdrawn(self) -> Self:
        return self.filter(withdrawn_at=None)


class Authorisation(models.Model):
    """A role given to somebody, by whom, on behalf of which Partij, and until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="authorisations",
        verbose_name="gebruiker",
    )
    role = models.CharField("rol", max_length=30, choices=Role)
    function = models.CharField("functie", max_length=20, choices=Function)
    designated_by = models.ForeignKey(
        Party,
        models.PROTECT,
        related_name="designations",
        verbose_name="aangewezen door",
    )
    reason = models.CharField("reden", max_length=300)
    since = models.DateField("vanaf", default=timezone.localdate)
    until = models.DateField("tot en met")
    granted_at = models.DateTimeField("toegekend op", default=timezone.now)
    granted_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="toegekend door",
    )
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bevestigd door",
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ingetrokken door",
    )
    withdrawn_reason = models.CharField("reden intrekking", max_length=300, blank=True)
    # The last part in a case ended: until then it lasted, unless somebody says why not.
    uninvolved_since = models.DateField("niet meer betrokken sinds", null=True)
    until_before = models.DateField("liep eerst tot en met", null=True)
    kept_because = models.CharField("reden om te houden", max_length=300, blank=True)

    objects = AuthorisationQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"reason", "withdrawn_reason", "kept_because"})
        process = frozenset(
            {
                "id",
                "user",
                "role",
                "function",
                "designated_by",
                "since",
                "until",
                "granted_at",
                "granted_by",
                "confirmed_at",
                "confirmed_by",
                "withdrawn_at",
                "withdrawn_by",
                "uninvolved_since",
                "until_before",
            }
        )

    class Meta:
        verbose_name = "autorisatie"
        verbose_name_plural = "autorisaties"
        constraints = [
            models.CheckConstraint(
                name="nobody_grants_to_themselves",
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
            ),
            models.CheckConstraint(
                name="nobody_confirms_their_own_authorisation",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("user")),
            ),
            models.CheckConstraint(
                name="a_second_person_is_somebody_else",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("granted_by")),
            ),
            models.CheckConstraint(
                name="privileged_roles_wait_for_a_second_person",
                condition=~Q(role__in=sorted(Role.privileged()))
                | Q(granted_by=None)
                | Q(confirmed_at=None)
                | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_confirmation_has_a_moment",
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_authorisation_ends_after_it_starts",
                condition=Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="a_withdrawal_says_when_and_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.UniqueConstraint(
                "user",
                "role",
                condition=Q(withdrawn_at=None),
                name="a_role_is_held_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Autorisatie {str(self.pk)[:8]}"

    @property
    def role_name(self) -> str:
        """The role as this house calls it."""
        return word(self.role, "capital")

    @property
    def is_pending(self) -> bool:
        return self.withdrawn_at is None and self.confirmed_at is None

    def is_active(self, on: date) -> bool:
        standing = self.withdrawn_at is None and self.confirmed_at is not None
        return standing and self.since <= on <= self.until
