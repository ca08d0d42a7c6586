"""What somebody keeps of a case that was restricted since: a say, no access (ADR 53).

Who gave an akkoord may take it back, and who got something hears what to delete.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cases import grants
from cases.grants import CaseUserGrant, Why
from zvh.guard import announce

KEPT = (Why.APPROVAL, Why.DISCLOSURE)


def close(case_id: UUID) -> int:
    """Nobody who was asked or sent something reads any more; each keeps a say."""
    announce.forget()
    given = CaseUserGrant.objects.filter(grants.valid(), content_object_id=case_id)
    ending = given.filter(why__in=KEPT)
    return int(ending.update(until=timezone.now(), keeps_say=True))


def open_again(case_id: UUID) -> int:
    """The case is not restricted any more: they read and answer as before."""
    announce.forget()
    kept = CaseUserGrant.objects.filter(content_object_id=case_id, keeps_say=True)
    return int(kept.update(until=None, keeps_say=False))


def by(user: User) -> QuerySet[CaseUserGrant]:
    """What lets this person in, and what keeps them a say only."""
    own = CaseUserGrant.objects.filter(_open_or_kept(), user=user)
    return own.filter(permission__codename__in=grants.counting(user))


def of(why: Why, *, case_id: UUID, source: UUID) -> QuerySet[User]:
    """Whom this act let in, also those who keep a say only."""
    given = CaseUserGrant.objects.filter(
        _open_or_kept(),
        content_object_id=case_id,
        why=why,
        source_id=source,
    )
    people: QuerySet[User] = User.objects.filter(pk__in=given.values("user"))
    return people


def _open_or_kept() -> Q:
    return grants.valid() | Q(keeps_say=True)
