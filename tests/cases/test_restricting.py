"""A restricted case exists only for the people named on it (P-2)."""

import pytest
from django.urls import reverse

from cases import bureau_actions
from cases.models import Case
from tests.backstage import backstage
from tests.stories import sent
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.eis("P-2")


def page(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


def restrict(client, case, *names):
    return client.post(
        page("restrict", case), {"names": [str(user.pk) for user in names]}
    )


def test_named_colleague_keeps_it_and_others_lose_it(sign_in, anna, bas, mirjam, bram):
    case = sent(bram)

    restrict(sign_in(anna), case, mirjam)

    assert sign_in(anna).get(page("detail", case)).status_code == 200
    assert sign_in(mirjam).get(page("detail", case)).status_code == 200
    assert sign_in(bas).get(page("detail", case)).status_code == 404


def test_it_leaves_the_lists_of_others(sign_in, anna, bas, bram):
    case = sent(bram)

    restrict(sign_in(anna), case)

    lists = reverse("cases:list")
    assert case.number in sign_in(anna).get(lists).content.decode()
    assert case.number not in sign_in(bas).get(lists).content.decode()
    with acting_as(bas):
        assert not Case.objects.filter(pk=case.pk).exists()


def test_it_shows_that_it_is_restricted(sign_in, anna, bram):
    case = sent(bram)

    restrict(sign_in(anna), case)

    assert "Besloten" in sign_in(anna).get(page("detail", case)).content.decode()


def test_who_leads_it_cannot_be_left_out(sign_in, anna, mirjam, bram, other_anna):
    case = sent(bram)
    with acting_as(anna):
        bureau_actions.take_over(
            Case.objects.get(pk=case.pk), by=anna, coordinator=other_anna
        )

    response = restrict(sign_in(anna), case, mirjam)

    assert "neem de casus eerst over" in response.content.decode()
    with backstage():
        assert not Case.objects.get(pk=case.pk).is_restricted


def test_only_a_procescoordinator_restricts(sign_in, bas, bram):
    case = sent(bram)

    assert restrict(sign_in(bas), case).status_code == 403


def test_restricting_twice_is_refused(sign_in, anna, bram):
    case = sent(bram)
    restrict(sign_in(anna), case)

    assert restrict(sign_in(anna), case).status_code == 403


def test_who_is_not_named_cannot_lead_it(sign_in, anna, bram, other_anna):
    case = sent(bram)
    client = sign_in(anna)
    restrict(client, case)

    text = client.get(page("take_over", case)).content.decode()

    assert f">{anna.name}</option>" in text
    assert other_anna.name not in text


def open_up(client, case):
    return client.post(page("open_up", case))


@pytest.mark.use("U34")
def test_who_is_named_opens_it_to_all_colleagues_again(sign_in, anna, bas, bram):
    case = sent(bram)
    client = sign_in(anna)
    restrict(client, case)

    offered = client.get(page("detail", case)).content.decode()
    told = client.get(page("open_up", case)).content.decode()
    open_up(client, case)

    assert page("open_up", case) in offered
    assert f"<li>{bas.name}</li>" in told
    assert f"<li>{anna.name}</li>" not in told
    assert sign_in(bas).get(page("detail", case)).status_code == 200
    with acting_as(bas):
        assert Case.objects.filter(pk=case.pk).exists()


def test_it_can_be_restricted_and_opened_again_and_again(sign_in, anna, bas, bram):
    case = sent(bram)
    client = sign_in(anna)

    for _ in range(2):
        restrict(client, case)
        assert sign_in(bas).get(page("detail", case)).status_code == 404
        assert open_up(client, case).status_code == 302
        assert sign_in(bas).get(page("detail", case)).status_code == 200


def test_who_was_named_is_kept_out_when_it_is_restricted_anew(
    sign_in, anna, mirjam, bram
):
    case = sent(bram)
    client = sign_in(anna)
    restrict(client, case, mirjam)
    open_up(client, case)

    restrict(client, case)

    assert sign_in(mirjam).get(page("detail", case)).status_code == 404


def test_only_a_named_procescoordinator_opens_it(sign_in, anna, mirjam, bas, bram):
    case = sent(bram)
    restrict(sign_in(anna), case, mirjam)

    assert open_up(sign_in(mirjam), case).status_code == 403
    assert open_up(sign_in(bas), case).status_code == 404
    with backstage():
        assert Case.objects.get(pk=case.pk).is_restricted


def test_what_is_not_restricted_is_not_opened(sign_in, anna, bram):
    case = sent(bram)

    assert open_up(sign_in(anna), case).status_code == 403


@pytest.fixture
def other_anna(db):
    from accounts.models import Role
    from tests.cast import play

    return play("anouk", "Anouk Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (an)")
