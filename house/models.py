"""What this house changed in its profile, value by value; nothing of it is erased."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from house.term_models import TermChange as TermChange
from zvh.lib.keys import new_id


class ChangeQuerySet(models.QuerySet["Change"]):
    def newest_first(self) -> Self:
        return self.select_related("by", "confirmed_by", "why").order_by("-pk")

    def about(self, *parts: str) -> Self:
        """Of these parts of the profile: 'terms', 'lists.themes', 'words.ico'."""
        asked = Q()
        for part in parts:
            asked |= Q(key=part) | Q(key__startswith=f"{part}.")
        return self.filter(asked)


class Change(models.Model):
    """One value that the house chose itself: the last that counts already, counts.

    Rows are added under one lock, so that their order is that of their commits.
    """

    id = models.BigAutoField(primary_key=True)
    # What a process holds in memory is known by this: it never comes back.
    stamp = models.UUIDField("stempel", default=new_id, unique=True, editable=False)
    key = models.CharField("instelling", max_length=120)
    value = models.JSONField("waarde")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="gewijzigd door",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bevestigd door",
    )
    at = models.DateTimeField("gewijzigd op", default=timezone.now)
    # Empty: it counts at once.
    counts_from = models.DateTimeField("geldt vanaf", null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Privacy:
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"id", "stamp", "key", "value", "by", "confirmed_by", "at", "counts_from"}
        )

    class Meta:
        verbose_name = "wijziging van het profiel"
        verbose_name_plural = "wijzigingen van het profiel"
        constraints = [
            models.CheckConstraint(
                name="a_change_counts_at_once_or_later",
                condition=Q(counts_from=None) | Q(counts_from__gt=F("at")),
            ),
            models.CheckConstraint(
                name="nobody_confirms_their_own_change",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
            ),
        ]
        indexes = [models.Index("key", name="changes_of_a_setting")]

    def __str__(self) -> str:
        return f"Wijziging van {self.key}"

    @property
    def reason(self) -> str:
        """Why, for who may read that and as long as it is kept."""
        why: ChangeReason | None = getattr(self, "why", None)
        return why.text if why else ""


class ChangeReason(models.Model):
    """Why a value was changed, in somebody's own words: not for all, nor for ever.

    What the house says is read by everybody and kept; this is a text about people's
    work, for colleagues who keep the settings and whoever watches over them.
    """

    change = models.OneToOneField(
        Change,
        models.CASCADE,
        primary_key=True,
        related_name="why",
        verbose_name="wijziging",
    )
    text = models.CharField("reden", max_length=500)
    remove_on = models.DateField("te verwijderen op")

    class Privacy:
        personal = frozenset({"text"})
        process = frozenset({"change", "remove_on"})

    class Meta:
        verbose_name = "reden van een wijziging van het profiel"
        verbose_name_plural = "redenen van wijzigingen van het profiel"

    def __str__(self) -> str:
        return f"Reden van wijziging {self.pk}"
