"""The bottom shelf: small things every room uses and that use no room."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "zvh.lib"
    label = "lib"
