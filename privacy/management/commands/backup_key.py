"""Make the pair of keys that backups are sealed and opened with."""

import pyrage
from django.core.management.base import BaseCommand

TOLD = """\
BACKUP_RECIPIENT={public}

The line above is for the server: with it backups are sealed, and none is opened.

The line below opens every backup, and is shown this once. Write it down or print it
twice, for two people to keep in two safes, and never on this machine or near the
backups. Without it no backup can be restored; who has it and a backup reads all cases.

{private}
"""


class Command(BaseCommand):
    help = "Print a new pair of keys for backups; nothing is kept of it."

    def handle(self, **options: object) -> None:
        private = pyrage.x25519.Identity.generate()
        self.stdout.write(TOLD.format(public=private.to_public(), private=private))
