"""Intake, the purpose gate and the weekly weging."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"
    verbose_name = "weging"

    def ready(self) -> None:
        from triage import jobs, mails, models, work, work_inquiries  # noqa: F401
        from zvh.guard import audit

        for model in models.TRACKED:
            audit.track(model)
