"""A registration that makes its sender think, and asks no more than is honest."""

import pytest

from cases.categories import Category, of_domain, of_field
from cases.models import (
    InvolvedParty,
    Person,
    PersonDetails,
    Registration,
)
from house import profile
from tests.backstage import backstage
from tests.cases.filling_in import (
    PERSON,
    SECRECY,
    YES,
    add_person,
    begun,
    completed,
    fill,
    persons,
    registration,
    sent,
    stored,
    text,
    version_of,
)
from zvh.guard.content import content_fields
from zvh.guard.models import AccessRecord, Fact

ITSELF = {"X-Zvh-Autosave": "1"}
TOLD = [Registration, Person, PersonDetails, InvolvedParty]


@pytest.fixture
def desk(bram, sign_in):
    return sign_in(bram)


def facts(kind):
    with backstage():
        return list(Fact.objects.filter(kind=kind).values_list("dimensions", flat=True))


# first think, then register


@pytest.mark.eis("A-3")
def test_before_it_starts_one_is_asked_whether_a_call_will_do(desk):
    page = text(desk.get("/aanmelden/"))

    assert "is onderling overleg genoeg?" in page
    assert "Wat is er al geprobeerd?" in page
    assert "Wat moet het casusoverleg opleveren?" in page
    assert "Ik bel eerst mijn collega" in page


@pytest.mark.eis("A-3", "R-2")
def test_calling_first_is_counted_and_nothing_else_is_kept(desk):
    page = text(desk.post("/aanmelden/eerst-overleggen/", follow=True))

    assert "Eerst overleggen" in page
    assert "088 000 00 00" in page
    assert facts("called_first") == [{"begun": "no"}]
    desk.get("/aanmelden/eerst-overleggen/")
    assert len(facts("called_first")) == 1


@pytest.mark.eis("A-3")
@pytest.mark.use("U17")
def test_calling_first_half_way_keeps_the_draft_and_is_counted(desk):
    key = begun(desk)

    answer = desk.post(
        f"/aanmelden/{key}/overleg/",
        {
            "consultation": "enough",
            "tried": "Een gesprek.",
            "call_first": "ja",
            "version": version_of(key),
        },
    )

    assert answer.url == "/aanmelden/eerst-overleggen/"
    assert registration(key).consultation == "enough"
    assert registration(key).tried == "Een gesprek."
    assert facts("called_first") == [{"begun": "yes"}]


def test_who_may_not_register_is_not_counted_either(fg, sign_in):
    assert sign_in(fg).post("/aanmelden/eerst-overleggen/").status_code == 403
    assert facts("called_first") == []


# criteria, half answered


@pytest.mark.eis("A-2")
@pytest.mark.use("U18")
def test_an_answer_that_was_not_given_is_not_taken_for_one(desk):
    key = begun(desk)
    told = {"multiple_problems": "yes", "surroundings": "unknown"}

    desk.post(
        f"/aanmelden/{key}/criteria/",
        {**told, "version": version_of(key)},
        headers=ITSELF,
    )

    page = text(desk.get(f"/aanmelden/{key}/criteria/"))
    for name, answer in told.items():
        assert _is_checked(page, name, answer)
    assert not _is_checked(page, "several_chains", "unknown")
    checked = text(desk.get(f"/aanmelden/{key}/controleren/"))
    assert "Beantwoord alle vragen over de criteria." in checked


@pytest.mark.eis("A-2")
def test_a_motivation_does_not_stand_in_for_answers(desk):
    key = completed(desk)
    with backstage():
        Registration.objects.filter(case=key).update(local_safety=None)
        told = Registration.objects.get(case=key)
        told.motivation = "Toch."
        told.save()

    answer = desk.post(f"/aanmelden/{key}/versturen/")

    assert answer.status_code == 422
    assert stored(key).number is None


def _is_checked(page, name, answer):
    _, _, rest = page.partition(f'name="{name}" value="{answer}"')
    return "checked" in rest.partition(">")[0]


# person, family, area


@pytest.mark.eis("A-4")
def test_a_family_has_several_persons_and_how_they_belong_together(desk):
    key = completed(desk)
    fill(desk, key, "onderwerp", subject="family")
    add_person(desk, key, role="family", given_names="Mia", surname="Proefpersoon")
    lacking = text(desk.get(f"/aanmelden/{key}/controleren/"))
    mother = persons(key)[-1]

    desk.post(
        f"/aanmelden/personen/{mother.pk}/",
        {**PERSON, "role": "family", "relation": "moeder", "version": mother.version},
    )

    assert "Schrijf bij elk gezinslid wat de relatie is." in lacking
    assert "Relatie: moeder" in text(desk.get(f"/aanmelden/{key}/controleren/"))
    desk.post(f"/aanmelden/{key}/versturen/")
    assert stored(key).number


