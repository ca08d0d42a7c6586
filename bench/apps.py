"""A house full of people who do not exist, to measure how fast things are."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class BenchConfig(AppConfig):
    name = "bench"
    verbose_name = "meetbank"

    def ready(self) -> None:
        if not settings.BENCH:
            raise ImproperlyConfigured("The bench is installed where BENCH is off.")
