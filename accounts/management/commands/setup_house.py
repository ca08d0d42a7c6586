"""Bring in what a house starts with; a second time it changes nothing."""

from django.core.management.base import BaseCommand

from accounts.setup import setup_house
from house.words import word


class Command(BaseCommand):
    help = "Make the bureau's group and the Partijen of the profile."

    def handle(self, *args: object, **options: object) -> None:
        made = setup_house()
        parties = word("partij", "plural")
        self.stdout.write(f"Het huis staat. Nieuwe {parties}: {made}.")
