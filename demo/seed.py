"""Fill the demo house with its cast; a second time it finds everybody there."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from accounts import actions, party_actions
from accounts.models import Contact, Party, User
from accounts.setup import host_party, setup_house
from demo import neighbours
from demo.cast import AT, CAST, PASSWORD, Player
from house import profile

SIGNED_ON = date(2025, 3, 1)
LASTS = timedelta(days=365)


@transaction.atomic
def seed() -> int:
    """Bring in who is missing; how many came."""
    _refuse_a_house_in_use()
    setup_house()
    known = set(User.objects.values_list("email", flat=True))
    missing = [player for player in CAST if player.email not in known]
    # Hashed once: a hash takes long on purpose.
    password = make_password(PASSWORD) if missing else ""
    for player in missing:
        _bring_in(player, password)
    if missing:
        neighbours.bring_in()
    for party in Party.objects.filter(bound_since=None).apart_from_the_house():
        party_actions.bind_party(party, by=None, since=SIGNED_ON)
    _give_mail_domains()
    return len(missing)


def _refuse_a_house_in_use() -> None:
    # Everybody can read the cast's password: where people work it opens their cases.
    people = User.objects.exclude(email__endswith=AT)
    if people.exclude(is_visitor=True).exists():
        raise ImproperlyConfigured("There are people in this house: it is no demo.")


def _give_mail_domains() -> None:
    """Who has no account registers with an address like those of the cast (A-11)."""
    theirs = Party.objects.filter(users__email__endswith=AT).apart_from_the_house()
    for party in theirs.distinct():
        if not party.mail_domains:
            party.mail_domains = [AT.removeprefix("@")]
            party.save(update_fields=["mail_domains"])


def _bring_in(player: Player, password: str) -> None:
    user = User(
        email=player.email,
        name=player.name,
        function=player.does,
        party=_party(player),
        password=password,
        password_set_at=timezone.now(),
        must_change_password=False,
    )
    user.save()
    actions.grant_on_the_server(
        user,
        player.role,
        function=player.purpose,
        reason="Speelt mee in de demo",
        until=timezone.localdate() + LASTS,
    )
    _add_contacts(player, user)


def _party(player: Player) -> Party:
    if not player.party:
        return host_party()
    listed = Party.objects.of_soort(player.soort).order_by("name")
    # Whoever plays a Partij with a seat of its own sits there.
    seated = listed.filter(name__in=_seats_by_name())
    return (seated or listed).first() or Party.objects.create(
        name=player.party,
        soorten=[player.soort],
        keten=player.keten,
        kind=player.kind,
        mail_domains=["demo.example"],
    )


def _seats_by_name() -> list[str]:
    return [seat.party for seat in profile.active().triage.permanent if seat.party]


def _add_contacts(player: Player, user: User) -> None:
    if not player.deputy:
        return
    Contact.objects.create(
        party=user.party,
        user=user,
        name=user.name,
        email=user.email,
        phone="088 000 00 00",
    )
    Contact.objects.create(
        party=user.party,
        name=player.deputy,
        email=f"vervanger-{user.email}",
        phone="088 000 00 00",
        is_deputy=True,
    )
