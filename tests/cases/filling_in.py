"""Filling in a registration through its pages, as a partner would."""

from uuid import UUID

from django.test import Client

from cases.models import Case, Person, Registration
from tests.backstage import backstage

YES = dict.fromkeys(
    ("multiple_problems", "several_chains", "surroundings", "local_safety"), "yes"
)
STEPS = {
    "criteria": YES,
    "overleg": {
        "consultation": "not_enough",
        "tried": "Huisbezoek en een gesprek.",
        "goal": "Een gezamenlijk plan.",
    },
    "onderwerp": {"subject": "person"},
    "situatie": {
        "severity_huisvesting": "heavy",
        "problem_huisvesting": "Dreigende ontruiming.",
        "severity_verslaving": "unknown",
    },
    "achtergrond": {
        "occasion": "De overlast neemt toe.",
        "safety_risks": "Geen bekend.",
        "urgency": "normal",
    },
    "informeren": {
        "informed": "yes",
        "informed_by": "De wijkagent",
        "informed_on": "02-11-2026",
    },
}
SECRECY = {"secrecy_ground": "goede_zorg"}
PERSON = {
    "role": "betrokkene",
    "given_names": "Test",
    "surname": "Proefpersoon",
    "birth_date": "17-05-1984",
    "gemeente": "Proefstad",
}


def begun(client: Client) -> UUID:
    """A draft, begun from the page before it."""
    response = client.post("/aanmelden/")
    return UUID(response.url.split("/")[2])


def version_of(key: UUID) -> int:
    with backstage():
        return Registration.objects.get(case=key).version


def fill(client: Client, key: UUID, step: str, **answers: str):
    """One page, as somebody who just opened it."""
    told = {**STEPS.get(step, {}), "version": version_of(key), **answers}
    return client.post(f"/aanmelden/{key}/{step}/", told)


def add_person(client: Client, key: UUID, **answers: str):
    return client.post(f"/aanmelden/{key}/personen/toevoegen/", {**PERSON, **answers})


def completed(client: Client) -> UUID:
    """A draft that lacks nothing any more."""
    key = begun(client)
    for step in STEPS:
        assert fill(client, key, step).status_code == 302
    assert add_person(client, key).status_code == 302
    return key


def sent(client: Client) -> UUID:
    key = completed(client)
    client.post(f"/aanmelden/{key}/versturen/")
    return key


def stored(key: UUID) -> Case | None:
    with backstage():
        return Case.objects.filter(pk=key).first()


def registration(key: UUID) -> Registration:
    with backstage():
        return Registration.objects.get(case=key)


def persons(key: UUID) -> list[Person]:
    with backstage():
        return list(Person.objects.filter(case=key).order_by("first_processed_at"))


def text(response) -> str:
    return response.content.decode()
