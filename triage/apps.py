"""Intake, the purpose gate and the weekly weging."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"
    verbose_name = "weging"

    def ready(self) -> None:
        from triage import (  # noqa: F401
            consequences,
            handing_over,
            jobs,
            lists,
            mails,
            models,
            replacing,
            work,
            work_inquiries,
        )
        from zvh.guard import audit

        for model in models.TRACKED:
            audit.track(model)
