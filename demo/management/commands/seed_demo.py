"""Fill the demo house; a second time it changes nothing."""

from django.core.management.base import BaseCommand

from demo.seed import seed


class Command(BaseCommand):
    help = "Bring in the demo's Partijen and people."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"De demo staat. Nieuwe mensen: {seed()}.")
