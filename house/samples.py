"""What pages say with a word: the preview of a word that is changed (T-1)."""

from collections.abc import Iterator

from house.words import Word, said

# Sentences of pages, mails and documents; each takes the forms of the word.
EVERYWHERE = (
    ("In een zin", "{0.capital_definite} staat klaar. Open {0.this}."),
    ("Na een getal", "1 {0.singular}, 3 {0.plural}"),
    ("Als kop", "{0.capital_plural}"),
)
SAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "huis": (("Op een foutpagina", "Bel {0.definite}."),),
    "casus": (
        ("In het menu", "{0.capital_plural}"),
        ("Op het startscherm van een partner", "{0.capital} aanmelden"),
    ),
    "betrokkene": (
        (said("Bij een {aanmelding}"), "Weet {0.definite} dat u aanmeldt?"),
    ),
    "partij": (("In het menu", "{0.capital_plural}"),),
    "contactpersoon": ((said("Bij een {partij}"), "{0.capital_plural}"),),
    "aanmelding": (("In het menu", "{0.capital_plural}"),),
    "uitvraag": (("Op de pagina van de intake", "{0.capital_plural}"),),
    "inbreng": (("Op de pagina van een overleg", "{0.capital_plural}"),),
    "weging": (
        ("In het menu", "{0.capital}"),
        ("In een mail", "De agenda van {0.definite} staat klaar"),
        ("Op het overzicht", "{0.capital_definite} is op di 8 december 2026."),
    ),
    "weegoverleg": (("In een agenda", "{0.capital}"),),
    "ico": (
        ("In het menu", "{0.capital_plural}"),
        ("In een weigering", "{0.capital_definite} plant u als daartoe is besloten."),
    ),
    "afstemmingsplan": (("Boven het document", "{0.capital}"),),
    "afspraak": (("In het menu", "{0.capital_plural}"),),
    "afschaling": ((said("Op de pagina van {casus.definite}"), "{0.capital}"),),
    "manager": (("In een weigering", "Alleen {0.definite} wijzigt de termijnen."),),
    "procescoordinator": (
        ("In een weigering", "Alleen een {0.singular} kan het overleg voorzitten."),
    ),
    "procesondersteuner": (
        ("In een weigering", "Alleen {0.definite} wijzigt deze instellingen."),
    ),
    "ketenpartner": (("Bij een account", "De rol {0.capital}"),),
    "convenant": (
        (said("Bij een {partij}"), "Sinds wanneer geldt {0.definite}?"),
        ("In een weigering", "Uw organisatie is niet gebonden aan {0.definite}."),
    ),
}


def sentences(key: str, word: Word) -> Iterator[tuple[str, str]]:
    """Where a sentence stands, and how it reads with this word."""
    for where, text in (*SAMPLES.get(key, ()), *EVERYWHERE):
        yield where, text.format(word)
