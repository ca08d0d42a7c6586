"""Perhaps the same person: who is told, why, what is decided, and who never hears."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import actions, likeness
from cases.lifecycle import Phase
from cases.models import Case, Comparison, Person, PersonDetails
from tests.backstage import backstage
from tests.stories import drafted, in_phase, sent
from zvh.guard.announce import acting_as

BORN = date(1984, 5, 17)
BSN = "123456782"


def told(by, **known):
    """A registration of one person of whom this is known."""
    case = drafted(by, surname=known.get("surname", "Janssen"))
    with acting_as(by):
        person = Person.objects.get(case=case)
        person.given_names = known.get("given_names", "Test")
        person.prefix = known.get("prefix", "")
        person.save()
        details = PersonDetails.objects.get(person=person)
        details.birth_date = known.get("birth_date", BORN)
        details.bsn = known.get("bsn", "")
        details.save()
        return actions.send_registration(case, by=by)


def whys(user, case):
    with acting_as(user):
        return [(m.case, m.why) for m in likeness.standing(user, case)]


def page_of(case):
    return reverse("cases:compare", args=[case.pk])


def said(user, case, sign_in, *, is_same):
    client = sign_in(user)
    match = client.get(page_of(case)).context["rows"][0]["match"]
    return client.post(
        page_of(case),
        {"person": match.person, "other": match.other, "is_same": is_same},
    )


@pytest.mark.eis("A-8")
@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"bsn": BSN}, {"bsn": BSN, "surname": "Bakker"}, likeness.BSN),
        ({}, {}, likeness.SURNAME),
        ({"surname": "Jansen"}, {"surname": "Janszen"}, likeness.SOUND),
        ({"surname": "Müller"}, {"surname": "Muller"}, likeness.SURNAME),
        ({"surname": "Nowakł"}, {"surname": "Nowakl"}, likeness.SURNAME),
        (
            {"surname": "Berg", "prefix": "van den"},
            {"surname": "van den Berg"},
            likeness.SURNAME,
        ),
        (
            {"surname": "Berg", "prefix": "van den"},
            {"surname": "Vandenberg"},
            likeness.SURNAME,
        ),
        ({"surname": "Berg, van den"}, {"surname": "Berg"}, likeness.SURNAME),
        ({"surname": "Bakker-de Vries"}, {"surname": "Vries"}, likeness.SURNAME),
        ({"given_names": "J."}, {"given_names": "Jan"}, likeness.SURNAME),
        (
            {"given_names": "Anne"},
            {"given_names": "Bert"},
            f"{likeness.SURNAME} ({likeness.OTHER_INITIAL})",
        ),
    ],
)
def test_bureau_reads_why_it_may_be_the_same(bram, cato, anna, one, other, why):
    earlier, later = told(bram, **one), told(cato, **other)

    assert whys(anna, later) == [(earlier, why)]
    assert whys(anna, earlier) == [(later, why)]


@pytest.mark.eis("A-8")
@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": date(1984, 5, 18)},
        {"birth_date": None},
        {"surname": "Smit"},
        {"bsn": "999993653", "birth_date": None},
    ],
)
def test_what_says_too_little_is_not_pointed_out(bram, cato, anna, other):
    told(bram, bsn=BSN)
    later = told(cato, **other)

    assert whys(anna, later) == []


@pytest.mark.eis("A-8")
def test_family_members_are_not_mixed(bram, cato, anna):
    """The day of one and the name of another make no third person."""
    told(bram, surname="Jansen", given_names="Kees")
    later = told(cato, surname="Jansen", birth_date=date(1990, 1, 1), given_names="A")
    with acting_as(anna):
        child = Person.objects.create(
            case=later, given_by=cato.party, given_names="B", surname="Smit"
        )
        PersonDetails.objects.create(
            case=later, person=child, given_by=cato.party, birth_date=BORN
        )
        actions.renew_search_keys(child, by=anna)

    assert whys(anna, later) == []


@pytest.mark.eis("A-8")
@pytest.mark.parametrize("name", ["cases:detail", "triage:intake", "cases:compare"])
def test_each_page_of_the_start_says_why(sign_in, bram, cato, anna, name):
    earlier, later = told(bram, bsn=BSN), told(cato, bsn=BSN)

    text = sign_in(anna).get(reverse(name, args=[later.pk])).content.decode()

    assert earlier.number in text
    assert likeness.BSN in text


@pytest.mark.eis("A-8")
def test_judgement_is_kept_on_both_sides(sign_in, bram, cato, anna):
    earlier, later = told(bram), told(cato)

    said(anna, later, sign_in, is_same="no")

    assert whys(anna, later) == whys(anna, earlier) == []
    text = sign_in(anna).get(page_of(earlier)).content.decode()
    assert f"Iemand anders, zegt {anna.name}" in text

    said(anna, later, sign_in, is_same="yes")
    assert [case for case, _ in whys(anna, later)] == [earlier]
    with backstage():
        assert Comparison.objects.count() == 4
        assert {one.by for one in Comparison.objects.all()} == {anna}


@pytest.mark.eis("A-8", "P-2")
@pytest.mark.safety("X13")
def test_restricted_case_is_counted_for_nobody_else(sign_in, bram, cato, anna, bas):
    earlier, later = told(bram, bsn=BSN), told(cato, bsn=BSN)
    with acting_as(anna):
        actions.restrict(Case.objects.get(pk=earlier.pk), by=anna, names=[])
        pair = likeness.matches(anna, later)[0]

    assert whys(bas, later) == []
    client = sign_in(bas)
    assert earlier.number not in client.get(page_of(later)).content.decode()
    posted = {"person": pair.person, "other": pair.other, "is_same": "yes"}
    assert client.post(page_of(later), posted).status_code == 403
    with backstage():
        assert not Comparison.objects.exists()


@pytest.mark.eis("A-8", "S-3")
def test_shielded_case_is_named_by_its_number_alone(sign_in, bram, cato, anna):
    earlier = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)
    later = sent(cato)

    rows = sign_in(anna).get(page_of(later)).context["rows"]

    assert [(row["match"].case, row["there"]) for row in rows] == [(earlier, "")]
    answer = sign_in(anna).get(reverse("cases:detail", args=[earlier.pk]))
    assert answer.url == reverse("cases:shielded", args=[earlier.pk])


@pytest.mark.eis("A-8", "P-4")
@pytest.mark.safety("X13")
def test_partner_is_answered_alike_whether_or_not_somebody_is_known(
    sign_in, bram, cato, politie
):
    """Neither a page nor the number of questions to the database differs."""
    known, _ = told(bram, bsn=BSN), told(politie, bsn=BSN)
    unknown = told(bram, surname="Niemand", birth_date=date(1951, 1, 1))
    client = sign_in(bram)
    client.get(reverse("cases:registration_state", args=[known.pk]))

    asked = []
    for case in (known, unknown):
        with CaptureQueriesContext(connection) as heard:
            answer = client.get(reverse("cases:registration_state", args=[case.pk]))
        asked.append((answer.status_code, len(heard)))
        assert client.get(page_of(case)).status_code == 403
        with acting_as(bram):
            assert likeness.matches(bram, case) == []

    assert asked[0] == asked[1]
    assert sign_in(cato).get(page_of(known)).status_code == 404


@pytest.mark.eis("P-4")
def test_partner_cannot_read_or_write_a_judgement_in_sql(bram, cato, anna, sign_in):
    later = told(bram)
    told(cato)
    said(anna, later, sign_in, is_same="yes")

    for who in (bram, cato):
        with acting_as(who):
            assert not Comparison.objects.exists()
    with acting_as(anna):
        assert Comparison.objects.filter(case=later).update(is_same=False) == 0


@pytest.mark.eis("A-8")
@pytest.mark.parametrize("others", [1, 6])
def test_number_of_questions_does_not_grow(bram, cato, anna, others):
    for _ in range(others):
        told(bram, bsn=BSN)
    later = told(cato, bsn=BSN)

    with acting_as(anna):
        likeness.matches(anna, later)
        with CaptureQueriesContext(connection) as heard:
            assert len(likeness.matches(anna, later)) == others

    assert len(heard) == 2


def test_a_posted_form_that_says_nothing_changes_nothing(sign_in, bram, anna):
    case = told(bram)

    answer = sign_in(anna).post(page_of(case), {"is_same": "maybe"})

    assert answer.status_code == 422
    with backstage():
        assert not Comparison.objects.exists()
