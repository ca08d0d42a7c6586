"""Fill the demo house; a second time it changes nothing."""

from django.core.management.base import BaseCommand

from demo.cases import seed_cases
from demo.seed import seed
from demo.settings import seed_settings


class Command(BaseCommand):
    help = "Bring in the demo's Partijen, people and cases."

    def handle(self, *args: object, **options: object) -> None:
        people, cases = seed(), seed_cases()
        seed_settings()
        self.stdout.write(f"De demo staat. Nieuw: {people} mensen, {cases} casussen.")
