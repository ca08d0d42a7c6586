"""The ICO and what follows from it, as a Django app."""

from django.apps import AppConfig


class IcoConfig(AppConfig):
    name = "ico"
    verbose_name = "ICO"

    def ready(self) -> None:
        from ico import (  # noqa: F401
            casepage,
            handing_over,
            jobs,
            letting_go,
            lists,
            mails,
            models,
            replacing,
            work_monitoring,
            work_planning,
            worklist,
        )
        from zvh.guard import audit

        for model in models.TRACKED:
            audit.track(model)
