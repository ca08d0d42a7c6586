"""Whether a person may be in another case too, and why: said to the bureau only (A-8).

It is asked with the rights of whoever asks, so that a case that is closed to them
counts nowhere. Nobody else is ever answered, and registering does not ask it: a
partner learns nothing, also not from the time it takes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import User
from cases.identity import details_of
from cases.models import Case, Comparison, Person
from cases.search import SearchKey, keys_of

Kind = SearchKey.Kind
# What few people share: with these the search begins, since many sound alike.
RARE = (Kind.BSN, Kind.BIRTH_DATE)
COMPARED = (*RARE, Kind.SURNAME, Kind.SOUND, Kind.INITIAL)
# The same, as the database reads them.
RARE_KINDS = [kind.value for kind in RARE]
COMPARED_KINDS = [kind.value for kind in COMPARED]
BSN = "hetzelfde BSN"
SURNAME = "dezelfde achternaam en geboortedatum"
SOUND = "een achternaam die hetzelfde klinkt, en dezelfde geboortedatum"
OTHER_INITIAL = "wel een andere voorletter"

Keys = dict[UUID, dict[str, str]]

# What is here by its policy; what is elsewhere, asked of the owner (ADR 40).
BESIDE = """
    WITH here AS MATERIALIZED (
        SELECT case_id, person_id, digest, kind FROM cases_searchkey
        WHERE case_id = %(case)s AND withdrawn_at IS NULL)
    SELECT * FROM here WHERE kind = ANY (%(compared)s)
    UNION ALL
    SELECT case_key, person_key, shared, of_kind
    FROM zvh_people_who_share(%(rare)s::text[]
        || ARRAY(SELECT digest::text FROM here WHERE kind = ANY (%(rare_kinds)s)))
    WHERE case_key <> %(case)s AND of_kind = ANY (%(compared)s)
"""


@dataclass(frozen=True)
class Decided:
    """What somebody of the bureau found of two people, the last time."""

    is_same: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class Match:
    """A person of this case and one of another, why they may be one, what was found."""

    person: UUID
    case: Case
    other: UUID
    why: str
    decided: Decided | None

    @property
    def is_open(self) -> bool:
        """Nobody said that these are two people."""
        return self.decided is None or self.decided.is_same


def standing(user: User, case: Case) -> list[Match]:
    """Those that nobody ruled out; the case that last moved first."""
    return [match for match in matches(user, case) if match.is_open]


def matches(user: User, case: Case) -> list[Match]:
    """Also in shielded cases: an earlier case is what the bureau needs to know of."""
    if not user.is_bureau:
        return []
    own, others = _keys(case)
    alike = {
        (person, other): why
        for person, mine in own.items()
        for other, (_, theirs) in others.items()
        if (why := _why(mine, theirs))
    }
    cases = {others[other][0] for _, other in alike}
    # Also when there are none: a page asks the same, whoever is in it.
    visible = Case.objects.visible_to(user).filter(pk__in=cases or {case.pk})
    found = {
        known.pk: known for known in visible.newest_first().annotate(found=_found(case))
    }
    order = {key: place for place, key in enumerate(found)}
    pairs = [
        Match(person, known, other, why, _decided(known, person, other))
        for (person, other), why in alike.items()
        if (known := found.get(others[other][0])) is not None
    ]
    return sorted(pairs, key=lambda match: order[match.case.pk])


def _keys(case: Case) -> tuple[Keys, dict[UUID, tuple[UUID, dict[str, str]]]]:
    """The digests of each person here, and of each who shares a rare one elsewhere."""
    # Keys are stored on sending; until then only who types it comes here.
    own = _of_draft(case) if case.is_draft else defaultdict(dict)
    rare = [d for keys in own.values() for d, kind in keys.items() if kind in RARE]
    given: dict[str, Any] = {"case": case.pk, "rare": rare}
    given |= {"rare_kinds": RARE_KINDS, "compared": COMPARED_KINDS}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, given)
        rows = cursor.fetchall()
    others: dict[UUID, tuple[UUID, dict[str, str]]] = {}
    for case_id, person_id, digest, kind in rows:
        if case_id == case.pk:
            own[person_id][digest] = kind
        else:
            others.setdefault(person_id, (case_id, {}))[1][digest] = kind
    return own, others


def _of_draft(case: Case) -> Keys:
    people: Iterable[Person] = case.persons.select_related("details")
    return {person.pk: _made(person) for person in people}


def _made(person: Person) -> dict[str, str]:
    details = details_of(person)
    born, bsn = (details.birth_date, details.bsn) if details else (None, "")
    return {key.digest: key.kind for key in keys_of(person, birth_date=born, bsn=bsn)}


def _why(mine: dict[str, str], theirs: dict[str, str]) -> str:
    """What two people share, the strongest first; nothing when it says too little."""
    shared = {kind for digest, kind in mine.items() if digest in theirs}
    if Kind.BSN in shared:
        return BSN
    if Kind.BIRTH_DATE not in shared:
        return ""
    alike = SOUND if Kind.SOUND in shared else ""
    why = SURNAME if Kind.SURNAME in shared else alike
    initials = Kind.INITIAL in mine.values() and Kind.INITIAL in theirs.values()
    if why and initials and Kind.INITIAL not in shared:
        return f"{why} ({OTHER_INITIAL})"
    return why


def _found(case: Case) -> ArraySubquery:
    """What was found of people here and of the case around this query, in order."""
    said = Comparison.objects.filter(case=case, other_case=OuterRef("pk"))
    told = JSONObject(
        person="person_id",
        other="other_person",
        is_same="is_same",
        by="by__name",
        at="at",
    )
    return ArraySubquery(said.order_by("at").annotate(told=told).values("told"))


def _decided(known: Any, person: UUID, other: UUID) -> Decided | None:
    said = [
        Decided(one["is_same"], one["by"], datetime.fromisoformat(one["at"]))
        for one in known.found
        if (one["person"], one["other"]) == (str(person), str(other))
    ]
    return said[-1] if said else None
