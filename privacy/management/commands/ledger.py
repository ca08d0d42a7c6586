"""Look at the ledger of removals, or mend it from what the database knows."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from privacy import ledger


class Command(BaseCommand):
    help = "Say whether the ledger can be read. With --complete: add what it lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--complete",
            action="store_true",
            help="add the lines of the past year that the database still has",
        )

    def handle(self, *, complete: bool, **options: object) -> None:
        try:
            added = ledger.complete() if complete else 0
            lines = ledger.read()
        except ledger.LedgerError as fault:
            raise CommandError(str(fault)) from fault
        last = lines[-1].at if lines else "never"
        self.stdout.write(f"{len(lines)} lines, {added} added; the last is of {last}")
