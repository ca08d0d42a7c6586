"""How long proof is kept."""

from datetime import date

from django.utils import timezone

from zvh.lib.dates import add_years

YEARS_OF_PROOF = 5


def end_of_proof() -> date:
    """The day on which proof of today goes: five years on (convenant bijlage 3)."""
    return add_years(timezone.localdate(), YEARS_OF_PROOF)
