"""The page of a case: who may open it, and what it answers."""

import pytest
from django.urls import reverse

from cases import actions, bureau_actions, worklist
from cases.lifecycle import Phase
from cases.models import Case, Contribution, Person
from house.words import word
from tests.backstage import backstage
from tests.factories import PartyFactory, some_key
from tests.stories import drafted, in_phase, sent
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

TABS = ("detail", "people", "information", "timeline", "log")
ACTS = ("contribute", "take_over", "restrict")


def page(name, case):
    return reverse(f"cases:{name}", args=[getattr(case, "pk", case)])


def body(response):
    return response.content.decode()


@pytest.mark.eis("P-2")
@pytest.mark.parametrize("name", TABS)
def test_bureau_opens_each_page(sign_in, anna, bram, name):
    case = sent(bram)

    response = sign_in(anna).get(page(name, case))

    assert response.status_code == 200
    assert case.number in body(response)
    assert "Proefpersoon" in body(response)


@pytest.mark.eis("P-2", "P-4")
@pytest.mark.safety("X2")
@pytest.mark.parametrize("name", [*TABS, *ACTS])
def test_others_get_the_answer_of_a_case_that_does_not_exist(sign_in, bram, cato, name):
    case = sent(bram)
    client = sign_in(cato)

    foreign, made_up = client.get(page(name, case)), client.get(page(name, some_key()))

    assert foreign.status_code == made_up.status_code == 404
    assert foreign.content == made_up.content


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("name", TABS)
def test_sender_does_not_see_the_dossier(sign_in, bram, name):
    case = sent(bram)

    assert sign_in(bram).get(page(name, case)).status_code == 403


@pytest.mark.eis("P-4")
def test_bureau_does_not_find_a_draft(sign_in, anna, bram):
    case = drafted(bram)

    assert sign_in(anna).get(page("detail", case)).status_code == 404


def test_identity_bar_says_who_where_and_by_whom(sign_in, anna, bram):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    with acting_as(anna):
        bureau_actions.take_over(
            Case.objects.get(pk=case.pk), by=anna, coordinator=anna
        )

    text = body(sign_in(anna).get(page("detail", case)))

    assert "Test Proefpersoon" in text
    assert "jaar" in text
    assert anna.name in text
    assert 'phases__step--current" aria-current="step"' in text


def test_taking_over_is_the_next_step_of_a_case_that_nobody_leads(anna, bas, bram):
    case = in_phase(Phase.MONITORING, partner=bram, anna=anna)

    with acting_as(anna):
        assert worklist.lead(anna, case).url == page("take_over", case)
        bureau_actions.take_over(case, by=anna, coordinator=anna)
        assert worklist.lead(anna, case) is None
    with acting_as(bas):
        assert worklist.lead(bas, case) is None


def test_anna_takes_over_after_confirming(sign_in, anna, bram):
    case = sent(bram)
    client = sign_in(anna)
    version = client.get(page("take_over", case)).context["form"]["version"].value()

    client.post(
        page("take_over", case), {"coordinator": str(anna.pk), "version": version}
    )

    with backstage():
        assert Case.objects.get(pk=case.pk).coordinator == anna


def test_only_a_procescoordinator_takes_over(sign_in, bas, bram):
    case = sent(bram)

    assert sign_in(bas).get(page("take_over", case)).status_code == 403


def test_taking_over_an_old_version_shows_both(sign_in, anna, bram):
    case = sent(bram)
    client = sign_in(anna)

    response = client.post(
        page("take_over", case), {"coordinator": str(anna.pk), "version": "1"}
    )

    assert response.status_code == 409
    with backstage():
        assert Case.objects.get(pk=case.pk).coordinator is None


