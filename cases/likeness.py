"""Whether a person may be in another case too: said to the bureau only (A-8)."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from cases.models import Case
from cases.search import SearchKey

Kind = SearchKey.Kind
TELLING = (Kind.BSN, Kind.BIRTH_DATE, Kind.SOUND)


def likely_same(user: User, case: Case) -> list[Case]:
    """Other cases with the same BSN, or a surname that sounds alike and the same day.

    Also shielded ones: an earlier case is what the bureau needs to know of. A digest
    is of one kind only, so equal digests are about the same. The search begins with
    what few people share: many sound alike.
    """
    keys = SearchKey.objects.filter(withdrawn_at=None)
    own = keys.filter(case=case, kind__in=TELLING).values("digest")
    sounds = keys.filter(person=OuterRef("person"), kind=Kind.SOUND, digest__in=own)
    alike = (
        keys.filter(kind__in=(Kind.BSN, Kind.BIRTH_DATE), digest__in=own)
        .exclude(case=case)
        .filter(Q(kind=Kind.BSN) | Exists(sounds))
    )
    known = Case.objects.visible_to(user).filter(pk__in=alike.values("case"))
    return list(known.newest_first())
