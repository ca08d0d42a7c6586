"""Partijen of the demo that nobody plays: to be asked and invited all the same."""

from dataclasses import dataclass

from accounts.models import Contact, Keten, Kind, Party
from demo.cast import AT


@dataclass(frozen=True)
class Neighbour:
    """A Partij with somebody to ask; who is asked has no account."""

    soort: str
    party: str
    keten: Keten
    kind: Kind
    key: str
    name: str
    deputy: str


ALL = (
    Neighbour(
        "veilig_thuis",
        "Veilig Thuis Voorbeeldland",
        Keten.ZORG,
        Kind.LID2,
        "vera",
        "Vera Veiligpost",
        "Victor Veiligpost",
    ),
    Neighbour(
        "rvdk",
        "Raad voor de Kinderbescherming Voorbeeld",
        Keten.JUSTITIE,
        Kind.LID1,
        "ruth",
        "Ruth Raadpost",
        "Ruben Raadpost",
    ),
    Neighbour(
        "ggd",
        "GGD Voorbeeldland",
        Keten.ZORG,
        Kind.LID1,
        "greet",
        "Greet Ggdpost",
        "Guus Ggdpost",
    ),
    Neighbour(
        "dji",
        "Penitentiaire Inrichting Voorbeeld",
        Keten.JUSTITIE,
        Kind.LID1,
        "dirk",
        "Dirk Detentiepost",
        "Dora Detentiepost",
    ),
    Neighbour(
        "jeugdbescherming",
        "Jeugdbescherming Voorbeeldland",
        Keten.ZORG,
        Kind.LID2,
        "jet",
        "Jet Jeugdpost",
        "Joost Jeugdpost",
    ),
    Neighbour(
        "verslavingszorg",
        "Verslavingszorg De Proef",
        Keten.ZORG,
        Kind.LID2,
        "vik",
        "Vik Verslavingspost",
        "Vera Verslavingspost",
    ),
    Neighbour(
        "maatschappelijke_opvang",
        "Opvang Het Voorbeeld",
        Keten.ZORG,
        Kind.LID2,
        "otis",
        "Otis Opvangpost",
        "Olivia Opvangpost",
    ),
)


def bring_in() -> None:
    """A Partij of each soort, that of the house where its list has one."""
    for one in ALL:
        party = Party.objects.of_soort(one.soort).order_by("name").first()
        if party is None:
            party = Party.objects.create(
                name=one.party, soorten=[one.soort], keten=one.keten, kind=one.kind
            )
        be_reached_at(party, one.key, name=one.name, deputy=one.deputy)


def be_reached_at(party: Party, key: str, *, name: str, deputy: str) -> None:
    for who, address, stands_in in (
        (name, f"{key}{AT}", False),
        (deputy, f"vervanger-{key}{AT}", True),
    ):
        Contact.objects.create(
            party=party,
            name=who,
            email=address,
            phone="088 000 00 00",
            is_deputy=stands_in,
        )
