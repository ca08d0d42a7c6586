"""What one meeting at a time can take: rooms, and the people of the house."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from zvh.lib.keys import new_id

if TYPE_CHECKING:
    from typing import Self


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> "Self":
        """The rooms of the house are for who plans in it."""
        return self if user.is_bureau else self.none()

    def in_use(self) -> "Self":
        return self.filter(closed_at=None)

    def for_list(self) -> "Self":
        return self.order_by("closed_at", "name")


class Room(models.Model):
    """A room of the house, or one that it may use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("naam", max_length=100)
    address = models.CharField("adres", max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField("plaatsen", null=True, blank=True)
    closed_at = models.DateTimeField("niet meer in gebruik sinds", null=True)

    objects = RoomQuerySet.as_manager()

    class Privacy:
        personal: frozenset[str] = frozenset()
        process = frozenset({"id", "name", "address", "seats", "closed_at"})

    class Meta:
        verbose_name = "ruimte"
        verbose_name_plural = "ruimten"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("name", name="a_room_has_a_name_of_its_own")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> str:
        """As an invitation says it: name and address."""
        return ", ".join(part for part in (self.name, self.address) if part)


class ResourceManager(models.Manager["Resource"]):
    def of(self, what: Room | User) -> "Resource":
        """The number of this room or person; made when it is first taken."""
        kind = {"room": what} if isinstance(what, Room) else {"user": what}
        found, _ = self.get_or_create(**kind)
        return found


class Resource(models.Model):
    """A room or a person as a number, by which the database refuses the second one."""

    number = models.AutoField("nummer", primary_key=True)
    room = models.OneToOneField(
        Room, models.CASCADE, null=True, related_name="+", verbose_name="ruimte"
    )
    user = models.OneToOneField(
        User, models.PROTECT, null=True, related_name="+", verbose_name="wie"
    )

    objects: ClassVar[ResourceManager] = ResourceManager()

    class Privacy:
        personal: frozenset[str] = frozenset()
        process = frozenset({"number", "room", "user"})

    class Meta:
        verbose_name = "wat bezet kan zijn"
        verbose_name_plural = "wat bezet kan zijn"
        constraints = [
            models.CheckConstraint(
                name="a_resource_is_a_room_or_a_person",
                condition=Q(room=None, user__isnull=False)
                | Q(room__isnull=False, user=None),
            )
        ]

    def __str__(self) -> str:
        return f"nummer {self.number}"
