"""This house: its name, its words, its rhythm."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "house"
    verbose_name = "Huis"

    def ready(self) -> None:
        from house import checks, jobs, models  # noqa: F401
        from zvh.guard import audit

        audit.track(models.Change)
        audit.track(models.TermChange)
