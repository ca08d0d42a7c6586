"""A list is taken along: what is in the file, for whom, and what is written down."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases import actions, exporting, lists
from cases.lifecycle import Phase
from cases.models import Case, Export
from tests.backstage import backstage
from tests.stories import SURNAME, in_phase, sent
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.models import AccessRecord, Fact

CASES = reverse("cases:export", args=["casussen"])
GIVEN = {"reason": "checking", "suffix": "csv"}


@pytest.fixture
def village(anna, bram, cato):
    """Two cases in intake, one in ICO, one shielded."""
    return [
        sent(bram),
        sent(cato),
        in_phase(Phase.ICO, partner=bram, anna=anna),
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna),
    ]


def rows_of(response):
    if response["Content-Type"].startswith("text/csv"):
        text = response.content.decode("utf-8-sig")
        return list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    sheet = load_workbook(BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def exported():
    with backstage():
        return AccessRecord.objects.filter(kind="exported")


@pytest.mark.use("U27", "U38")
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_file_holds_the_rows_and_the_columns_of_the_list(
    sign_in, anna, village, suffix
):
    client = sign_in(anna)
    shown = client.get(reverse("cases:list") + "?fase=intake")
    heads = re.findall(r'<th scope="col">([^<]+)</th>', shown.content.decode())

    answer = client.post(f"{CASES}?fase=intake", {**GIVEN, "suffix": suffix})

    head, *rows = rows_of(answer)
    assert head == heads
    assert [row[0] for row in rows] == [
        row["case"].number for row in shown.context["rows"]
    ]
    assert [row[1] for row in rows] == ["T. P.", "T. P."]
    today = timezone.localdate()
    name = f'filename="casussen-{today}.{suffix}"'
    assert name in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert SURNAME not in str(rows)


@pytest.mark.eis("V-1")
@pytest.mark.safety("L1")
def test_one_record_for_each_case_and_one_of_the_export(sign_in, anna, village):
    sign_in(anna).post(f"{CASES}?fase=intake", GIVEN)

    of_cases = exported().exclude(case_id=None)
    (whole,) = exported().filter(case_id=None)
    assert {it.case_id for it in of_cases} == {village[0].pk, village[1].pk}
    assert len(of_cases) == 2
    assert (whole.count, whole.filtered_by, whole.user_id) == (2, "fase", anna.pk)
    with backstage():
        proof = Export.objects.get()
        fact = Fact.objects.get(kind="exported")
    assert (proof.by, proof.reason, proof.suffix, proof.count) == (
        *(anna, "checking", "csv", 2),
    )
    assert (proof.listing, proof.values) == ("casussen", {"fase": "intake"})
    assert proof.remove_on.year == timezone.localdate().year + 5
    assert fact.dimensions == {"listing": "casussen"}
    log = sign_in(anna).get(reverse("cases:log", args=[village[0].pk]))
    assert "eëxporteerd" in log.content.decode()


def test_looking_at_the_page_takes_nothing_along(sign_in, anna, village):
    page = sign_in(anna).get(f"{CASES}?fase=intake")

    assert page.context["count"] == 2
    assert "2 rijen" in page.content.decode()
    assert not exported().exists()
    with backstage():
        assert not Export.objects.exists()


@pytest.mark.parametrize("given", [{}, {"reason": "zomaar", "suffix": "csv"}])
def test_without_a_reason_nothing_goes_along(sign_in, anna, village, given):
    page = sign_in(anna).post(CASES, given)

    assert "reason" in page.context["form"].errors
    assert not exported().exists()


@pytest.mark.eis("P-2", "P-4")
@pytest.mark.safety("X1")
@pytest.mark.parametrize("who", ["bram", "politie", "fg", "bestuurder"])
@pytest.mark.parametrize("key", ["casussen", "aanmeldingen", "afspraken", "overleggen"])
def test_only_the_bureau_takes_lists_along(sign_in, who, key, request, village):
    client = sign_in(request.getfixturevalue(who))
    url = reverse("cases:export", args=[key])

    assert client.get(url).status_code == 403
    assert client.post(url, GIVEN).status_code == 403
    assert not exported().exists()


@pytest.mark.parametrize("who", ["anna", "fg"])
def test_a_list_that_is_not_there_is_not_taken_along(sign_in, who, request):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(reverse("cases:export", args=["zomaar"])).status_code == 404


@pytest.mark.eis("P-2", "S-3")
@pytest.mark.safety("X8")
def test_file_holds_what_this_person_may_see(sign_in, anna, bas, village):
    with acting_as(anna):
        case = Case.objects.get(pk=village[2].pk)
        actions.restrict(case, by=anna, names=[])
    browser = sign_in(bas)

    numbers = [row[0] for row in rows_of(browser.post(CASES, GIVEN))[1:]]

    assert sorted(numbers) == sorted(case.number for case in village[:2])
    assert {it.case_id for it in exported().exclude(case_id=None)} == {
        it.pk for it in village[:2]
    }


def test_nothing_and_too_much_are_refused_with_what_to_do(
    sign_in, anna, village, monkeypatch
):
    client = sign_in(anna)

    empty = client.get(f"{CASES}?fase=monitoring").content.decode()
    refused = client.post(f"{CASES}?fase=monitoring", GIVEN)
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    much = client.get(CASES).content.decode()
    too_much = client.post(CASES, GIVEN)

    assert "Er is niets om mee te nemen" in empty
    assert "te veel rijen" in much
    assert (refused.status_code, too_much.status_code) == (403, 403)
    assert not exported().exists()


@pytest.mark.use("U27")
def test_every_list_gives_as_many_rows_as_it_shows(sign_in, anna, village):
    client = sign_in(anna)

    for listing in lists.every():
        with acting_as(anna):
            chosen = lists.Chosen.of(listing, anna, {})
            rows, count = chosen.rows.count(), chosen.count
        assert count == str(rows)
        if rows:
            url = reverse("cases:export", args=[listing.key])
            head, *taken = rows_of(client.post(url, GIVEN))
            assert len(taken) == rows, listing.key
            assert {len(row) for row in taken} == {len(head)}


@pytest.mark.safety("X6")
def test_register_of_exports_is_for_who_answers_for_it(
    sign_in, anna, mirjam, fg, bram, bestuurder, village
):
    sign_in(anna).post(CASES, GIVEN)

    seen = {}
    for who in (mirjam, fg, anna, bram, bestuurder):
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_export")
            seen[who] = cursor.fetchone()[0]
    assert seen == {mirjam: 1, fg: 1, anna: 0, bram: 0, bestuurder: 0}
    with acting_for(Purpose.RETENTION):
        assert Export.objects.all().delete()[0] == 0


@pytest.mark.eis("V-1")
def test_who_answers_for_it_reads_what_was_taken_along(
    sign_in, anna, mirjam, fg, bram, bestuurder, village
):
    url = reverse("cases:exports")
    sign_in(anna).post(f"{CASES}?fase=intake", GIVEN)

    for who in (mirjam, fg):
        page = sign_in(who).get(url).content.decode()
        assert "Anna Voorbeeld" in page
        assert "De registratie controleren" in page
        assert "Intake" in page
        assert village[0].number not in page
    for who in (anna, bram, bestuurder):
        assert sign_in(who).get(url).status_code == 403
