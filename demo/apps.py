"""A house to look around in: on this machine only, with people who do not exist."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "demo"

    def ready(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("The demo is installed where DEMO is off.")
