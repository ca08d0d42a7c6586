"""The law at work, as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "privacy"

    def ready(self) -> None:
        from privacy import (  # noqa: F401
            documents_proposals,
            jobs,
            lists,
            mails,
            measures,
            models,
            replacing,
            worklist,
        )
        from zvh.guard import audit

        for model in models.TRACKED:
            audit.track(model)
