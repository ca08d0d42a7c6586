"""The words of which invented people and stories are made; plainly nobody's."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random

from zvh.lib.bsn import is_bsn


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FRONT = _words(
    """
    Proef Denk Schijn Voor Waan Droom Verzin Fictie Toneel Spiegel Schets Model
    Gissing Raadsel Sprook Sagen Mythe Fabel Luister Wolken Nevel Schaduw Echo
    Papier Karton Stempel Inkt Potlood Krijt Penseel
    """
)
BACK = _words(
    """
    beeld stra hof ma huis berg dam veld man sma kamp horst broek wijk donk meer
    brink oord dijk poort laan gaard stede burg zaal kerk molen water bosch
    heuvel
    """
)
SURNAMES = tuple(f"{front}{back}" for back in BACK for front in FRONT)
GIVEN = _words(
    """
    Joris Marijke Sem Danny Karel Truus Noor Levi Fleur Stijn Roos Teun Iris
    Daan Lotte Mats Evi Thijs Saar Bram Fenna Ruben Sanne Gijs Tess Cas Jill
    Koen Femke Luuk Maud Niek Pleun Rens Sofie Tygo Vera Wout Yara Ziggy Amira
    Bilal Chaima Deniz Elif Farid Hatice Imran Jasmina Kemal
    """
)
PREFIXES = ("", "", "", "", "", "de", "van", "van der", "van den", "el")
AREAS = ("Modelwijk", "Papierbuurt", "Proefkwartier", "Schetsplein", "Verzinpark")
GEMEENTEN = ("Voorbeeldstad", "Proefdam", "Schijnhuizen", "Denkdorp", "Waanveen")
STREETS = ("Potloodstraat", "Krijtlaan", "Penseelweg", "Inktpad", "Stempelhof")
SENTENCES = (
    "In drie maanden belde de buurt acht keer over ruzie op straat.",
    "Er zijn schulden, er is geen overzicht en de huur is opgezegd.",
    "Zorg wordt gemeden zodra iemand over medicijnen begint.",
    "De woning is vervuild en de buren klagen over stank en geluid.",
    "Sinds het overlijden van een ouder gaat het zichtbaar slechter.",
    "Op school is al twee maanden niemand meer verschenen.",
    "Met een vast aanspreekpunt lukte het vorig jaar een half jaar goed.",
    "De politie kwam twaalf keer langs, meestal in het weekend.",
    "Er is een uitkering aangevraagd, maar de stukken ontbreken.",
    "Het netwerk is klein: een zus in een andere stad en een oude vriend.",
    "Begeleiding komt elke week, maar staat vaak voor een dichte deur.",
    "Er loopt een toezicht met een meldplicht bij de reclassering.",
    "Bij spanning wordt er gedronken en dan volgen bedreigingen.",
    "De kinderen slapen sinds kort bij de grootouders.",
    "De behandelaar ziet verbetering zolang de dag een ritme heeft.",
    "De verhuurder wil eerst een plan zien voor hij uitstel geeft.",
    "Een eerdere opname duurde drie weken en eindigde te vroeg.",
    "Er is werk gevonden voor twee dagen per week.",
    "De wijkagent en het wijkteam gaan voortaan samen op bezoek.",
    "Niemand weet wie er belt als het in het weekend misgaat.",
)


class Stock:
    """What the dice take from the shelves; common names come more often."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.weights = list(accumulate(1 / (n + 12) for n in range(len(SURNAMES))))

    def surname(self) -> str:
        thrown = self.dice.random() * self.weights[-1]
        return SURNAMES[bisect(self.weights, thrown)]

    def pick(self, shelf: Sequence[str]) -> str:
        return shelf[int(self.dice.random() * len(shelf))]

    def story(self, sentences: int) -> str:
        """So many sentences, of which nobody is the subject."""
        start = int(self.dice.random() * len(SENTENCES))
        told = (SENTENCES[(start + n * 7) % len(SENTENCES)] for n in range(sentences))
        return " ".join(told)

    def bsn(self) -> str:
        """Nine digits that do not pass the test: they are nobody's number."""
        number = f"0000{int(self.dice.random() * 10000):04}"
        return next(f"{number}{end}" for end in "01" if not is_bsn(f"{number}{end}"))
