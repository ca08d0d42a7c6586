"""A partner registers a case page by page, and nothing typed is lost on the way."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine

from cases.models import Case
from house import profile
from tests.backstage import backstage
from tests.cases.filling_in import (
    YES,
    add_person,
    begun,
    completed,
    fill,
    persons,
    registration,
    stored,
    text,
)
from tests.factories import some_key
from tests.life import MONDAY

PAGES = (
    *("criteria", "overleg", "onderwerp", "personen", "personen/toevoegen"),
    *("situatie", "achtergrond", "partijen", "partijen/toevoegen", "informeren"),
    *("bijlagen", "controleren", "verwijderen"),
)
LONG = "x" * 4001


@pytest.fixture
def desk(bram, sign_in):
    """Bram's browser."""
    return sign_in(bram)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_its_writer(desk, page):
    key = begun(desk)

    assert desk.get(f"/aanmelden/{key}/{page}/").status_code == 200


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_learns_that_a_draft_exists(desk, anna, cato, sign_in, page):
    key = begun(desk)

    for other in (sign_in(anna), sign_in(cato)):
        foreign = other.get(f"/aanmelden/{key}/{page}/")
        made_up = other.get(f"/aanmelden/{some_key()}/{page}/")
        assert foreign.status_code == made_up.status_code == 404
        assert foreign.content == made_up.content


@pytest.mark.eis("P-4")
def test_a_colleague_of_the_same_partij_sees_nothing_of_it(desk, bram, cato, sign_in):
    key = completed(desk)
    with backstage():
        cato.party = bram.party
        cato.save()

    colleague = sign_in(cato)

    assert colleague.get(f"/aanmelden/{key}/criteria/").status_code == 404
    assert (
        colleague.get(f"/aanmelden/personen/{persons(key)[0].pk}/").status_code == 404
    )
    assert "Concept" not in text(colleague.get("/mijn/"))


@pytest.mark.django_db(transaction=True)
def test_saving_is_final_before_the_answer_comes(desk):
    key = begun(desk)

    response = fill(desk, key, "overleg", tried="Drie huisbezoeken.")

    assert response.status_code == 302
    assert registration(key).tried == "Drie huisbezoeken."


@pytest.mark.use("U18", "U22")
@time_machine.travel(datetime(2026, 11, 23, 10, 59, 59, tzinfo=UTC), tick=False)
def test_before_it_starts_one_reads_what_comes_and_until_when(bram, sign_in):
    page = text(sign_in(bram).get("/aanmelden/"))

    assert "tien minuten" in page
    assert "088 000 00 00" in page
    assert "ma 23 november 2026, 12:00" in page
    assert "di 24 november 2026" in page


@pytest.mark.use("U22")
@time_machine.travel(datetime(2026, 11, 23, 11, 0, 0, tzinfo=UTC), tick=False)
def test_after_the_closing_time_the_next_weging_is_named(bram, sign_in):
    page = text(sign_in(bram).get("/aanmelden/"))

    assert "ma 30 november 2026, 12:00" in page
    assert "di 1 december 2026" in page


def test_beginning_twice_without_a_word_makes_one_draft(desk):
    assert begun(desk) == begun(desk)
    with backstage():
        assert Case.objects.count() == 1


def test_beginning_after_writing_makes_another(desk):
    first = begun(desk)
    fill(desk, first, "criteria")

    assert begun(desk) != first


def test_fg_cannot_begin(fg, sign_in):
    assert sign_in(fg).post("/aanmelden/").status_code == 403


@pytest.mark.use("U18")
def test_criteria_come_first(desk):
    key = begun(desk)

    response = desk.get(f"/aanmelden/{key}/")

    assert response.url == f"/aanmelden/{key}/criteria/"


@pytest.mark.eis("A-2")
@pytest.mark.parametrize(
    ("answers", "is_met"),
    [
        ("yes yes yes yes", True),
        ("yes yes yes no", True),
        ("yes yes no yes", True),
        ("yes yes no no", False),
        ("yes yes unknown unknown", False),
        ("no yes yes yes", False),
        ("yes unknown yes yes", False),
    ],
)
def test_criteria_are_judged_by_one_formula(desk, answers, is_met):
    key = begun(desk)
    told = dict(zip(YES, answers.split(), strict=True))

    response = fill(desk, key, "criteria", **told)

    assert (response.status_code == 302) is is_met
    if not is_met:
        assert "De casus voldoet niet aan de criteria. U kunt toch" in text(response)


@pytest.mark.eis("A-2")
def test_who_does_not_meet_the_criteria_says_why_and_goes_on(desk):
    key = begun(desk)

    response = fill(
        desk, key, "criteria", local_safety="no", surroundings="no", motivation="Toch."
    )

    assert response.url == f"/aanmelden/{key}/overleg/"
    assert registration(key).surroundings is False
    assert "Voldoet niet, met uw motivatie" in text(desk.get(response.url))


def test_what_is_not_known_is_no_answer_of_no(desk):
    key = begun(desk)

    fill(desk, key, "criteria", local_safety="unknown")

    assert registration(key).local_safety is None


