"""Searching: what finds a person, what does not, and what is remembered of it."""

import pytest
from django.urls import reverse

from cases import actions, searching
from cases.lifecycle import Phase
from cases.models import Case, Person, PersonDetails
from tests.stories import drafted, in_phase, sent
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

SEARCH = reverse("cases:search")
BSN = "123456782"


def found(client, typed):
    context = client.post(SEARCH, {"q": typed}).context
    return [row["case"] for row in context.get("rows", [])]


@pytest.fixture
def case(bram):
    draft = drafted(bram, surname="Janssen")
    with acting_as(bram):
        person = Person.objects.get(case=draft)
        person.prefix = "van der"
        person.save()
        details = PersonDetails.objects.get(person=person)
        details.bsn = BSN
        details.save()
        return actions.send_registration(draft, by=bram)


@pytest.mark.parametrize(
    "typed",
    [
        *("Janssen", "jansen", "JANS", "Test Janssen", "T. van der Janssen"),
        *("17-05-1984", "17-5-1984", "17/5/1984", "1984", "jansen 1984"),
        *("123456782", "1234 56 782", "1234.56.782", "janssen, test"),
    ],
)
def test_person_is_found_by(sign_in, anna, case, typed):
    assert found(sign_in(anna), typed) == [case]


@pytest.mark.parametrize("form", ["{}", " {} ", "ZVH-{}", "zvh-{}"])
def test_case_is_found_by_number(sign_in, anna, case, form):
    assert found(sign_in(anna), form.format(case.number)) == [case]


@pytest.mark.parametrize(
    "typed", ["Bakker", "jansen 1985", "18-05-1984", "123456783", "2020-9999", "ja"]
)
def test_nobody_is_found_by(sign_in, anna, case, typed):
    assert found(sign_in(anna), typed) == []


@pytest.mark.parametrize("typed", ["", "   ", "31-02-1984", "-"])
def test_what_cannot_be_sought_is_said(sign_in, anna, case, typed):
    response = sign_in(anna).post(SEARCH, {"q": typed})

    assert response.context["form"].errors["q"]
    assert not response.context.get("rows")


@pytest.mark.eis("P-2", "P-4")
@pytest.mark.safety("X13")
def test_each_finds_only_what_they_may_see(sign_in, anna, bas, bram, case):
    with acting_as(anna):
        actions.restrict(Case.objects.get(pk=case.pk), by=anna, names=[])

    assert found(sign_in(anna), "janssen") == [case]
    assert found(sign_in(bas), "janssen") == []
    assert found(sign_in(bas), case.number) == []
    assert sign_in(bram).post(SEARCH, {"q": "janssen"}).status_code == 403


@pytest.mark.eis("S-3")
def test_shielded_case_is_not_found(sign_in, anna, bram):
    case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    assert found(sign_in(anna), "Proefpersoon") == []
    assert found(sign_in(anna), case.number) == []


def test_no_more_than_fifty_are_shown(sign_in, anna, bram, monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    [sent(bram) for _ in range(3)]

    response = sign_in(anna).post(SEARCH, {"q": "Proefpersoon"})

    assert len(response.context["rows"]) == 1
    assert response.context["more"]


def test_words_in_an_address_are_ignored(sign_in, anna, case):
    response = sign_in(anna).get(SEARCH, {"q": "janssen"})

    assert "rows" not in response.context
    assert "janssen" not in response.content.decode().lower().replace(
        "jansen en janssen", ""
    )


def test_search_is_recorded_by_kind_and_never_by_word(sign_in, anna, case):
    sign_in(anna).post(SEARCH, {"q": "janssen 17-05-1984"})

    record = AccessRecord.objects.get(action="search")
    assert (record.kind, record.count) == ("searched", 1)
    assert record.filtered_by == "geboortedatum + naam"


@pytest.mark.django_db(transaction=True)
def test_search_finds_with_real_transactions(sign_in, anna, bram):
    case = sent(bram)

    assert found(sign_in(anna), "Proefpersoon") == [case]


def test_top_bar_searches_for_the_bureau_only(sign_in, anna, bram):
    field = 'name="q"'

    assert field in sign_in(anna).get(reverse("cases:today")).content.decode()
    assert field not in sign_in(bram).get(reverse("accounts:me")).content.decode()
