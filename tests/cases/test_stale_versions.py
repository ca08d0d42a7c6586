"""Two browsers change the same page: the second is shown both texts, and chooses."""

import pytest

from tests.backstage import backstage
from tests.cases.filling_in import (
    add_person,
    begun,
    fill,
    persons,
    registration,
    text,
    version_of,
)
from zvh.guard.models import AccessRecord

MINE, THEIRS = "Wij belden de huisarts.", "De wijkagent ging langs."


@pytest.fixture
def desks(bram, sign_in):
    """Two browsers of Bram's."""
    return sign_in(bram), sign_in(bram)


def test_the_second_to_save_is_shown_both_texts(desks):
    first, second = desks
    key = begun(first)
    read = version_of(key)
    fill(first, key, "overleg", version=read, tried=THEIRS)

    response = fill(second, key, "overleg", version=read, tried=MINE)

    assert response.status_code == 409
    assert MINE in text(response)
    assert THEIRS in text(response)
    assert registration(key).tried == THEIRS


def test_the_second_may_choose_their_own_text(desks):
    first, second = desks
    key = begun(first)
    read = version_of(key)
    fill(first, key, "overleg", version=read, tried=THEIRS)
    offered = fill(second, key, "overleg", version=read, tried=MINE)

    assert f'name="version" value="{version_of(key)}"' in text(offered)
    fill(second, key, "overleg", version=version_of(key), tried=MINE)

    assert registration(key).tried == MINE


def test_only_what_differs_is_shown(desks):
    first, second = desks
    key = begun(first)
    read = version_of(key)
    fill(first, key, "overleg", version=read, tried=THEIRS)

    page = text(fill(second, key, "overleg", version=read, tried=MINE))

    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert table.count("<tr>") == 1
    assert "Wat is er al geprobeerd?" in table


def test_a_double_click_is_no_conflict(desks):
    first, _ = desks
    key = begun(first)
    read = version_of(key)

    answers = [fill(first, key, "overleg", version=read) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_who_does_not_say_what_was_read_overwrites_nothing(desks):
    first, _ = desks
    key = begun(first)
    fill(first, key, "overleg", tried=THEIRS)

    assert fill(first, key, "overleg", version="", tried=MINE).status_code == 409
    assert registration(key).tried == THEIRS


@pytest.mark.django_db(transaction=True)
def test_the_visit_is_written_down_though_the_save_is_undone(desks):
    first, second = desks
    key = begun(first)
    read = version_of(key)
    fill(first, key, "overleg", version=read, tried=THEIRS)
    with backstage():
        before = AccessRecord.objects.filter(action="step").count()

    fill(second, key, "overleg", version=read, tried=MINE)

    with backstage():
        assert AccessRecord.objects.filter(action="step").count() == before + 1


@pytest.mark.parametrize("step", ["criteria", "situatie", "achtergrond", "informeren"])
def test_every_page_keeps_both(desks, step):
    first, second = desks
    key = begun(first)
    read = version_of(key)
    fill(first, key, step, version=read)

    assert second.post(f"/aanmelden/{key}/{step}/", {
        "version": read, "later": "ja",
    }).status_code == 409  # fmt: skip


def test_a_person_changed_elsewhere_is_shown_twice(desks):
    first, second = desks
    key = begun(first)
    add_person(first, key)
    (person,) = persons(key)
    where, old = f"/aanmelden/personen/{person.pk}/", {"version": person.version}
    first.post(where, {"role": "betrokkene", "surname": "Eerste", **old})

    response = second.post(where, {"role": "victim", "surname": "Tweede", **old})

    assert response.status_code == 409
    assert all(it in text(response) for it in ("Eerste", "Tweede", "Slachtoffer"))
    assert persons(key)[0].surname == "Eerste"
