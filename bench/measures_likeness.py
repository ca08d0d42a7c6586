"""Whether somebody is in another case too: by name and birth date, and by BSN (A-8)."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from accounts.models import User
from bench import people
from bench.measures_limits import Limit
from bench.measures_pages import Aim, Measure
from cases import likeness
from cases.models import Case
from cases.search import SearchKey, digest
from zvh.guard.announce import acting_as

CASES = 40
ALIKE = """
    SELECT theirs.person_id, theirs.kind FROM cases_searchkey AS own
    JOIN cases_searchkey AS shared ON shared.digest = own.digest
        AND shared.case_id <> own.case_id AND shared.withdrawn_at IS NULL
    JOIN cases_searchkey AS theirs ON theirs.person_id = shared.person_id
    WHERE own.case_id = %s AND own.kind IN ('bsn', 'birth_date')
"""
WITH_BSN = "SELECT case_id FROM cases_searchkey WHERE digest = %s"


def measures(limit: Limit) -> Iterator[Measure]:
    """As the bureau sees it, with the rights of whoever sees nearly everything."""
    user = User.objects.with_roles().get(email=people.ALL)
    told = limit.rows(
        "SELECT c.id, d.bsn FROM cases_case AS c JOIN cases_persondetails AS d"
        " ON d.case_id = c.id WHERE d.bsn <> '' AND c.phase IN ('monitoring')"
        " ORDER BY c.id LIMIT %s",
        [CASES],
    )
    cases = [Case(pk=key, registered_at=timezone.now()) for key, _ in told]
    digests = [digest(SearchKey.Kind.BSN, bsn) for _, bsn in told]

    def alike(n: int) -> Any:
        with acting_as(user):
            return likeness.matches(user, cases[n % len(cases)])

    def with_bsn(n: int) -> Any:
        keys = SearchKey.objects.filter(digest=digests[n % len(digests)])
        with acting_as(user):
            return list(keys.filter(withdrawn_at=None).values_list("case_id"))

    yield Measure(
        "the same person elsewhere",
        "sees all",
        alike,
        lambda n: limit.rows(ALIKE, [str(cases[n % len(cases)].pk)]),
        Aim.ALIKE,
    )
    yield Measure(
        "a BSN elsewhere",
        "sees all",
        with_bsn,
        lambda n: limit.rows(WITH_BSN, [digests[n % len(digests)]]),
        Aim.BSN,
    )
