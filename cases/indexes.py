"""Along what cases are read: by activity, phase and term, and what waits in them."""

from django.db import models
from django.db.models import Q

from cases.keyset import BY_ACTIVITY
from cases.lifecycle import SHIELDED, Phase

INDEXES = [
    models.Index(fields=["-last_activity_at", "-id"], name="cases_by_activity"),
    models.Index(fields=["phase", *BY_ACTIVITY], name="cases_by_phase"),
    models.Index(fields=["coordinator", *BY_ACTIVITY], name="cases_by_leader"),
    models.Index(
        fields=["phase_since"],
        condition=Q(phase=Phase.SUPPORT),
        name="cases_by_start_of_support",
    ),
    models.Index(
        fields=["registered_at"],
        condition=~Q(phase__in=sorted(SHIELDED)),
        name="listed_cases_by_registration",
    ),
    models.Index(
        fields=["phase_since"],
        condition=Q(phase=Phase.MONITORING, casusregisseur=None),
        name="cases_without_casusregisseur",
    ),
    *(
        models.Index(fields=[f"{keep}_until"], name=f"cases_by_{keep}_term")
        for keep in ("work", "plan", "shell")
    ),
]
