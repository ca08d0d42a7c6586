"""Whom the house discloses to that is no Partij: third parties and other tables."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from zvh.lib.keys import new_id

if TYPE_CHECKING:
    from typing import Self


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, user: User) -> "Self":
        return self if user.is_bureau or user.is_fg else self.none()

    def of(self, kind: "Recipient.Kind") -> "Self":
        return self.filter(kind=kind).order_by("name")


class Recipient(models.Model):
    """An organisation outside the covenant, by its name; never a person."""

    class Kind(models.TextChoices):
        THIRD = "third", "derde"
        TABLE = "table", "andere overlegtafel"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("naam van de organisatie", max_length=120)
    kind = models.CharField("soort", max_length=10, choices=Kind)

    objects = RecipientQuerySet.as_manager()

    class Privacy:
        personal: frozenset[str] = frozenset()
        process = frozenset({"id", "name", "kind"})

    class Meta:
        verbose_name = "ontvanger buiten het convenant"
        verbose_name_plural = "ontvangers buiten het convenant"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "kind"], name="a_recipient_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
