"""Walks over everything that is about a case, and over everything kept at all."""

from collections.abc import Iterable

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from zvh.guard.content import content_fields
from zvh.guard.models import DossierModel, EvidenceModel, Keep

ROOMS = frozenset(
    {"guard", "house", "accounts", "cases", "privacy", "triage", "ico"}
    | {"governance", "reports", "demo"}
)
INHERITED = {
    DossierModel: frozenset({"id", "version", "case", "first_processed_at"}),
    EvidenceModel: frozenset({"id", "case_key", "recorded_at", "remove_on"}),
}


def models_of_ours() -> list[type[models.Model]]:
    """Every concrete model of the house, libraries' models left out."""
    return [m for m in apps.get_models() if m._meta.app_label in ROOMS]


def dossier_models() -> list[type[DossierModel]]:
    """Every model whose rows are about one case."""
    return [m for m in models_of_ours() if issubclass(m, DossierModel)]


def evidence_models() -> list[type[EvidenceModel]]:
    """Every model whose rows outlive the case as proof."""
    return [m for m in models_of_ours() if issubclass(m, EvidenceModel)]


def keep_of(model: type[models.Model]) -> Keep:
    """How long rows of this model stay after afschaling."""
    return Keep(model.Privacy.keep)  # type: ignore[attr-defined]


def personal_fields(model: type[models.Model]) -> frozenset[str]:
    """The fields of this model that say something about a person."""
    return frozenset(model.Privacy.personal)  # type: ignore[attr-defined]


def faults_of(model: type[models.Model]) -> list[str]:
    """What is wrong with a model's classification; nothing when all is said."""
    privacy = getattr(model, "Privacy", None)
    if privacy is None:
        return ["has no class Privacy"]
    personal, process = set(privacy.personal), set(privacy.process)
    inherited = {
        n for base in INHERITED if issubclass(model, base) for n in INHERITED[base]
    }
    fields = {f.name for f in model._meta.local_fields + model._meta.local_many_to_many}
    faults = [
        f"{name} is unclassified" for name in fields - personal - process - inherited
    ]
    faults += [f"{name} is no field" for name in (personal | process) - fields]
    faults += [f"{name} is in both classes" for name in personal & process]
    faults += [
        f"{name} holds content but is not personal"
        for name in content_fields(model) - personal
    ]
    if issubclass(model, DossierModel) and not hasattr(privacy, "keep"):
        faults.append("does not say how long it is kept")
    return faults


def check_classification(
    app_configs: object = None, **kwargs: object
) -> Iterable[CheckMessage]:
    """Django's own check: a model or field without a class stops the start."""
    return [
        Error(f"{model._meta.label} {fault}", id="guard.E001")
        for model in models_of_ours()
        for fault in faults_of(model)
    ]
