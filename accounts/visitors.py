"""Somebody of a bound Partij who has no account, for one registration (A-11).

A visitor has a closed account, so that every row can say who did what: nobody signs
in with it, and it stands in no list of colleagues. Beside it a `Visitor` says which one
registration it may begin, and where its mail goes until that registration is gone.
"""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.parties import Party, PartyQuerySet
from accounts.people import User
from zvh.lib.keys import new_id

# No mail can be sent there (RFC 2606), and no password can be asked for it.
NOWHERE = "@bezoeker.invalid"
NAMELESS = "Zonder account"


class VisitorQuerySet(models.QuerySet["Visitor"]):
    def known(self) -> Self:
        """Those whose registration is still kept."""
        return self.filter(forgotten_at=None)

    def of_address(self, address: str) -> Self:
        """The registrations of who proved to read this mail, the last one first."""
        mine = self.known().filter(address=address).select_related("user__party")
        return mine.order_by("-user__created_at")


class Visitor(models.Model):
    """Which registration a visitor may begin, and where its code is sent."""

    user = models.OneToOneField(
        User,
        models.PROTECT,
        primary_key=True,
        related_name="visitor",
        verbose_name="bezoeker",
    )
    address = models.EmailField("e-mailadres", max_length=254, blank=True)
    case_key: "models.UUIDField[UUID, UUID]" = models.UUIDField(
        "aanmelding (sleutel)", unique=True
    )
    confirmed_at = models.DateTimeField("adres bevestigd op", null=True)
    forgotten_at = models.DateTimeField("gegevens verwijderd op", null=True)

    objects = VisitorQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"address"})
        process = frozenset({"user", "case_key", "confirmed_at", "forgotten_at"})

    class Meta:
        verbose_name = "bezoeker"
        verbose_name_plural = "bezoekers"
        indexes = [models.Index(fields=["address"], name="visitors_by_address")]
        constraints = [
            models.CheckConstraint(
                name="a_visitor_who_is_forgotten_has_no_address",
                condition=models.Q(forgotten_at=None) | models.Q(address=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Bezoeker {str(self.pk)[:8]}"


def parties_of(address: str) -> PartyQuerySet:
    """The bound Partijen whose people have mail in this domain."""
    domain = address.rpartition("@")[2].lower()
    bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
    return bound.filter(mail_domains__contains=[domain]) if domain else bound.none()


@transaction.atomic
def receive(
    *, address: str, name: str, function: str, party: Party, is_confirmed: bool
) -> User:
    """A visitor who may begin one registration, under a key that is theirs alone."""
    user = closed_account(name=name, function=function, party=party)
    Visitor.objects.create(
        user=user,
        address=address.strip().lower(),
        case_key=new_id(),
        confirmed_at=timezone.now() if is_confirmed else None,
    )
    return user


def closed_account(*, name: str, function: str, party: Party) -> User:
    """Somebody who signs in nowhere, so that every row can say who did what."""
    key = new_id()
    user = User(
        pk=key,
        email=f"{key}{NOWHERE}",
        name=name,
        function=function,
        party=party,
        is_visitor=True,
        is_active=False,
    )
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def confirm(visitor: Visitor) -> None:
    """Whoever the bureau typed for showed that the address is theirs."""
    if visitor.confirmed_at is None:
        visitor.confirmed_at = timezone.now()
        visitor.save(update_fields=["confirmed_at"])


def find(key: object) -> User | None:
    """The visitor behind a session, while the registration or the page is kept."""
    known = User.objects.with_roles()
    known = known.select_related("party", "visitor", "secure_page")
    registers = Q(visitor__isnull=False, visitor__forgotten_at=None)
    has_page = Q(secure_page__ended_at=None, secure_page__until__gt=timezone.now())
    found: User | None = known.filter(
        registers | has_page, pk=key, is_visitor=True
    ).first()
    return found


@transaction.atomic
def forget(gone: Iterable[Visitor]) -> int:
    """Of whom the registration went nothing personal stays, only that there was one."""
    forgotten = 0
    for visitor in gone:
        visitor.address, visitor.forgotten_at = "", timezone.now()
        visitor.save(update_fields=["address", "forgotten_at"])
        make_nameless(visitor.user)
        forgotten += 1
    return forgotten


def make_nameless(user: User) -> None:
    user.name, user.function = NAMELESS, ""
    user.save(update_fields=["name", "function"])