@pytest.mark.eis("A-3")
def test_it_is_asked_whether_a_meeting_is_needed_at_all(desk):
    key = begun(desk)

    page = text(desk.get(f"/aanmelden/{key}/overleg/"))

    assert "Is onderling overleg tussen de betrokken organisaties genoeg?" in page
    assert "Wat is er al geprobeerd?" in page
    assert "Wat moet het casusoverleg opleveren?" in page


@pytest.mark.use("U15")
def test_an_empty_page_says_at_the_top_and_at_the_field_what_is_missing(desk):
    key = begun(desk)

    page = text(fill(desk, key, "overleg", tried="", goal=""))

    assert "<title>Fout: " in page
    assert page.count("Schrijf kort wat er al is geprobeerd.") == 2
    assert 'href="#id_tried"' in page


@pytest.mark.use("U17")
def test_a_text_that_is_too_long_is_not_lost(desk):
    key = begun(desk)

    page = text(fill(desk, key, "overleg", tried=LONG))

    assert "Gebruik hoogstens 4000 tekens. U gebruikt er nu 4001." in page
    assert LONG in page
    assert "Een gezamenlijk plan." in page
    assert registration(key).tried == ""


@pytest.mark.parametrize("step", ["overleg", "achtergrond", "informeren", "criteria"])
def test_who_stops_half_way_need_not_answer_everything(desk, step):
    key = begun(desk)

    response = desk.post(f"/aanmelden/{key}/{step}/", {"later": "ja", "version": 1})

    assert response.url == "/mijn/"
    assert "Concept" in text(desk.get("/mijn/"))


@pytest.mark.eis("A-1")
@time_machine.travel(datetime(2026, 11, 2, 13, 3, tzinfo=UTC), tick=False)
def test_every_save_is_told_with_the_time_of_the_server(bram, sign_in):
    desk = sign_in(bram)
    key = begun(desk)

    response = fill(desk, key, "criteria")

    shown = text(desk.get(response.url))
    assert "Opgeslagen om" in shown
    assert ">14:03</time>" in shown


@pytest.mark.eis("A-1")
def test_who_comes_back_goes_on_where_something_is_missing(desk, bram, sign_in):
    key = begun(desk)
    fill(desk, key, "criteria")
    fill(desk, key, "overleg")

    elsewhere = sign_in(bram)

    assert f"/aanmelden/{key}/" in text(elsewhere.get("/mijn/"))
    assert elsewhere.get(f"/aanmelden/{key}/").url == f"/aanmelden/{key}/personen/"


@pytest.mark.eis("A-4")
def test_a_person_is_kept_with_all_that_is_known(desk):
    key = begun(desk)

    add_person(desk, key, prefix="van der", bsn="1234.56.782", address="Dorpsstraat 1")

    (person,) = persons(key)
    assert person.full_name == "Test van der Proefpersoon"
    with backstage():
        assert person.details.bsn == "123456782"
        assert person.details.birth_date.isoformat() == "1984-05-17"


@pytest.mark.eis("A-4")
def test_what_is_not_known_of_a_person_stays_empty(desk):
    key = begun(desk)

    response = add_person(desk, key, given_names="", birth_date="", gemeente="")

    assert response.status_code == 302
    assert persons(key)[0].surname == "Proefpersoon"


@time_machine.travel(datetime(2026, 11, 2, 12, 0, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("surname", "", "Vul de achternaam in."),
        ("surname", "y" * 101, "Gebruik hoogstens 100 tekens."),
        ("birth_date", "31-02-1990", "Deze datum bestaat niet."),
        ("birth_date", "03-11-2026", "Deze datum ligt in de toekomst."),
        ("birth_date", "31-12-1899", "Deze datum ligt voor 1900."),
        ("bsn", "123456789", "Dit burgerservicenummer klopt niet."),
        ("bsn", "12345678", "Dit burgerservicenummer klopt niet."),
        ("bsn", "000000000", "Dit burgerservicenummer klopt niet."),
    ],
)
@pytest.mark.use("U17")
def test_bad_input_is_told_and_kept(bram, sign_in, name, typed, said):
    desk = sign_in(bram)
    key = begun(desk)

    page = text(add_person(desk, key, address="Dorpsstraat 1", **{name: typed}))

    assert said in page
    assert typed in page
    assert "Dorpsstraat 1" in page
    assert persons(key) == []


def test_an_answer_that_was_not_offered_is_refused(desk):
    key = begun(desk)

    assert "Kies een van de antwoorden." in text(add_person(desk, key, role="koning"))


def test_a_person_can_be_changed(desk):
    key = begun(desk)
    add_person(desk, key)
    (person,) = persons(key)

    desk.post(
        f"/aanmelden/personen/{person.pk}/",
        {"role": "betrokkene", "surname": "Anders", "version": person.version},
    )

    assert [it.surname for it in persons(key)] == ["Anders"]


def test_a_person_is_removed_after_a_question(desk):
    key = begun(desk)
    add_person(desk, key)
    where = f"/aanmelden/personen/{persons(key)[0].pk}/verwijderen/"

    asked = desk.get(where)
    assert len(persons(key)) == 1
    desk.post(where)

    assert "Proefpersoon" in text(asked)
    assert persons(key) == []


