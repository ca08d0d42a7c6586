"""Make anew what depends on SECRET_KEY and SEARCH_PEPPER, after one of them changed."""

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from privacy import renewal


class Command(BaseCommand):
    help = (
        "Seal second factors with the SECRET_KEY of today, and make search keys with"
        " the SEARCH_PEPPER of today; as the owner, with web and worker stopped."
    )

    def handle(self, **options: object) -> None:
        try:
            done = renewal.renew()
        except ProgrammingError as fault:
            raise CommandError("Nothing was renewed: this needs the owner.") from fault
        except InvalidToken as fault:
            raise CommandError(
                "Nothing was renewed: a second factor was sealed with a key that is"
                " not among SECRET_KEY_FALLBACKS."
            ) from fault
        self.stdout.write(
            f"{done.factors} second factors sealed; {done.persons} persons findable"
        )
