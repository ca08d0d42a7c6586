"""The guard as a Django app."""

from django.apps import AppConfig
from django.core import checks


class GuardConfig(AppConfig):
    name = "zvh.guard"
    label = "guard"
    verbose_name = "bewaking"

    def ready(self) -> None:
        from zvh.guard.checks import check_cache
        from zvh.guard.dossier import check_classification

        checks.register(check_classification)
        checks.register(check_cache, deploy=True)
