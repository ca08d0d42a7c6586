"""The people of the demo, who plainly do not exist."""

from dataclasses import dataclass

from accounts.models import Function, Keten, Kind, Role
from house import profile
from house.words import word

# Shown on the sign-in page: the lock asks for a password, also in the demo.
PASSWORD = "olifant-paraplu-dinsdag"  # noqa: S105  # pragma: allowlist secret
AT = "@demo.example"


@dataclass(frozen=True)
class Player:
    """Somebody to be with one click."""

    key: str
    name: str
    function: str
    role: Role
    purpose: Function = Function.VERWERKING
    soort: str = "bureau"
    party: str = ""
    keten: Keten = Keten.BESTUUR
    kind: Kind = Kind.NONE
    deputy: str = ""

    @property
    def does(self) -> str:
        """Their work, in the words of this house where it has one for it."""
        return self.function or word(self.role)

    @property
    def soort_label(self) -> str:
        """The kind of Partij, as the profile calls it."""
        return profile.active().label("soorten", self.soort)

    @property
    def email(self) -> str:
        return f"{self.key}{AT}"


CAST = (
    Player("anna", "Anna Voorbeeld", "", Role.PROCESCOORDINATOR),
    Player(
        "bas",
        "Bas Voorbeeld",
        "procesondersteuner en beheerder",
        Role.PROCESONDERSTEUNER,
        purpose=Function.BEHEER,
    ),
    Player("mirjam", "Mirjam Voorbeeld", "", Role.MANAGER),
    Player(
        "fenna",
        "Fenna Voorbeeld",
        "",
        Role.FG,
        purpose=Function.RECHTMATIGHEID,
    ),
    Player(
        "bert",
        "Bert Voorbeeld",
        "burgemeester",
        Role.BESTUURDER,
        soort="burgemeester",
        party="Burgemeester van Voorbeeldstad",
        kind=Kind.LID1,
    ),
    Player(
        "pim",
        "Pim Politiepost",
        "wijkagent",
        Role.KETENPARTNER,
        soort="politie",
        party="Politie Voorbeeldstad",
        keten=Keten.JUSTITIE,
        kind=Kind.LID1,
        deputy="Petra Politiepost",
    ),
    Player(
        "olga",
        "Olga Officierpost",
        "parketsecretaris",
        Role.KETENPARTNER,
        soort="om",
        party="Openbaar Ministerie Voorbeeldland",
        keten=Keten.JUSTITIE,
        kind=Kind.LID1,
        deputy="Otto Officierpost",
    ),
    Player(
        "rik",
        "Rik Reclassering",
        "reclasseringswerker",
        Role.KETENPARTNER,
        soort="reclassering",
        party="Reclassering Voorbeeld",
        keten=Keten.JUSTITIE,
        kind=Kind.LID2,
        deputy="Roos Reclassering",
    ),
    Player(
        "gerda",
        "Gerda Ggzpost",
        "casemanager",
        Role.KETENPARTNER,
        soort="ggz",
        party="GGZ De Voorbeeldlinde",
        keten=Keten.ZORG,
        kind=Kind.LID2,
        deputy="Gijs Ggzpost",
    ),
    Player(
        "wim",
        "Wim Wijkteam",
        "adviseur zorg en veiligheid",
        Role.KETENPARTNER,
        soort="college",
        party="College van B en W van Voorbeeldstad",
        kind=Kind.LID1,
        deputy="Wilma Wijkteam",
    ),
)


def player(key: str) -> Player | None:
    """The member of the cast with this key."""
    return next((one for one in CAST if one.key == key), None)