def test_of_one_person_no_relation_is_needed(desk):
    key = completed(desk)
    add_person(desk, key, role="victim", surname="Ander")

    assert "wat de relatie is" not in text(desk.get(f"/aanmelden/{key}/controleren/"))


@pytest.mark.eis("A-4")
def test_a_relation_is_read_with_the_case(desk, anna, sign_in):
    key = completed(desk)
    add_person(desk, key, role="network", surname="Ander", relation="buurman van Test")
    desk.post(f"/aanmelden/{key}/versturen/")

    assert "buurman van Test" in text(sign_in(anna).get(f"/casussen/{key}/personen/"))


# what one does not know


@pytest.mark.eis("A-4")
@pytest.mark.use("U18")
def test_it_is_honest_not_to_know_whether_somebody_was_told(desk):
    key = completed(desk)

    fill(desk, key, "informeren", informed="unknown", informed_by="", informed_on="")
    desk.post(f"/aanmelden/{key}/versturen/")

    assert registration(key).informed == "unknown"
    assert stored(key).number


# professional secrecy


@pytest.fixture
def doctor(bram):
    """Bram works at the GGZ."""
    with backstage():
        bram.party.soorten = ["ggz"]
        bram.party.save()
    return bram


@pytest.mark.eis("A-4", "I-2")
def test_who_keeps_a_secret_says_on_which_ground_it_is_told(doctor, anna, sign_in):
    desk = sign_in(doctor)
    key = completed(desk)
    refused = desk.post(f"/aanmelden/{key}/versturen/")

    fill(desk, key, "beroepsgeheim", **SECRECY)
    desk.post(f"/aanmelden/{key}/versturen/")

    assert "Kies op welke grond u dit mag delen." in text(refused)
    assert refused.status_code == 422
    assert stored(key).number
    seen = text(sign_in(anna).get(f"/casussen/{key}/intake/"))
    assert "Het is nodig voor goede zorg" in seen


def test_somebody_at_such_a_partij_may_keep_no_secret(doctor, sign_in):
    desk = sign_in(doctor)
    key = completed(desk)

    fill(desk, key, "beroepsgeheim", secrecy_ground="geen")

    assert "Geen beroepsgeheim" in text(desk.get(f"/aanmelden/{key}/controleren/"))


@pytest.mark.eis("A-4")
def test_others_are_not_asked_of_a_secret(desk, doctor, sign_in):
    with backstage():
        doctor.party.soorten = ["politie"]
        doctor.party.save()
    key = begun(desk)

    assert desk.get(f"/aanmelden/{key}/beroepsgeheim/").status_code == 404
    assert "Beroepsgeheim" not in text(desk.get(f"/aanmelden/{key}/controleren/"))


def test_an_area_betrays_no_secret(doctor, sign_in):
    desk = sign_in(doctor)
    key = begun(desk)
    fill(desk, key, "onderwerp", subject="area", area="Het Stationsplein")

    assert desk.get(f"/aanmelden/{key}/beroepsgeheim/").status_code == 404


# categories


@pytest.mark.eis("A-10")
@pytest.mark.parametrize("model", TOLD, ids=lambda model: model.__name__)
def test_each_text_about_somebody_has_a_category_by_its_field(model):
    named = content_fields(model)

    assert named
    assert {name: of_field(model, name) for name in named} == {
        name: of_field(model, name) or "none" for name in named
    }


@pytest.mark.eis("A-10")
def test_each_leefgebied_has_a_category_of_the_list(db):
    keys = [key for key, _ in profile.active().choices("leefgebieden")]

    assert {of_domain(key) for key in keys} <= {*Category}
    assert of_domain("psychische_gezondheid") == Category.HEALTH
    assert of_domain("wat een huis bedacht") == Category.GUIDANCE


@pytest.mark.eis("A-10")
def test_no_page_asks_the_partner_for_a_category(desk, anna, sign_in):
    key = sent(desk)

    page = text(sign_in(anna).get(f"/casussen/{key}/informatie/"))

    assert "Woonsituatie" in page
    assert "Politiegegevens" in page


# persons and organisations that are being typed


