"""Whether a person may be in another case too: said to the bureau only (A-8)."""

from uuid import UUID

from accounts.models import User
from cases.models import Case
from cases.search import SearchKey

Kind = SearchKey.Kind
TELLING = (Kind.BSN, Kind.BIRTH_DATE, Kind.SOUND)


def likely_same(user: User, case: Case) -> list[Case]:
    """Other cases with the same BSN, or a surname that sounds alike and the same day.

    Also shielded ones: an earlier case is what the bureau needs to know of.
    """
    keys = SearchKey.objects.filter(withdrawn_at=None, kind__in=TELLING)
    own = keys.filter(case=case).values_list("kind", "digest")
    others = keys.filter(digest__in={digest for _, digest in own}).exclude(case=case)
    alike: dict[UUID, set[str]] = {}
    case_of: dict[UUID, UUID] = {}
    for person, kind, where in others.values_list("person", "kind", "case"):
        alike.setdefault(person, set()).add(kind)
        case_of[person] = where
    found = {case_of[person] for person, kinds in alike.items() if _is_alike(kinds)}
    return list(Case.objects.visible_to(user).filter(pk__in=found).newest_first())


def _is_alike(kinds: set[str]) -> bool:
    return Kind.BSN in kinds or {Kind.BIRTH_DATE, Kind.SOUND} <= kinds
