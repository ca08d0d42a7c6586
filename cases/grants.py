"""Who has been let into which case, as what, why, and until when.

A grant follows from an act: sending, putting on an agenda, inviting, naming the
casusregisseur. It is unique over its source too, so that a case on two agendas
has two, and ending one leaves the other. Only this and `keeping_say` write it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.models import User
from cases.grant_kinds import Access as Access
from cases.grant_kinds import Why as Why
from zvh.guard import announce
from zvh.guard.models import Keep
from zvh.lib.keys import new_id

BUREAU = "bureau"


class Grant(models.Model):
    """What the grants to people and to groups share."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    content_object = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="casus"
    )
    why = models.CharField("reden", max_length=20, choices=Why)
    source_id = models.UUIDField("bron (sleutel)")
    given_at = models.DateTimeField("gegeven op", default=timezone.now)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="gegeven door"
    )
    until = models.DateTimeField("tot", null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"toegang {str(self.pk)[-8:]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The library reads the case first, but a grant comes before its case.
        models.Model.save(self, *args, **kwargs)


class CaseUserGrant(Grant, UserObjectPermissionBase):
    """A person's access to one case."""

    # Ended because the case was restricted: it opens nothing, and keeps a say (ADR 53).
    keeps_say = models.BooleanField("houdt zeggenschap", default=False)

    class Privacy:
        keep = Keep.SHELL
        personal: ClassVar[frozenset[str]] = frozenset()
        process = frozenset(
            {"id", "content_object", "why", "source_id", "given_at", "given_by"}
            | {"until", "user", "permission", "keeps_say"}
        )

    class Meta:
        verbose_name = "toegang van een persoon"
        verbose_name_plural = "toegang van personen"
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "user", "permission", "why", "source_id"],
                name="a_person_is_let_in_once_per_source",
            )
        ]
        indexes = [
            models.Index(fields=["user", "content_object"], name="grants_by_user")
        ]


class CaseGroupGrant(Grant, GroupObjectPermissionBase):
    """A group's access to one case: the bureau's, unless the case is restricted."""

    class Privacy:
        keep = Keep.SHELL
        personal: ClassVar[frozenset[str]] = frozenset()
        process = frozenset(
            {"id", "content_object", "why", "source_id", "given_at", "given_by"}
            | {"until", "group", "permission"}
        )

    class Meta:
        verbose_name = "toegang van een groep"
        verbose_name_plural = "toegang van groepen"
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "group", "permission", "why", "source_id"],
                name="a_group_is_let_in_once_per_source",
            )
        ]
        indexes = [
            models.Index(fields=["group", "content_object"], name="grants_by_group")
        ]


def give(
    user: User,
    access: Access,
    *,
    case_id: UUID,
    why: Why,
    source_id: UUID,
    by: User | None,
    until: datetime | None = None,
) -> None:
    """Let a person into a case; giving again what was ended opens it again."""
    announce.forget()
    grant, is_new = CaseUserGrant.objects.get_or_create(
        content_object_id=case_id,
        user=user,
        permission=_permission(access),
        why=why,
        source_id=source_id,
        defaults={"given_by": by, "until": until},
    )
    if not is_new and grant.until != until:
        CaseUserGrant.objects.filter(pk=grant.pk).update(until=until, keeps_say=False)


def give_bureau(*, case_id: UUID, why: Why, source_id: UUID, by: User) -> None:
    """Let the members of the bureau work on a case."""
    announce.forget()
    CaseGroupGrant.objects.create(
        content_object_id=case_id,
        group=Group.objects.get(name=BUREAU),
        permission=_permission(Access.WORK),
        why=why,
        source_id=source_id,
        given_by=by,
    )


def withdraw(
    *, case_id: UUID, why: Why, source_id: UUID, user: User | None = None
) -> int:
    """End now what this source gave, to one person or to all; tell how many ended."""
    who = {} if user is None else {"user": user}
    return _end_given(case_id, why=why, source_id=source_id, **who)


def withdraw_given_by(why: Why, *, case_id: UUID) -> int:
    """End now what acts of this kind gave on a case, whichever agenda it was."""
    return _end_given(case_id, why=why)


def withdraw_from_groups(*, case_id: UUID) -> int:
    """Close a case to every group; who was let in in person stays."""
    return _end(group_grants_on(case_id))


def group_grants_on(case_id: UUID) -> models.QuerySet[CaseGroupGrant]:
    """The valid grants of groups on one case."""
    return CaseGroupGrant.objects.filter(valid(), content_object_id=case_id)


def holds(user: User, access: Access, case_id: UUID) -> bool:
    """Whether this person has this access to the case at this moment."""
    held = announce.remembered(_what(user, case_id), lambda: _held(user, case_id))
    return access in held


