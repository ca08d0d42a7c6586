"""Make tonight's backup, once or each night."""

from argparse import ArgumentParser
from time import sleep

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from privacy import backup

TICK = 60
# After a failure: long enough for what is wrong to pass, short enough for the night.
AGAIN = 15 * 60


class Command(BaseCommand):
    help = (
        "Dump the database into one sealed file, and remove the backups that are old."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--nightly",
            action="store_true",
            help="stay, and do it each night; at once when last night's is missing",
        )

    def handle(self, *, nightly: bool, **options: object) -> None:
        while nightly:
            sleep(self._night())
        self._once()

    def _night(self) -> int:
        """Make what is due; returns after how many seconds to look again."""
        try:
            if backup.is_due(timezone.now()):
                self._once()
        except CommandError as fault:
            self.stderr.write(str(fault))
            return AGAIN
        finally:
            # A whole day without a word: nobody keeps a connection open for that.
            connection.close()
        return TICK

    def _once(self) -> None:
        try:
            made = backup.run()
        except backup.BackupError as fault:
            raise CommandError(f"No backup was made: {fault}") from fault
        megabytes = made.size / backup.MEGABYTE
        self.stdout.write(
            f"{made.path.name}: {megabytes:.1f} MB; {made.removed} old removed"
        )
        self.stdout.flush()
