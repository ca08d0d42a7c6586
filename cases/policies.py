"""What row policies on dossier tables are made of: who holds what on the case.

Used by the migrations of every room that has dossier rows. The helpers return
SQL; what a migration made with them stays in the database as it was made.
"""

from collections.abc import Iterable

from cases.grants import Access
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import NOW, PARTY, Lock, Policy, purpose


def holds(*access: Access, case: str) -> str:
    """The person asking holds one of these on the case in this column."""
    return f"zvh_holds({case}, {_listed(access)})"


def in_phase(*phases: str, case: str) -> str:
    """The case in this column is in one of these phases."""
    return f"zvh_in_phase({case}, {_listed(phases)})"


def given_by_own_party(column: str = "given_by_id") -> str:
    """The row came from the Partij of the person asking."""
    return f"{column} = {PARTY}"


def past_term(keep: Keep, *, table: str) -> str:
    """The case's term for this class has come, and nothing holds it."""
    return f"zvh_is_past({table}.case_id, '{keep}')"


def too_old(*, table: str) -> str:
    """Five years after its first processing, whatever the case does (WGS 1.8 lid 7)."""
    return (
        f"{table}.first_processed_at <= {NOW} - interval '5 years'"
        f" AND NOT zvh_is_held({table}.case_id)"
    )


def dossier_lock(
    model: str, *more: Policy, table: str, keep: Keep, withdrawable: bool = False
) -> Lock:
    """Lock a dossier table: the bureau works in it, retention removes what is due.

    `more` names the others who may come in. `withdrawable` rows have a
    `withdrawn_at`, after which they may be removed at once.
    """
    due = f"({past_term(keep, table=table)}) OR ({too_old(table=table)})"
    if withdrawable:
        due += f" OR ({table}.withdrawn_at IS NOT NULL)"
    works = holds(Access.WORK, case=f"{table}.case_id")
    retention = f"{purpose('retention')} AND ({due})"
    return Lock(
        model,
        Policy("the_bureau_reads_its_cases", "SELECT", using=works),
        Policy("the_bureau_adds_to_its_cases", "INSERT", check=works),
        Policy("the_bureau_changes_its_cases", "UPDATE", using=works, check=works),
        Policy("retention_sees_what_is_due", "SELECT", using=retention),
        Policy("retention_removes_what_is_due", "DELETE", using=retention),
        *more,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
