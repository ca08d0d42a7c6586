"""The first keys of a house: its administrator, and the manager who confirms."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts import actions
from accounts.authorisations import Function, Role
from accounts.parties import Party
from accounts.people import User
from accounts.setup import setup_house
from house.words import word

FIRST_ROLES = (Role.PROCESONDERSTEUNER, Role.MANAGER)


class Command(BaseCommand):
    help = (
        "Make the first administrator (and, with --role manager, the first manager)."
        " Everybody after them is let in by two people."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--party", required=True, help="its exact name")
        parser.add_argument(
            "--role", choices=[str(r) for r in FIRST_ROLES], default=FIRST_ROLES[0]
        )

    def handle(
        self, *, email: str, name: str, party: str, role: str, **options: object
    ) -> None:
        setup_house()
        password = _make(email, name, _party(party), role)
        self.stdout.write(
            f"Eerste wachtwoord, één keer te gebruiken, een dag geldig: {password}"
        )


@transaction.atomic
def _make(email: str, name: str, party: Party, role: str) -> str:
    if User.objects.holding(role).exists():
        raise CommandError("Er is al iemand met deze rol. Die geeft u toegang.")
    if User.objects.filter(email=email.strip().lower()).exists():
        raise CommandError("Er is al een account met dit e-mailadres.")
    user, password = actions.create_user(by=None, party=party, email=email, name=name)
    actions.grant_on_the_server(
        user,
        role,
        function=Function.BEHEER,
        reason="Eerste sleutel van het huis",
        until=timezone.localdate() + timedelta(days=365),
    )
    return password


def _party(name: str) -> Party:
    found = Party.objects.filter(name=name).first()
    if found is None:
        known = "\n  ".join(Party.objects.values_list("name", flat=True))
        what = word("partij", "capital_this")
        raise CommandError(f"{what} is er niet. Bekend zijn:\n  {known}")
    return found
