"""A retention term that becomes shorter or longer, and how far that is."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from zvh.lib.keys import new_id


class TermChangeQuerySet(models.QuerySet["TermChange"]):
    def visible_to(self, user: Any) -> Self:
        """The bureau and whoever watches over it see what becomes of a term."""
        return self if user.is_bureau or user.is_fg else self.none()

    def underway(self) -> Self:
        """Proposed or confirmed, and nothing has changed yet."""
        ahead = Q(counts_from=None) | Q(counts_from__gt=timezone.now())
        return self.filter(ahead, withdrawn_at=None)

    def untold(self) -> Self:
        """The privacy officer has not heard how it stands."""
        return self.filter(told_at=None)

    def newest_first(self) -> Self:
        people = self.select_related("by", "confirmed_by", "withdrawn_by")
        return people.order_by("-at", "-pk")


class TermChange(models.Model):
    """One retention term: a longer one counts at once, a shorter one is guarded (T-2).

    One proposes it, another confirms, and it waits; until it counts it can be
    withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    term = models.CharField("termijn", max_length=40)
    before = models.PositiveSmallIntegerField("was")
    after = models.PositiveSmallIntegerField("wordt")
    reason = models.CharField("reden", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="voorgesteld door",
    )
    at = models.DateTimeField("voorgesteld op", default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bevestigd door",
    )
    confirmed_at = models.DateTimeField("bevestigd op", null=True)
    counts_from = models.DateTimeField("geldt vanaf", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="ingetrokken door",
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True)
    told_at = models.DateTimeField("toezichthouder bericht op", null=True)

    objects = TermChangeQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"reason"})
        process = frozenset(
            {"id", "term", "before", "after", "by", "at", "confirmed_by"}
            | {"confirmed_at", "counts_from", "withdrawn_by", "withdrawn_at"}
            | {"told_at"}
        )

    class Meta:
        verbose_name = "wijziging van een bewaartermijn"
        verbose_name_plural = "wijzigingen van bewaartermijnen"
        constraints = [
            models.CheckConstraint(
                name="nobody_confirms_their_own_term",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
            ),
            models.CheckConstraint(
                name="a_shorter_term_counts_after_a_second_person",
                condition=Q(counts_from=None)
                | Q(after__gt=F("before"))
                | Q(confirmed_by__isnull=False, counts_from__gt=F("confirmed_at")),
            ),
            models.CheckConstraint(
                name="a_withdrawn_term_says_when_and_by_whom",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Termijn {self.term}"

    @property
    def shortens(self) -> bool:
        return self.after < self.before

    @property
    def is_underway(self) -> bool:
        return self.withdrawn_at is None and not self.counts(timezone.now())

    @property
    def waits_for_somebody(self) -> bool:
        """A second person has not confirmed it."""
        return self.is_underway and self.confirmed_at is None

    def counts(self, moment: datetime) -> bool:
        from_then = self.counts_from
        return self.withdrawn_at is None and bool(from_then and from_then <= moment)