def along(user: User, *, case: str) -> dict[str, Any]:
    """What a query on rows of cases reads along: what this person holds on each.

    `case` is the column with the case. `learn` takes it from a row that was found.
    """
    here = {"content_object": OuterRef(case)}
    own, shared = user_grants(user).filter(**here), group_grants(user).filter(**here)
    return {
        "held_own": ArraySubquery(own.values("permission__codename")),
        "held_shared": ArraySubquery(shared.values("permission__codename")),
    }


def learn(user: User, case_id: UUID, row: models.Model) -> None:
    """What was read along with a row needs no question of its own."""
    held = [row.__dict__.pop(name) for name in ("held_own", "held_shared")]
    # Nothing at all, where the question was empty beforehand.
    known = frozenset(chain.from_iterable(one or () for one in held))
    announce.remember(_what(user, case_id), known)


def readers_of(case_id: UUID) -> models.QuerySet[User]:
    """The people who have been let into a case in person."""
    return _people(CaseUserGrant.objects.filter(valid(), content_object_id=case_id))


def let_in_by(
    why: Why,
    *access: Access,
    case_id: UUID,
    sources: models.QuerySet[Any] | Sequence[UUID],
) -> models.QuerySet[User]:
    """The people whom acts of this kind, of these sources, still let into a case.

    As one of these, when any are named.
    """
    act = {"content_object_id": case_id, "why": why, "source_id__in": sources}
    let_in = CaseUserGrant.objects.filter(valid(), **act)
    if access:
        let_in = let_in.filter(permission__codename__in=access)
    return _people(let_in)


def ever_let_in(why: Why, *, source: UUID) -> set[UUID]:
    """Whom this act let in at any time, also those whose access has ended."""
    given = CaseUserGrant.objects.filter(why=why, source_id=source)
    return set(given.values_list("user", flat=True))


def user_grants(user: User) -> models.QuerySet[CaseUserGrant]:
    """This person's own valid grants; what a role opened closes with it."""
    able = counting(user)
    own = CaseUserGrant.objects.filter(
        valid(), user=user, permission__codename__in=able
    )
    if Access.WEIGH not in able:
        return own
    # An agenda may go out at the very moment at which a case is restricted.
    open_to_all = Q(content_object__is_restricted=False)
    return own.filter(open_to_all | ~Q(permission__codename=Access.WEIGH))


def group_grants(user: User) -> models.QuerySet[CaseGroupGrant]:
    """The valid grants of the groups this person is in, while of the bureau."""
    # Membership follows a role's end date by a job, and access may not wait for that.
    if not user.is_bureau:
        return CaseGroupGrant.objects.none()
    return CaseGroupGrant.objects.filter(valid(), group__in=user.group_ids)


def on_case(given: models.QuerySet[Any]) -> Subquery:
    """Whether one of these grants is on the case of the query around it."""
    # EXISTS says the same, but in an OR the database would read all grants for it.
    here = given.filter(content_object=OuterRef("pk")).annotate(is_there=Value(True))
    return Subquery(here.values("is_there")[:1], output_field=models.BooleanField())


def valid() -> Q:
    """Grants that open the case at this moment."""
    return Q(until=None) | Q(until__gt=timezone.now())


def counting(user: User) -> frozenset[Access]:
    """What a grant can still be worth to this person, as they are today."""
    if user.is_bureau:
        return frozenset({Access.WORK, Access.REGISTER})
    if not (user.is_ketenpartner or user.is_visitor):
        return frozenset()
    if user.has_page:
        # Whether it stands the database asks, and the session before it.
        return Access.of_pages()
    if user.is_visitor or not user.party.is_bound(timezone.localdate()):
        return frozenset({Access.REGISTER})
    return Access.of_guests() | {Access.REGISTER}


def _people(given: models.QuerySet[CaseUserGrant]) -> models.QuerySet[User]:
    people: models.QuerySet[User] = User.objects.filter(pk__in=given.values("user"))
    return people


def _permission(access: Access) -> Permission:
    return Permission.objects.get(codename=access, content_type__app_label="cases")


def _what(user: User, case_id: UUID) -> tuple[object, ...]:
    return ("held", user.pk, user.roles, case_id)


def _held(user: User, case_id: UUID) -> frozenset[str]:
    own = user_grants(user).filter(content_object_id=case_id)
    shared = group_grants(user).filter(content_object_id=case_id)
    codenames = own.values_list("permission__codename").union(
        shared.values_list("permission__codename"), all=True
    )
    return frozenset(codename for (codename,) in codenames)


def _end_given(case_id: UUID, **what: Any) -> int:
    given = CaseUserGrant.objects.filter(valid() | Q(keeps_say=True), **what)
    return _end(given.filter(content_object_id=case_id), keeps_say=False)


def _end(given: models.QuerySet[Any], **more: bool) -> int:
    announce.forget()
    return given.update(until=timezone.now(), **more)
