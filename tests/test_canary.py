"""The canary: a mark in every field, and no trace of it when the case is gone."""

import pytest
import time_machine

from tests import life as lives
from tests.life import LATER, MONDAY, TUESDAY


@pytest.fixture
def life(transactional_db, sign_in):
    return lives.cast(sign_in)


def test_life(life):
    with time_machine.travel(MONDAY):
        lives.tick()
        lives.draft(life)
        lives.send(life)
        lives.take_in(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.weigh(life, "ico")
