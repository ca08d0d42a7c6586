"""What is to be done with an advice that its sender does not know yet (W-4)."""

from django.urls import reverse

from triage.models import Advice

ADVISE, LEAVING = "Verstuur advies", "Bekijk het advies dat uitgaat"


def step_of(advice: Advice) -> tuple[str, str]:
    """In the minutes after it was sent off it can only be taken back."""
    if advice.is_leaving:
        return LEAVING, reverse("triage:send_advice", args=[advice.pk])
    return ADVISE, reverse("triage:write_advice", args=[advice.pk])
