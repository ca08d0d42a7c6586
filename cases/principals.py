"""On whose behalf the procescoördinator works on a case, at each moment (P-13)."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from datetime import datetime

    from cases.models import Case


class PrincipalQuerySet(DossierQuerySet):
    def standing(self) -> Self:
        return self.filter(until=None)

    def at(self, moment: "datetime") -> Self:
        """Who it was at this moment."""
        still = Q(until=None) | Q(until__gt=moment)
        return self.filter(still, since__lte=moment)


class Principal(DossierModel):
    """The sender's Partij, then the casusregisseur's (convenant 12.3).

    Where that is not of lid 1, one of lid 1 answers for it (WGS 2.31).
    """

    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="namens"
    )
    answering = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="van lid 1, die ervoor instaat",
    )
    since = models.DateTimeField("sinds", default=timezone.now)
    until = models.DateTimeField("tot", null=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects: ClassVar = PrincipalQuerySet.as_manager()

    class Privacy:
        keep = Keep.SHELL
        personal: frozenset[str] = frozenset()
        process = frozenset({"party", "answering", "since", "until", "by"})

    class Meta:
        verbose_name = "Partij namens wie wordt gewerkt"
        verbose_name_plural = "Partijen namens wie wordt gewerkt"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until=None),
                name="a_case_is_worked_on_for_one_partij_at_a_time",
            )
        ]

    @property
    def said(self) -> str:
        """Both names, as a page says them."""
        if self.answering is None:
            return self.party.name
        return f"{self.party.name} ({self.answering.name} staat ervoor in)"


def standing(case: "Case") -> Principal | None:
    """For whom the work is done now; nobody before the bureau took it on."""
    found: Principal | None = (
        case.principals.standing().select_related("party", "answering").first()
    )
    return found


def of(case: "Case") -> Principal:
    """For whom it is; where nobody wrote that down yet, for who registered it."""
    return standing(case) or Principal(case=case, party=case.registered_for)


@transaction.atomic
def work_for(
    case: "Case", *, by: User, party: Party, answering: Party | None = None
) -> Principal:
    """From now on for this Partij; the same again changes nothing.

    Who answered for the one before goes on to answer where nobody else is named.
    """
    now = standing(case)
    if party.is_lid1:
        answering = None
    elif answering is None and now is not None:
        answering = now.answering or (now.party if now.party.is_lid1 else None)
    if now is not None and (now.party, now.answering) == (party, answering):
        return now
    moment = timezone.now()
    if now is not None:
        now.until = moment
        now.save()
    made: Principal = Principal.objects.create(
        case=case, party=party, answering=answering, since=moment, by=by
    )
    return made