def test_who_is_no_procescoordinator_cannot_be_chosen(sign_in, anna, bas, bram):
    case = sent(bram)

    response = sign_in(anna).post(
        page("take_over", case), {"coordinator": str(bas.pk), "version": "2"}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["coordinator"]


@pytest.mark.eis("I-3", "I-6")
def test_what_a_partij_told_stays_its_own(sign_in, anna, bram):
    case = sent(bram)
    told = {
        "party": str(bram.party.pk),
        "spoken_by": "M. de Boer, per telefoon",
        "category": "health",
        "text": "Komt zijn afspraken na.",
        "conditions": "Niet delen met de betrokkene.",
    }

    response = sign_in(anna).post(page("contribute", case), told, follow=True)

    shown = (told["text"], told["conditions"], "M. de Boer")
    assert all(words in body(response) for words in shown)
    assert "Nog aan niemand vrijgegeven" in body(response)
    with backstage():
        piece = Contribution.objects.get()
        assert (piece.given_by, piece.typed_by) == (bram.party, anna)


def test_contribution_without_text_keeps_what_was_typed(sign_in, anna, bram):
    case = sent(bram)

    response = sign_in(anna).post(
        page("contribute", case), {"spoken_by": "M. de Boer", "text": ""}
    )

    assert response.status_code == 200
    assert "M. de Boer" in body(response)
    assert set(response.context["form"].errors) == {"party", "category", "text"}


def test_a_partij_that_is_not_bound_cannot_give(sign_in, anna, bram):
    case = sent(bram)
    with backstage():
        unbound = PartyFactory(bound_since=None)

    response = sign_in(anna).post(page("contribute", case), {"party": str(unbound.pk)})

    assert "party" in response.context["form"].errors


@pytest.mark.use("U31")
def test_timeline_is_newest_first_and_can_be_narrowed(sign_in, anna, bram):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    client = sign_in(anna)

    events = client.get(page("timeline", case)).context["events"]
    narrowed = client.get(page("timeline", case) + "?soort=overleg").context["events"]

    assert [event.at for event in events] == sorted(
        (event.at for event in events), reverse=True
    )
    assert events[-1].title == "Aanmelding verstuurd"
    assert narrowed == []


def test_log_says_who_looked_and_which_fields_changed(sign_in, anna, mirjam, bram):
    case = sent(bram)
    sign_in(mirjam).get(page("people", case))
    client = sign_in(anna)
    version = client.get(page("take_over", case)).context["form"]["version"].value()
    client.post(
        page("take_over", case), {"coordinator": str(anna.pk), "version": version}
    )

    text = body(client.get(page("log", case)))

    assert mirjam.name in text
    assert "Personen" in text
    assert word("procescoordinator") in text
    assert "Proefpersoon" not in text.split("</h2>", 1)[-1].split("<table", 1)[-1]


def test_log_can_be_narrowed_and_goes_back(sign_in, anna, bram):
    case = sent(bram)
    client = sign_in(anna)
    client.get(page("detail", case))

    looks = client.get(page("log", case) + "?soort=gekeken").context["lines"]
    before = looks[0].at.isoformat()
    older = client.get(page("log", case), {"voor": before}).context["lines"]
    odd = client.get(page("log", case), {"voor": "gisteren", "soort": "iets"})

    assert {line.what for line in looks} == {"Geopend"}
    assert all(line.at < looks[0].at for line in older)
    assert odd.status_code == 200


@pytest.mark.eis("A-8")
def test_same_person_in_another_case_is_pointed_out(sign_in, anna, bram, cato):
    earlier, later = sent(bram, surname="Janssen"), sent(cato, surname="Jansen")
    other = sent(bram, surname="Bakker")

    text = body(sign_in(anna).get(page("detail", later)))

    assert f"casus {earlier.number}" in text
    assert other.number not in text


@pytest.mark.eis("A-8")
def test_restricted_case_is_not_pointed_out(sign_in, anna, bas, bram, cato):
    earlier, later = sent(bram), sent(cato)
    with acting_as(anna):
        actions.restrict(Case.objects.get(pk=earlier.pk), by=anna, names=[])

    text = body(sign_in(bas).get(page("detail", later)))

    assert earlier.number not in text


def test_opening_is_written_down(sign_in, anna, bram):
    case = sent(bram)

    sign_in(anna).get(page("detail", case))

    record = AccessRecord.objects.get(action="case_detail")
    assert (record.user_id, record.case_id) == (anna.pk, case.pk)


@pytest.mark.parametrize("name", TABS)
def test_more_rows_ask_no_more_queries(
    sign_in, anna, bram, name, django_assert_max_num_queries
):
    case = sent(bram)
    client = sign_in(anna)
    _fill(case, anna, bram, times=2)
    with django_assert_max_num_queries(60) as few:
        client.get(page(name, case))
    _fill(case, anna, bram, times=4)

    with django_assert_max_num_queries(len(few)):
        client.get(page(name, case))


def _fill(case, anna, bram, *, times):
    with acting_as(anna):
        for _ in range(times):
            Person.objects.create(case=case, given_by=bram.party, surname="Nog iemand")
            bureau_actions.record_contribution(
                Case.objects.get(pk=case.pk),
                by=anna,
                party=bram.party,
                category="health",
                text="Iets",
                spoken_by="Iemand",
            )
