"""A case in the phase ICO, and something of it for an organisation outside."""

import pytest

from cases.lifecycle import Phase
from tests.privacy.outside import ready, told
from tests.stories import in_phase


@pytest.fixture
def case(bram, anna):
    return in_phase(Phase.ICO, partner=bram, anna=anna)


@pytest.fixture
def plan(case, anna, bram, politie, sign_in):
    """Every check holds, and every giver said yes."""
    pieces = told(case, anna, bram, politie)
    return ready(case, anna, pieces, sign_in, bram, politie)
