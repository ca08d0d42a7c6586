"""What row policies on dossier tables are made of: who holds what on the case.

Used by the migrations of every room that has dossier rows. The helpers return
SQL; what a migration made with them stays in the database as it was made.
"""

from collections.abc import Iterable

from django.db import migrations

from cases.grants import Access, Why
from cases.lifecycle import SHIELDED
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import NOW, PARTY, USER, Lock, Policy, purpose

# What no dossier row changes after it was added: whose it is, and since when.
FIXED = ("id", "case", "first_processed_at", "given_by")


def holds(*access: str, case: str) -> str:
    """The person asking holds one of these on the case in this column."""
    return f"zvh_holds({case}, {_listed(access)})"


def let_in_by(access: Access, why: Why, *or_: Access, case: str, source: str) -> str:
    """The person asking holds this by the very act in this column, not by another."""
    return f"zvh_let_in_by({case}, '{why}', {source}, {_listed((access, *or_))})"


def in_phase(*phases: str, case: str) -> str:
    """The case in this column is in one of these phases."""
    return f"zvh_in_phase({case}, {_listed(phases)})"


def not_shielded(*, case: str) -> str:
    """The case in this column has not left the lists (S-3)."""
    return f"NOT {in_phase(*sorted(SHIELDED), case=case)}"


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


def has_role(*roles: str) -> str:
    """The person asking has one of these roles now."""
    return f"zvh_has_role({_listed(roles)})"


def dossier_lock(
    model: str,
    *more: Policy,
    table: str,
    keep: Keep,
    withdrawable: bool = False,
    actor: str = "",
    bureau: bool = True,
    changes: bool = True,
    fixed: tuple[str, ...] = (),
) -> Lock:
    """Lock a dossier table: the bureau works in it, retention removes what is due.

    `more` names the others who may come in. `withdrawable` rows have a
    `withdrawn_at`, after which they may be removed at once. `actor` is the field
    that says who did it: whoever of the bureau adds a row names themselves there.
    Without `bureau` it is not the bureau's to read. Without `changes` a row is a
    trace; `fixed` are fields that stay as they were.
    """
    due = f"({past_term(keep, table=table)}) OR ({too_old(table=table)})"
    if withdrawable:
        due += f" OR ({table}.withdrawn_at IS NOT NULL)"
    works = holds(Access.WORK, case=f"{table}.case_id")
    adds = f"{works} AND {table}.{actor}_id = {USER}" if actor else works
    changing = Policy("the_bureau_changes_its_cases", "UPDATE", works, works)
    retention = f"{purpose('retention')} AND ({due})"
    ours = [
        Policy("the_bureau_reads_its_cases", "SELECT", using=works),
        Policy("the_bureau_adds_to_its_cases", "INSERT", check=adds),
        *([changing] if changes else []),
    ]
    return Lock(
        model,
        *(ours if bureau else []),
        Policy("retention_sees_what_is_due", "SELECT", using=retention),
        Policy("retention_removes_what_is_due", "DELETE", using=retention),
        *more,
        fixed=(*FIXED, *fixed),
    )


def others_change_only(
    name: str, *columns: str, table: str, case: str = "case_id", when: str = "true"
) -> migrations.RunSQL:
    """Who may change a row but does not work on its case changes these columns only."""
    arguments = _listed((case, *columns, "version"))
    return migrations.RunSQL(
        f'CREATE TRIGGER {name} BEFORE UPDATE ON "{table}" FOR EACH ROW'
        f" WHEN ({when}) EXECUTE FUNCTION zvh_others_change_only({arguments})",
        f'DROP TRIGGER {name} ON "{table}"',
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