@pytest.mark.eis("A-4")
def test_an_area_has_no_people(desk):
    key = begun(desk)

    response = fill(desk, key, "onderwerp", subject="area", area="Het Stationsplein")

    assert response.url == f"/aanmelden/{key}/situatie/"
    assert desk.get(f"/aanmelden/{key}/personen/").status_code == 403
    assert add_person(desk, key).status_code == 403
    assert desk.get(f"/aanmelden/{key}/informeren/").status_code == 404


def test_an_area_needs_words(desk):
    key = begun(desk)

    response = fill(desk, key, "onderwerp", subject="area", area="")

    assert "Schrijf om welk gebied het gaat." in text(response)
    assert stored(key).subject == "person"


def test_people_are_taken_out_before_it_becomes_an_area(desk):
    key = begun(desk)
    add_person(desk, key)

    page = text(fill(desk, key, "onderwerp", subject="area", area="Het Stationsplein"))

    assert "Verwijder eerst de personen" in page
    assert "Het Stationsplein" in page


@pytest.mark.eis("A-4")
def test_a_problem_that_went_away_is_taken_out(desk):
    key = begun(desk)
    fill(desk, key, "situatie")

    fill(desk, key, "situatie", severity_huisvesting="", problem_huisvesting="")

    with backstage():
        told = {it.domain: it.severity for it in stored(key).domainproblems.all()}
    assert told == {"verslaving": "unknown"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"severity_huisvesting": ""}, "Kies hoe ernstig dit is."),
        ({"problem_huisvesting": ""}, "Schrijf kort wat er aan de hand is."),
    ],
)
def test_a_problem_has_words_and_a_weight(desk, answers, said):
    key = begun(desk)

    assert said in text(fill(desk, key, "situatie", **answers))


@pytest.mark.eis("A-4")
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"informed_by": ""}, "Schrijf wie het heeft verteld."),
        ({"informed_on": ""}, "Schrijf wanneer het is verteld."),
        ({"informed": "no"}, "Schrijf waarom (nog) niet."),
        ({"informed": "not_yet"}, "Schrijf waarom (nog) niet."),
    ],
)
def test_informed_by_whom_and_when_or_why_not(desk, answers, said):
    key = begun(desk)

    assert said in text(fill(desk, key, "informeren", **answers))


@pytest.mark.eis("A-4")
def test_organisations_come_from_the_register_or_by_name(desk, politie):
    key = begun(desk)
    where = f"/aanmelden/{key}/partijen/toevoegen/"

    desk.post(where, {"party": str(politie.party_id)})
    desk.post(where, {"organisation": "Buurtteam Noord"})

    with backstage():
        involved = stored(key).involvedpartys.all()
        assert {it.party_id for it in involved} == {politie.party_id, None}
        assert "Buurtteam Noord" in {it.organisation for it in involved}


def test_an_organisation_has_a_name(desk):
    key = begun(desk)

    page = text(
        desk.post(f"/aanmelden/{key}/partijen/toevoegen/", {"contact": "M. de Groot"})
    )

    assert "Kies een Partij, of schrijf de naam van de organisatie." in page
    assert "M. de Groot" in page


@pytest.mark.eis("A-10")
@pytest.mark.parametrize("page", ["personen/toevoegen", "situatie"])
def test_what_does_not_belong_here_is_said(desk, page):
    key = begun(desk)

    shown = text(desk.get(f"/aanmelden/{key}/{page}/"))

    assert "godsdienst, afkomst, politieke voorkeur of seksualiteit" in shown


@pytest.mark.use("U16")
@pytest.mark.parametrize("page", PAGES)
def test_no_button_is_dead_and_no_field_has_an_asterisk(desk, page):
    key = begun(desk)

    shown = text(desk.get(f"/aanmelden/{key}/{page}/"))

    assert " disabled" not in shown
    assert "*" not in shown.partition("<main")[2].partition("</main>")[0]


def test_a_draft_is_thrown_away_after_a_question(desk):
    key = completed(desk)

    asked = text(desk.get(f"/aanmelden/{key}/verwijderen/"))
    desk.post(f"/aanmelden/{key}/verwijderen/")

    assert "1 persoon" in asked
    assert stored(key) is None
    assert persons(key) == []


def test_a_page_that_is_not_there_is_not_there(desk):
    key = begun(desk)

    assert desk.get(f"/aanmelden/{key}/onzin/").status_code == 404
    assert desk.get(f"/aanmelden/{UUID(int=0)}/criteria/").status_code == 404


@pytest.mark.eis("A-5")
@pytest.mark.parametrize("page", PAGES[:-1])
def test_every_page_says_whom_to_call_and_until_when_it_is_in_time(desk, page, db):
    phone = profile.active().phone
    with time_machine.travel(MONDAY, tick=False):
        shown = text(desk.get(f"/aanmelden/{begun(desk)}/{page}/"))

    assert f'href="tel:{phone.replace(" ", "")}"' in shown.partition("<main")[2]
    assert "ma 16 november 2026, 12:00" in shown
    assert "17 november 2026" in shown
