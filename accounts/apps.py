"""The people who work here, and the Partijen they work for."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts en Partijen"

    def ready(self) -> None:
        from accounts import jobs, letters, measures, models  # noqa: F401
        from zvh.guard import audit

        for model in models.TRACKED:
            audit.track(model)
