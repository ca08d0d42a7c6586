"""Hostile text in every field stays text: in pages, in the PDF and in mail."""

from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from pypdf import PdfReader

from tests import life as lives
from tests.browsing import Somebody
from tests.life import DECEMBER, MARK, MONDAY, TUESDAY

HOSTILE = "<b onclick=x>\"'{{7}}"
RAW = ("<b onclick", "\"'{{7}}")


class Watchful(Somebody):
    """Looks at every page for text that became code."""

    def _at(self, response: Any, url: str) -> Somebody:
        at = super()._at(response, url)
        assert not [raw for raw in RAW if raw in self.page], url
        return at


@pytest.mark.safety("I1")
def test_hostile_text_stays_text(db, sign_in):
    with time_machine.travel(MONDAY):
        life = lives.cast(sign_in, mark=MARK + HOSTILE, kind=Watchful)
        lives.tick()
        lives.draft(life)
        lives.send(life)
        lives.take_in(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.weigh(life, "ico")
        meeting = lives.convene(life)
    with time_machine.travel(DECEMBER):
        life.come_in()
        lives.meet(life, meeting)
        plan = lives.plan(life, meeting)
        lives.look_around(life)
        pdf = life.anna.client.get(life.url("ico:plan_pdf", plan)).content
        lives.tick()

    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "<b onclick=x>" in printed.replace("\n", "")
    assert mail.outbox
    assert not [letter for letter in mail.outbox if "onclick" in str(letter.message())]
