"""Show or remove what is past its term, by hand."""

from argparse import ArgumentParser
from datetime import date, datetime, time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from house.words import word
from privacy import retention


class Command(BaseCommand):
    help = "Remove what is past its term. With --on: as it would be on that day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go; remove nothing"
        )
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="as on this day (YYYY-MM-DD); really removes in the demo only",
        )

    def handle(self, *, dry_run: bool, on: date | None, **options: object) -> None:
        moment = _noon(on) if on else timezone.now()
        only_shown = dry_run or (on is not None and not settings.DEMO)
        dues = retention.preview(moment) if only_shown else retention.removals(moment)
        total = 0
        for due in dues:
            total += due.items
            kinds = ", ".join(f"{n} {label}" for label, n in due.counts.items())
            self.stdout.write(
                f"{word('casus')} {due.case_key}: {due.rule.label}: {kinds}"
            )
        verb = "te verwijderen" if only_shown else "verwijderd"
        self.stdout.write(f"{total} onderdelen {verb}")


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12, 0)))
