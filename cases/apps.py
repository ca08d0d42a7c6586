"""The case as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "casussen"

    def ready(self) -> None:
        from cases import (  # noqa: F401
            case_lists,
            dictating,
            handing_over,
            mails,
            models,
            parking,
            seats,
            sender,
            unreached,
            visiting,
        )
        from zvh.guard import audit

        for model in models.TRACKED:
            audit.track(model)
