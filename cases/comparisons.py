"""That the bureau looked whether two cases are about one person, and what it found."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.people import Person
from zvh.guard.models import DossierModel, Keep


class Comparison(DossierModel):
    """One person of this case held beside one of another: the same, or not (A-8).

    The other is named by keys alone: no row leads out of its own case.
    """

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="comparisons", verbose_name="betrokkene"
    )
    other_case = models.UUIDField("andere casus (sleutel)")
    other_person = models.UUIDField("andere betrokkene (sleutel)")
    is_same = models.BooleanField("dezelfde persoon")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="beoordeeld door"
    )
    at = models.DateTimeField("beoordeeld op", default=timezone.now)

    class Privacy:
        keep = Keep.SHELL
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"person", "other_case", "other_person", "is_same", "by", "at"}
        )

    class Meta:
        verbose_name = "vergelijking van personen"
        verbose_name_plural = "vergelijkingen van personen"
