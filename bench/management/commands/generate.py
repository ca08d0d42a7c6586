"""Fill a bench database with an invented house of any size."""

from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from bench import house

MORNING = time(9, 0)
LOOKS = 100


class Command(BaseCommand):
    help = "Fill a database that is marked as the bench's with invented cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--on", type=date.fromisoformat, help="today in that house")
        parser.add_argument("--looks", type=int, default=LOOKS, help="records per case")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cases"] < 1 or options["looks"] < 0:
            raise CommandError("There is no such house.")
        day = options["on"] or timezone.localdate()
        checksum = house.build(
            options["cases"],
            seed=options["seed"],
            now=timezone.make_aware(datetime.combine(day, MORNING)),
            looks_per_case=options["looks"],
            say=self.stdout.write,
        )
        # Outside the transaction: it cleans up, and it plans with what is there now.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write(f"Checksum {checksum}")
