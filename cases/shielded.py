"""A case after afschaling: closed, unless somebody says why they need to read it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case, ShieldedOpening
from zvh.guard.dossier import dossier_models, keep_of
from zvh.guard.models import Keep


@dataclass(frozen=True)
class Kept:
    """What is still there of one class, and when it goes."""

    label: str
    until: date | None
    pieces: list[tuple[str, int]]


# With the words in which people know them; the rest of the law's words are in Keep.
CLASSES = (
    (Keep.WORK, "Werkgegevens", "work_until"),
    (Keep.PLAN, "Plan en ZSM-advies", "plan_until"),
    (Keep.SHELL, "Wie en wanneer", "shell_until"),
    (Keep.ADVICE, "Advies aan de aanmelder", "advice_until"),
)


def is_open_to(user: User, case: Case) -> bool:
    """Whether this person gave a reason today."""
    today = ShieldedOpening.objects.filter(by=user, at__gte=_start_of_today())
    return bool(today.filter(case=case).exists())


@transaction.atomic
def open_case(case: Case, *, by: User, reason: str) -> ShieldedOpening:
    """Let this person read the case until the end of the day."""
    from cases import rules

    rules.open_shielded(by, case)
    opening: ShieldedOpening = ShieldedOpening.objects.create(
        case=case, by=by, reason=reason
    )
    return opening


def still_kept(case: Case) -> list[Kept]:
    """Per class of rows: how many of what, and the day on which they go."""
    counted: dict[Keep, list[tuple[str, int]]] = {}
    for model in dossier_models():
        if count := model.objects.filter(case=case).count():
            counted.setdefault(keep_of(model), []).append((_plural(model), count))
    return [
        Kept(label, getattr(case, term), sorted(counted[keep]))
        for keep, label, term in CLASSES
        if keep in counted
    ]


def _plural(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)


def _start_of_today() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
