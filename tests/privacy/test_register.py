"""The register of what left the house: read, filtered and taken along (V-1)."""

import csv
from io import StringIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.exports import Export
from cases.lifecycle import Phase
from cases.models import Case
from privacy import disclosures
from privacy.disclosures import Disclosure
from privacy.recipients import Recipient
from tests.backstage import backstage
from tests.stories import in_phase
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord
from zvh.lib.keys import new_id

REGISTER = "privacy:disclosures"


@pytest.fixture
def sent(db, anna, bram, politie):
    with backstage():
        return [
            disclosures.record(
                Disclosure.Kind.EXTRACT,
                case_key=new_id(),
                party=user.party,
                by=anna,
                purpose="plan",
                ground="convenant 16.2",
                channel="pages",
                source_key=new_id(),
                lines=[new_id()],
            )
            for user in (bram, politie)
        ]


def exported(browser, query=""):
    url = reverse("cases:export", args=["verstrekkingen"]) + query
    return browser.post(url, {"reason": "checking", "suffix": "csv"})


@pytest.mark.eis("V-1", "S-10")
@pytest.mark.parametrize("who", ["fg", "mirjam"])
def test_who_answers_for_it_reads_filters_and_takes_it_along(
    sent, sign_in, request, bram, politie, who
):
    user = request.getfixturevalue(who)
    browser = sign_in(user)
    query = f"?partij={bram.party_id}"

    everything = browser.get(reverse(REGISTER))
    narrowed = browser.get(reverse(REGISTER) + query)
    file = exported(browser, query)

    assert len(everything.context["lines"]) == 2
    assert [line[2] for line in narrowed.context["lines"]] == [bram.party.name]
    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == [bram.party.name]
    with backstage():
        assert Export.objects.get().by == user


@pytest.mark.eis("V-1", "P-2", "P-3")
@pytest.mark.parametrize("who", ["anna", "bas", "bram", "cato", "bestuurder"])
def test_nobody_else_reads_it_or_takes_it_along(sent, sign_in, request, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(reverse(REGISTER)).status_code == 403
    assert exported(browser).status_code == 403


def test_the_fg_takes_no_other_list_along(sign_in, fg):
    url = reverse("cases:export", args=["casussen"])

    response = sign_in(fg).post(url, {"reason": "checking", "suffix": "csv"})

    assert response.status_code == 403


@pytest.mark.eis("V-1", "S-10")
@pytest.mark.parametrize("who", ["fg", "mirjam"])
def test_who_answers_for_it_searches_by_number_and_no_address_tells_it(
    sent, sign_in, request, bram, anna, who
):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    with backstage():
        case.refresh_from_db()
        Disclosure.objects.filter(pk=sent[0].pk).update(case_key=case.pk)
    browser = sign_in(request.getfixturevalue(who))

    page = browser.post(reverse(REGISTER), {"number": f" {case.number.lower()} "})
    nothing = browser.post(reverse(REGISTER), {"number": "9999-0001"})

    assert [line[2] for line in page.context["lines"]] == [sent[0].party.name]
    assert nothing.context["lines"] == []
    assert "Niets gevonden" in nothing.text
    with backstage():
        record = AccessRecord.objects.filter(action="disclosures").latest("at")
    assert record.filtered_by == "nummer"


@pytest.mark.eis("P-2", "P-3")
@pytest.mark.parametrize("who", ["anna", "bas", "bram", "bestuurder"])
def test_nobody_else_learns_which_case_a_number_is(sign_in, request, bram, anna, who):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    user = request.getfixturevalue(who)
    with backstage():
        case.refresh_from_db()

    with acting_as(user), connection.cursor() as cursor:
        cursor.execute("SELECT zvh_case_of_number(%s)", [case.number])
        assert cursor.fetchone() == (None,)


@pytest.mark.safety("I2")
def test_a_name_that_looks_like_a_formula_is_text_in_the_file(sent, sign_in, fg):
    with backstage():
        outside = Recipient.objects.create(name='=HYPERLINK("x")', kind="third")
        Disclosure.objects.filter(pk=sent[0].pk).update(party=None, recipient=outside)

    rows = exported(sign_in(fg)).content.decode("utf-8-sig")

    assert any("'=HYPERLINK" in row for row in rows.splitlines())
    assert "geen Partij" in rows


@pytest.mark.eis("S-10", "V-1")
def test_who_has_the_number_finds_what_left_a_dossier_that_is_gone(
    plan, sign_in, anna, fg
):
    url = reverse("privacy:send_outside", args=[plan.pk])
    sign_in(anna).post(url, {"way": "by_hand"})
    number = plan.case.number
    with backstage():
        Case.objects.filter(pk=plan.case_id).delete()
    browser = sign_in(fg)

    found = browser.post(reverse(REGISTER), {"number": number})
    other = browser.post(reverse(REGISTER), {"number": "9999-0001"})

    assert [line[2] for line in found.context["lines"]] == [
        "Woningstichting Proef (geen Partij)"
    ]
    assert other.context["lines"] == []
    assert number not in browser.get(reverse(REGISTER)).text


@pytest.mark.eis("S-10")
def test_the_number_of_proof_is_that_of_its_case_and_stays(plan, sign_in, anna):
    url = reverse("privacy:send_outside", args=[plan.pk])
    sign_in(anna).post(url, {"way": "by_hand"})

    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Disclosure.objects.update(reference="2026-0001")

    with backstage():
        assert Disclosure.objects.get().reference == plan.case.number
