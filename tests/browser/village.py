"""A house in full swing: a case at every stop of its life, and all its people."""

from dataclasses import replace
from uuid import UUID

from django.urls import reverse

from accounts.models import Role, User
from tests import life as lives
from tests import stories
from tests.backstage import backstage
from tests.cast import play
from tests.life import Life
from triage.models import AgendaItem


def people(life: Life) -> dict[str, User]:
    """Everybody who looks around: whoever has a part in cases, and the others."""
    others = {
        "bas": play("bas", "Bas Voorbeeld", Role.PROCESONDERSTEUNER, name="Huis (bas)"),
        "mirjam": play("mirjam", "Mirjam Voorbeeld", Role.MANAGER, name="Huis (m)"),
        "fg": play("fg", "Fleur Voorbeeld", Role.FG, name="Huis (fg)"),
        "bo": play("bo", "Bo Voorbeeld", Role.BESTUURDER, name="Gemeente Duin"),
    }
    return life.people | others


def begin(life: Life) -> list[Life]:
    """On Monday: drafts, registrations, and what is taken in for the weging."""
    lives.tick()
    empty = replace(life)
    empty.partner.open(reverse("cases:register")).send()
    empty.key = UUID(empty.partner.url.split("/")[2])
    _, met, ended = (_drafted(life) for _ in range(3))
    asked, _, waiting, advised, supported = (_sent(life) for _ in range(5))
    asked.anna.open(asked.url("triage:ask_completion")).send(holds="missing")
    lives.send(met)
    lives.send(ended)
    weighed = [waiting, advised, supported, met, ended]
    for one in weighed:
        lives.take_in(one)
    return weighed


def go_on(begun: list[Life]) -> None:
    """On Tuesday: one case of each outcome; one waits, one is established."""
    for one in begun:
        one.come_in()
    waiting, *decided = begun
    _send_the_agenda(waiting)
    for one, outcome in zip(decided, ("advice", "support", "ico", "ico"), strict=True):
        _decide(one, outcome)
    *_, met, ended = decided
    for one in (met, ended):
        meeting = lives.convene(one)
        lives.meet(one, meeting)
    drawn = lives.plan(ended, meeting)
    ended.anna.open(ended.url("ico:plan", drawn)).send(to="nieuwe-versie")


def _drafted(life: Life) -> Life:
    one = replace(life)
    lives.draft(one)
    return one


def _sent(life: Life) -> Life:
    """With little in it, by the shortest way."""
    return replace(life, key=stories.sent(life.people["partner"]).pk)


def _send_the_agenda(one: Life) -> None:
    one.anna.open(one.url("triage:send_agenda", _item(one).meeting_id)).send()


def _decide(one: Life, outcome: str) -> None:
    one.anna.open(one.url("triage:item", _item(one).pk))
    one.anna.send(holds="outcome", outcome=outcome)


def _item(one: Life) -> AgendaItem:
    with backstage():
        return AgendaItem.objects.get(case=one.key)
