"""The register of what left the house: read, filtered and taken along (V-1)."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from cases.exports import Export
from privacy import disclosures
from privacy.disclosures import Disclosure
from tests.backstage import backstage
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
