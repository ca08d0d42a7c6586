"""Who gets what, at four stops of a case's life: exactly the cells of the table."""

import os
from uuid import UUID

import pytest
import time_machine

from accounts.models import Role, User
from tests import life as lives
from tests import matrix
from tests.backstage import backstage
from tests.cast import play
from tests.factories import UserFactory
from tests.life import DECEMBER, MONDAY, TUESDAY, Life


def everybody(life: Life) -> dict[str, User]:
    """The people of the case, their colleagues, and those who have no part in it."""
    with backstage():
        colleague = UserFactory(
            party=life.people["partner"].party, roles=[Role.KETENPARTNER]
        )
        constable = UserFactory(
            party=life.people["agent"].party, roles=[Role.KETENPARTNER]
        )
    return {
        "coordinator": life.people["anna"],
        "ondersteuner": play("bas", "Bas", Role.PROCESONDERSTEUNER, name="Huis 2"),
        "manager": play("mirjam", "Mirjam", Role.MANAGER, name="Huis 3"),
        "aanmelder": life.people["partner"],
        "collega": colleague,
        "deelnemer": life.people["agent"],
        "diens_collega": constable,
        "buitenstaander": play("cato", "Cato", Role.KETENPARTNER, name="Elders"),
        "fg": play("fg", "Fenna", Role.FG, name="Huis 4"),
        "bestuurder": play("bert", "Bert", Role.BESTUURDER, name="Bestuur"),
    }


@pytest.mark.long
@pytest.mark.eis("P-2", "P-3", "P-3b", "P-4")
@pytest.mark.safety("X1", "X2", "X6")
def test_exactly_the_documented_cells(db, sign_in):
    with time_machine.travel(MONDAY):
        life = lives.cast(sign_in)
        people = everybody(life)
        lives.tick()
        lives.draft(life)
        told = [stop("concept", life.key, people, sign_in)]
        lives.send(life)
        lives.take_in(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.put_on_agenda(life)
        told.append(stop("weging", life.key, people, sign_in))
        lives.decide(life, "ico")
        meeting = lives.convene(life)
    with time_machine.travel(DECEMBER):
        life.come_in()
        lives.meet(life, meeting)
        told.append(stop("overleg", life.key, people, sign_in))
        lives.plan(life, meeting)
        lives.scale_down(life)
        told.append(stop("afschaling", life.key, people, sign_in))

    now = "\n\n".join(told) + "\n"
    if os.environ.get("REWRITE_MATRIX"):
        matrix.FILE.write_text(now)
    assert now == matrix.FILE.read_text()


def stop(name: str, key: UUID, people: dict[str, User], sign_in) -> str:
    clients = {who: sign_in(user) for who, user in people.items()}
    assert matrix.strange_answers(key, clients["buitenstaander"]) == []
    pages = matrix.by_page(key, people, clients)
    return f"# {name}\npages\n{pages}\ntables\n{matrix.by_table(key, people)}"
