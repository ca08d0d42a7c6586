"""Find a person without the database knowing any name: keyed hashes of what is sought.

Equal names give equal digests. That is the price, and why the pepper is a secret
of its own, apart from the keys of the content.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import models

from cases.people import Person
from zvh.guard.models import DossierModel, Keep

SHORTEST_PREFIX = 3


class SearchKey(DossierModel):
    """One digest under which one person can be found."""

    class Kind(models.TextChoices):
        SURNAME = "surname", "achternaam"
        PREFIX = "prefix", "begin van de achternaam"
        SOUND = "sound", "klank van de achternaam"
        GIVEN_NAME = "given_name", "voornaam"
        BIRTH_DATE = "birth_date", "geboortedatum"
        BIRTH_YEAR = "birth_year", "geboortejaar"
        BSN = "bsn", "burgerservicenummer"

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="search_keys", verbose_name="betrokkene"
    )
    kind = models.CharField("soort", max_length=20, choices=Kind)
    digest = models.CharField("sleutel", max_length=64)
    withdrawn_at = models.DateTimeField("vervangen op", null=True, editable=False)

    class Privacy:
        keep = Keep.SHELL
        personal = frozenset({"digest"})
        process = frozenset({"person", "kind", "withdrawn_at"})

    class Meta:
        verbose_name = "zoeksleutel"
        verbose_name_plural = "zoeksleutels"
        indexes = [models.Index(fields=["digest", "case"], name="cases_by_search_key")]


Kind = SearchKey.Kind


def keys_of(person: Person, *, birth_date: date | None, bsn: str) -> list[SearchKey]:
    """Every key under which this person is found; not saved yet."""
    pairs = {
        *((Kind.SURNAME, normal(person.surname)), (Kind.SOUND, sound(person.surname))),
        *((Kind.PREFIX, start) for start in _starts(normal(person.surname))),
        *((Kind.GIVEN_NAME, normal(name)) for name in person.given_names.split()),
        *((Kind.BIRTH_DATE, d.isoformat()) for d in [birth_date] if d),
        *((Kind.BIRTH_YEAR, str(d.year)) for d in [birth_date] if d),
        (Kind.BSN, digits(bsn)),
    }
    return [
        SearchKey(
            case_id=person.case_id, person=person, kind=kind, digest=digest(kind, value)
        )
        for kind, value in sorted(pairs)
        if value
    ]


def digest(kind: str, value: str) -> str:
    """The stored form of a normalised value: 64 hexadecimal characters."""
    return hmac.new(
        settings.SEARCH_PEPPER.encode(), f"{kind}:{value}".encode(), sha256
    ).hexdigest()


def digests_sought(words: Iterable[str]) -> list[list[str]]:
    """For each word that can be sought: the digests of all that it may mean."""
    meant = ([digest(kind, value) for kind, value in _meant(word)] for word in words)
    return [digests for digests in meant if digests]


def normal(name: str) -> str:
    """Lower case letters only: 'Müller-Ö' and 'muller o' are the same."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z]", "", plain.replace("ß", "ss").replace("ø", "o"))


def sound(name: str) -> str:
    """How a Dutch surname sounds: Jansen, Janssen and Janszen are one."""
    heard = normal(name)
    for spelled, spoken in SPOKEN:
        heard = re.sub(spelled, spoken, heard)
    return re.sub(r"(.)\1+", r"\1", heard)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


SPOKEN = (
    (r"ij|ei|ey|y", "i"),
    (r"ou|au|auw|ouw", "u"),
    (r"sch|ss|sz|z", "s"),
    (r"ph|v", "f"),
    (r"th|dt|d(?=$)", "t"),
    (r"ck|q|x|c(?![h])", "k"),
    (r"ch|gh", "g"),
    (r"ae", "a"),
    (r"oe|uh", "o"),
    (r"h$", ""),
)


def _starts(name: str) -> Iterable[str]:
    return (name[:n] for n in range(SHORTEST_PREFIX, len(name) + 1))


def _meant(word: str) -> list[tuple[Kind, str]]:
    if found := re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", word):
        day, month, year = map(int, found.groups())
        return _birth_date(year, month, day)
    if re.fullmatch(r"(19|20)\d\d", word):
        return [(Kind.BIRTH_YEAR, word)]
    if re.fullmatch(r"\d{9}", digits(word)):
        return [(Kind.BSN, digits(word))]
    return _names(normal(word))


def _names(name: str) -> list[tuple[Kind, str]]:
    if not name:
        return []
    beginning = Kind.PREFIX if len(name) >= SHORTEST_PREFIX else Kind.SURNAME
    return [
        (beginning, name),
        (Kind.SOUND, sound(name)),
        (Kind.GIVEN_NAME, name),
    ]


def _birth_date(year: int, month: int, day: int) -> list[tuple[Kind, str]]:
    try:
        return [(Kind.BIRTH_DATE, date(year, month, day).isoformat())]
    except ValueError:
        return []