@pytest.mark.eis("A-1")
@pytest.mark.use("U1")
def test_a_new_person_is_kept_while_being_typed_and_changed_from_then_on(desk):
    key = begun(desk)
    answer = desk.post(
        f"/aanmelden/{key}/personen/toevoegen/",
        {"role": "betrokkene", "given_names": "Te", "birth_date": "1-1"},
        headers=ITSELF,
    ).json()
    (person,) = persons(key)

    again = desk.post(
        answer["url"],
        {**PERSON, "version": answer["version"]},
        headers=ITSELF,
    ).json()

    assert answer["url"] == f"/aanmelden/personen/{person.pk}/"
    assert [it["name"] for it in answer["unsaved"]] == ["birth_date"]
    assert again["url"] == ""
    assert [it.full_name for it in persons(key)] == ["Test Proefpersoon"]


def test_a_person_half_typed_does_not_pass(desk):
    key = completed(desk)
    desk.post(
        f"/aanmelden/{key}/personen/toevoegen/",
        {"role": "network", "given_names": "Te"},
        headers=ITSELF,
    )

    assert "de achternaam in, of schrijf ‘onbekend’" in text(
        desk.get(f"/aanmelden/{key}/controleren/")
    )
    assert desk.post(f"/aanmelden/{key}/versturen/").status_code == 422


def test_an_organisation_half_typed_does_not_pass(desk):
    key = completed(desk)
    desk.post(
        f"/aanmelden/{key}/partijen/toevoegen/", {"contact": "M. de Gr"}, headers=ITSELF
    )

    assert desk.post(f"/aanmelden/{key}/versturen/").status_code == 422


# to the summary and back


@pytest.mark.use("U20")
@pytest.mark.parametrize("key_of_page", ["personen", "partijen", "bijlagen"])
def test_who_came_from_the_summary_goes_back_to_it(desk, key_of_page):
    key = completed(desk)
    summary = f"/aanmelden/{key}/controleren/"
    change = f"/aanmelden/{key}/{key_of_page}/?naar=controleren"
    assert change in text(desk.get(summary))

    page = text(desk.get(change))

    assert f'href="{summary}"' in page.partition("form-page")[2]


@pytest.mark.use("U20")
def test_a_person_changed_from_the_summary_leads_back_to_it(desk):
    key = completed(desk)
    (person,) = persons(key)
    change = f"/aanmelden/personen/{person.pk}/?naar=controleren"
    assert change in text(desk.get(f"/aanmelden/{key}/personen/?naar=controleren"))

    answer = desk.post(change, {**PERSON, "version": person.version})

    assert answer.url == f"/aanmelden/{key}/controleren/"


@pytest.mark.eis("A-1")
@pytest.mark.use("U19")
def test_who_stops_is_told_until_when_the_draft_is_kept(desk):
    key = begun(desk)

    answer = desk.post(
        f"/aanmelden/{key}/overleg/", {"later": "ja", "version": 1}, follow=True
    )

    assert "Uw concept is bewaard tot " in text(answer)


# on paper


@pytest.mark.use("U21")
@pytest.mark.safety("L1")
def test_what_was_sent_can_be_kept_on_paper(desk, bram):
    key = sent(desk)

    confirmation = text(desk.get(f"/aanmelden/{key}/verstuurd/"))
    answer = desk.get(f"/aanmelden/{key}/pdf/")

    assert f"/aanmelden/{key}/pdf/" in confirmation
    assert answer.content.startswith(b"%PDF-")
    assert "Proefpersoon" not in answer["Content-Disposition"]
    with backstage():
        record = AccessRecord.objects.get(kind="printed")
    assert (record.user_id, record.case_id) == (bram.pk, key)


@pytest.mark.eis("P-4")
def test_nobody_else_has_it_on_paper(desk, anna, cato, sign_in):
    key, draft = sent(desk), begun(desk)

    assert desk.get(f"/aanmelden/{draft}/pdf/").status_code == 403
    assert sign_in(cato).get(f"/aanmelden/{key}/pdf/").status_code == 404
    assert sign_in(anna).get(f"/aanmelden/{key}/pdf/").status_code == 403


@pytest.mark.eis("A-2", "A-4")
def test_everything_needed_is_still_only_what_it_was(desk):
    """The form stays short: a person with a problem, and no more."""
    key = completed(desk)

    assert "Dit ontbreekt nog" not in text(desk.get(f"/aanmelden/{key}/controleren/"))
    assert YES.keys() <= {field.name for field in Registration._meta.fields}
