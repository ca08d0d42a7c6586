"""Who is registered in the demo, and what is the matter; none of them exists."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Plot:
    """Who registers whom, and what is the matter."""

    sender: str
    given_names: str
    surname: str
    born: date
    occasion: str
    goal: str


QUARREL = Plot(
    "pim",
    "Joris",
    "Proefpersoon",
    date(1991, 4, 3),
    "In drie maanden belde de buurt acht keer over ruzie op straat. Er zijn schulden en"
    " de huur is opgezegd.",
    "De buurt heeft rust en Joris houdt zijn woning.",
)
LONELY = Plot(
    "gerda",
    "Marijke",
    "Denkbeeld",
    date(1958, 11, 21),
    "Zij mijdt zorg, vervuilt de woning en bedreigt de buren als het slecht gaat.",
    "Er is één plan voor zorg en veiligheid, met een vast aanspreekpunt.",
)
FAMILY = Plot(
    "wim",
    "Sem",
    "Fictiefsma",
    date(2009, 2, 14),
    "Hij gaat niet naar school, is twee keer aangehouden en er is geweld thuis.",
    "Sem gaat weer naar school en het is veilig in huis.",
)
RETURN = Plot(
    "rik",
    "Danny",
    "Voorbeeldman",
    date(1986, 8, 30),
    "Hij komt binnenkort vrij, zonder woning, inkomen of behandeling.",
    "Op de dag van vrijlating is er een woning en een afspraak bij de behandelaar.",
)
HELPED = Plot(
    "pim",
    "Karel",
    "Verzinsel",
    date(1972, 1, 19),
    "Ruzie met de buren liep uit op bedreiging.",
    "De buren wonen weer rustig naast elkaar.",
)
NUISANCE = Plot(
    "gerda",
    "Truus",
    "Testhof",
    date(1949, 6, 9),
    "Verward gedrag in het winkelcentrum, bijna elke week een melding.",
    "Minder meldingen, en iemand die haar kent als het misgaat.",
)
HOMELESS = Plot(
    "wim",
    "Freek",
    "Bedenksel",
    date(1979, 10, 2),
    "Hij slaapt in portieken, en winkeliers en bewoners melden overlast en bedreiging.",
    "Er is een plek om te slapen en te wonen, en de overlast neemt af.",
)

# Name, address elsewhere, and how many can sit in it.
ROOMS = (
    ("Zaal De Brug", "", 14),
    ("Zaal Het Baken", "", 8),
    ("Raadzaal", "Voorbeeldplein 1, Voorbeeldstad", 24),
)

# What the table wrote under which heading.
TOLD = {
    "patterns": "Het gaat mis als er geen vaste dagbesteding is.",
    "questions": "Wie regelt het inkomen in de eerste maand?",
}
