"""Put a backup back."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from privacy import restore
from privacy.archive import ArchiveError
from privacy.ledger import LedgerError
from privacy.postgres import ProgramError
from privacy.replay import ReplayError

FAULTS = (restore.RestoreError, ArchiveError, LedgerError, ProgramError, ReplayError)


class Command(BaseCommand):
    help = "Restore a backup into an empty database, as its owner (docs/backup.md)."
    # The tables that checks would look at are not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup, under its own name")
        parser.add_argument(
            "--key-file",
            required=True,
            help="the file with the private key, or - to read it from the keyboard",
        )
        parser.add_argument(
            "--replace", action="store_true", help="throw away what is there now"
        )
        parser.add_argument(
            "--without-ledger",
            action="store_true",
            help="also when lines are missing: what was removed since comes back",
        )

    def handle(self, *, file: Path, key_file: str, **options: bool) -> None:
        try:
            order = restore.Order(
                file,
                sys.stdin.read() if key_file == "-" else Path(key_file).read_text(),
                replace=options["replace"],
                without_ledger=options["without_ledger"],
            )
            restore.restore(order, self.stdout.write)
        except (*FAULTS, OSError) as fault:
            raise CommandError(f"Not restored. {fault}") from fault
