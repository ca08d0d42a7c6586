"""Make tonight's backup."""

from django.core.management.base import BaseCommand, CommandError

from privacy import backup


class Command(BaseCommand):
    help = (
        "Dump the database into one sealed file, and remove the backups that are old."
    )

    def handle(self, **options: object) -> None:
        try:
            made = backup.run()
        except backup.BackupError as fault:
            raise CommandError(f"No backup was made: {fault}") from fault
        megabytes = made.size / backup.MEGABYTE
        self.stdout.write(
            f"{made.path.name}: {megabytes:.1f} MB; {made.removed} old removed"
        )
