"""What is asked once in a request, and when it is forgotten."""

import pytest
from django.db import transaction

from cases import actions, grants
from cases.grants import Access, Why
from tests.backstage import backstage
from tests.stories import sent
from zvh.guard import announce
from zvh.guard.announce import Purpose, acting_as, announced

pytestmark = pytest.mark.django_db(transaction=True)


class Asked:
    """A question that tells how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def question():
    return Asked()


def weighs(user, case):
    return grants.holds(user, Access.WEIGH, case.pk)


def let_in(user, case, by):
    grants.give(
        *(user, Access.WEIGH),
        case_id=case.pk,
        why=Why.AGENDA,
        source_id=case.pk,
        by=by,
    )


def let_out(case):
    grants.withdraw(case_id=case.pk, why=Why.AGENDA, source_id=case.pk)


def test_question_is_asked_once_while_somebody_is_announced(anna, question):
    with acting_as(anna):
        answers = [announce.remembered("it", question) for _ in range(3)]

    assert answers == [1, 1, 1]


def test_without_an_announcement_nothing_is_remembered(question):
    assert [announce.remembered("it", question) for _ in range(2)] == [1, 2]


def test_next_announcement_knows_nothing_of_the_last(anna, question):
    for _ in range(2):
        with acting_as(anna):
            announce.remembered("it", question)

    assert question.times == 2


@pytest.mark.safety("X7")
def test_people_and_purposes_do_not_share_answers(anna, bram, question):
    with acting_as(anna):
        announce.remembered("it", question)
        with announced(bram):
            announce.remembered("it", question)
        with announced(anna, purpose=Purpose.AGENDA):
            announce.remembered("it", question)
        assert announce.remembered("it", question) == 1

    assert question.times == 3


def test_access_counts_from_the_moment_it_is_given_until_it_is_taken(anna, bram, cato):
    case = sent(bram)
    with acting_as(anna):
        before = weighs(cato, case)
        let_in(cato, case, anna)
        between = weighs(cato, case)
        let_out(case)
        after = weighs(cato, case)

    assert (before, between, after) == (False, True, False)


def test_access_taken_for_another_purpose_is_gone_for_this_one_too(anna, bram, cato):
    case = sent(bram)
    with acting_as(anna):
        let_in(cato, case, anna)
        assert weighs(cato, case)
        with announced(anna, purpose=Purpose.AGENDA):
            let_out(case)

        assert not weighs(cato, case)


def test_access_given_in_a_step_that_is_undone_was_never_there(anna, bram, cato):
    case = sent(bram)
    with acting_as(anna):
        with transaction.atomic():
            let_in(cato, case, anna)
            assert weighs(cato, case)
            transaction.set_rollback(True)

        assert not weighs(cato, case)


def test_who_closes_a_case_to_colleagues_is_alone_at_once(anna, bas, bram):
    case = sent(bram)
    with acting_as(bas):
        assert grants.holds(bas, Access.WORK, case.pk)
    with acting_as(anna):
        assert grants.holds(bas, Access.WORK, case.pk)
        actions.restrict(case, by=anna, names=[])

        assert grants.holds(anna, Access.WORK, case.pk)
        assert not grants.holds(bas, Access.WORK, case.pk)


@pytest.mark.safety("X7")
def test_answers_end_with_the_request(sign_in, anna, bram):
    case = sent(bram)
    client, url = sign_in(anna), f"/casussen/{case.pk}/"
    assert client.get(url).status_code == 200
    with backstage():
        anna.authorisations.update(
            withdrawn_at=case.created_at, withdrawn_reason="Werkt er niet meer."
        )

    assert client.get(url).status_code == 404
