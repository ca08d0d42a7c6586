"""Where somebody without account is reached: known at the door and to the bureau."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import secure_pages, visitors
from accounts.codes import AddressCode
from accounts.secure_pages import Reach, SecurePage, Subject
from accounts.visitors import Visitor
from tests.backstage import backstage
from tests.stories import sent
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id

pytestmark = [pytest.mark.eis("P-5"), pytest.mark.safety("X6")]
TABLES = (SecurePage, Visitor, AddressCode)


@pytest.fixture
def page(anna, bram, cato):
    """Somebody of Cato's organisation has a page; another registers without account."""
    case = sent(bram)
    with acting_as(anna):
        guest = secure_pages.somebody(name="Pia", function="", party=cato.party)
        made = secure_pages.lay_out(
            guest,
            Subject("meeting", case.pk, new_id()),
            at=Reach("pia@elders.example", "0612345678"),
            until=timezone.now() + timedelta(days=7),
            by=anna,
        )
    visitors.receive(
        address="los@elders.example",
        name="Lot",
        function="",
        party=cato.party,
        is_confirmed=True,
    )
    AddressCode.objects.create(address="los@elders.example")
    return made


def say(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.mark.parametrize("who", ["bram", "cato", "politie", "fg", "bestuurder"])
def test_nobody_else_reads_where_they_are_reached(request, page, who):
    with acting_as(request.getfixturevalue(who)):
        assert [model.objects.count() for model in TABLES] == [0, 0, 0]


def test_the_bureau_knows_and_they_know_themselves(page, anna):
    with acting_as(anna):
        assert [model.objects.count() for model in TABLES] == [1, 1, 1]
    with acting_as(page.user):
        assert SecurePage.objects.get().address == "pia@elders.example"
        assert not Visitor.objects.exists()


CHANGES = (
    "address = 'mijn@eigen.example'",
    "ended_at = NULL, phone = ''",
    "until = until + interval '1 year'",
    "openings = openings - 1",
)


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_moves_or_lengthens_a_page_by_hand(page, cato, change):
    with backstage():
        SecurePage.objects.update(openings=5)
    update = f"UPDATE accounts_securepage SET {change}"  # noqa: S608
    with acting_as(cato):
        assert say(update) == 0
    with pytest.raises(DatabaseError, match="stays"), acting_as(page.user):
        say(update)

    with backstage():
        assert SecurePage.objects.get().address == "pia@elders.example"


def test_who_opens_their_page_counts_that(page):
    with acting_as(page.user):
        secure_pages.guessed(page)
        found = secure_pages.opened(page)

    assert (found.openings, found.wrong) == (1, 0)


def test_nobody_lays_out_a_page_for_themselves(page, cato):
    with (
        pytest.raises(DatabaseError, match="row-level"),
        acting_as(cato),
        transaction.atomic(),
    ):
        SecurePage.objects.create(
            user=cato,
            kind="meeting",
            case_key=page.case_key,
            object_key=page.object_key,
            made_by=cato,
            until=timezone.now() + timedelta(days=7),
        )
