"""Two versions of a plan side by side: what came, what went, and for whom."""

import pytest
from django.urls import reverse

from cases.models import Case
from ico import actions
from ico.differences import between
from ico.models import Plan
from zvh.guard.announce import acting_as


@pytest.fixture
def renewed(established, anna):
    """A second version, in which the goal reads otherwise and one line is new."""
    with acting_as(anna):
        plan = actions.renew_plan(Plan.objects.get(pk=established.pk), by=anna)
        plan.goal = "Het gezin woont veilig en rustig."
        plan.save()
        actions.add_line(plan, by=anna, section="picture", text="De buren helpen.")
        return plan


def page(browser, plan, number):
    return browser.get(reverse("ico:plan_differences", args=[plan.pk, number]))


def told(parts):
    return {
        part.title: [[(run.kind, run.text) for run in it.runs] for it in part.changes]
        for part in parts
    }


@pytest.mark.eis("F-1")
def test_what_changed_is_marked_word_by_word(established, renewed, anna):
    with acting_as(anna):
        found = told(between(established, renewed, by=anna))

    assert found == {
        "Doel": [
            [
                ("same", "Het gezin woont "),
                ("added", "veilig en "),
                ("same", "rustig."),
            ]
        ],
        "Wat wij weten: Algemeen": [[("added", "De buren helpen.")]],
    }


@pytest.mark.eis("F-1")
def test_the_other_way_round_it_went(established, renewed, anna):
    with acting_as(anna):
        found = told(between(renewed, established, by=anna))

    assert found["Wat wij weten: Algemeen"] == [[("removed", "De buren helpen.")]]
    assert ("removed", "veilig en ") in found["Doel"][0]


@pytest.mark.eis("F-1")
def test_the_page_says_what_is_new_also_to_who_hears_it(sign_in, anna, renewed):
    said = page(sign_in(anna), renewed, 1).content.decode()

    assert "Van versie 1 naar versie 2" in said
    assert '<span class="visually-hidden">nieuw: </span>De buren helpen.</ins>' in said


def test_two_equal_versions_have_no_differences(sign_in, anna, established):
    with acting_as(anna):
        renewed = actions.renew_plan(Plan.objects.get(pk=established.pk), by=anna)

    assert "Geen verschillen" in page(sign_in(anna), renewed, 1).content.decode()


@pytest.mark.eis("P-3b", "P-4")
def test_others_compare_nothing(
    sign_in, established, renewed, noor, politie, cato, anna
):
    assert page(sign_in(politie), renewed, 1).status_code == 404
    assert page(sign_in(cato), established, 2).status_code == 404
    # The casusregisseur reads what is established, and no draft.
    assert page(sign_in(noor), established, 2).status_code in (403, 404)
    assert page(sign_in(anna), established, 9).status_code == 404


@pytest.mark.eis("O-14", "P-3b")
def test_who_leads_from_outside_the_table_compares_without_its_text(
    sign_in, established, renewed, anna, cato
):
    with acting_as(anna):
        actions.edit_plan(
            renewed,
            by=anna,
            goal=renewed.goal,
            judgement="Een heel ander oordeel.",
            information=renewed.information,
            follow_up_on=renewed.follow_up_on,
        )
        actions.establish_plan(renewed, by=anna)
        case = Case.objects.get(pk=renewed.case_id)
        actions.name_casusregisseur(case, by=anna, user=cato)

    said = page(sign_in(cato), renewed, 1).content.decode()

    assert "veilig en" in said
    assert "ander oordeel" not in said
