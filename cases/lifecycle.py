"""The road a case travels, and the only turns it may take."""

from django.db import models

from house.words import spoken
from zvh.guard.models import Overtaken


class IllegalMove(Overtaken):
    """The case cannot go there from where it is."""


class Phase(models.TextChoices):
    REGISTRATION = "registration", "Aanmelding"
    INTAKE = "intake", "Intake"
    TRIAGE = "triage", "Weging"
    ADVISED = "advised", "Geadviseerd"
    SUPPORT = "support", "Ondersteuning"
    ICO = "ico", "ICO"
    MONITORING = "monitoring", "Monitoring"
    AFSCHALING = "afschaling", "Afschaling"
    CLOSED = "closed", "Afgesloten"


NEXT: dict[Phase, frozenset[Phase]] = {
    Phase.REGISTRATION: frozenset({Phase.INTAKE}),
    Phase.INTAKE: frozenset({Phase.REGISTRATION, Phase.TRIAGE, Phase.ADVISED}),
    Phase.TRIAGE: frozenset({Phase.ADVISED, Phase.SUPPORT, Phase.ICO}),
    Phase.ADVISED: frozenset(),
    Phase.SUPPORT: frozenset({Phase.ICO, Phase.AFSCHALING}),
    Phase.ICO: frozenset({Phase.MONITORING, Phase.AFSCHALING}),
    Phase.MONITORING: frozenset({Phase.ICO, Phase.AFSCHALING}),
    Phase.AFSCHALING: frozenset({Phase.MONITORING, Phase.SUPPORT, Phase.CLOSED}),
    Phase.CLOSED: frozenset(),
}

# Shielded cases have left lists, search and work lists (S-3).
SHIELDED = frozenset({Phase.ADVISED, Phase.AFSCHALING, Phase.CLOSED})


def check_move(here: Phase, there: Phase) -> None:
    """Raise `IllegalMove` with a Dutch sentence when there is no such turn."""
    if there not in NEXT[here]:
        raise IllegalMove(spoken(f"Van {here.label} kan dit niet naar {there.label}."))
