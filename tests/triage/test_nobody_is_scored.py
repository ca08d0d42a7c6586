"""People judge: nothing here adds up, ranks or predicts anybody (V-12)."""

import re

import pytest
from django.apps import apps
from django.db import models

from cases.lifecycle import Phase
from cases.models import DomainProblem, Registration
from house import files, profile
from tests.backstage import backstage
from tests.triage.conftest import at, fresh, item_of
from triage import agenda, listing
from triage.models import TriageDecision
from zvh.guard import jobs
from zvh.guard.announce import acting_as
from zvh.guard.dossier import dossier_models

pytestmark = pytest.mark.eis("V-12")
FIGURES = (models.IntegerField, models.FloatField, models.DecimalField)
# What is counted of paper, posts and pages; never of what somebody did or is.
COUNTED = {
    *("version", "number", "position", "size", "sequence", "minutes", "written_nth"),
    *("reminders", "attempts"),
}
WEIGHED = re.compile(
    r"score|risk|rank|weight|points|probab|predict|priorit", re.IGNORECASE
)


def test_no_row_of_a_case_holds_a_figure_about_somebody():
    figures = {
        (model.__name__, field.name)
        for model in dossier_models()
        for field in model._meta.get_fields()
        if isinstance(field, FIGURES)
    }

    assert figures
    assert {it for it in figures if it[1] not in COUNTED} == set()


def test_no_field_is_named_for_weighing_somebody():
    named = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if WEIGHED.search(field.name)
    }

    assert named == {"Registration.safety_risks"}, "a text about the meeting"


@pytest.fixture
def mild_and_grave(send):
    """The second is in a hurry and has heavy problems; both were sent this morning."""
    mild, grave = send("Eerste"), send("Tweede")
    with backstage():
        for case, urgency, severity in (
            (mild, "normal", "light"),
            (grave, "now", "heavy"),
        ):
            Registration.objects.filter(case=case).update(urgency=urgency)
            DomainProblem.objects.create(
                case=case,
                given_by=case.registered_for,
                domain="wonen",
                severity=severity,
            )
    return mild, grave


def test_what_came_first_is_judged_first_however_grave(clock, mild_and_grave, anna):
    mild, grave = mild_and_grave

    with acting_as(anna):
        listed = [row.case.pk for row in listing.to_judge(anna)]

    assert listed == [mild.pk, grave.pk]


def test_an_agenda_follows_the_moment_of_sending(clock, put_forward, anna, agent):
    first, second = put_forward(surname="Eerste"), put_forward(surname="Tweede")
    with backstage():
        Registration.objects.filter(case=second).update(urgency="now")

    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()

    assert [item_of(it).position for it in (first, second)] == [1, 2]


@pytest.mark.eis("A-2")
@pytest.mark.parametrize("answer", [True, False, None])
def test_what_the_criteria_say_decides_nothing_by_itself(clock, send, anna, answer):
    case = send()
    with backstage():
        told = Registration.objects.filter(case=case)
        told.update(
            multiple_problems=answer,
            several_chains=answer,
            surroundings=answer,
            local_safety=answer,
        )

    for name in sorted(jobs.REGISTRY):
        jobs.run(name)

    assert fresh(case).phase == Phase.INTAKE
    with backstage():
        assert not TriageDecision.objects.exists()


@pytest.mark.eis("A-10")
@pytest.mark.parametrize("key", files.names())
def test_no_house_asks_for_what_the_law_leaves_out(key):
    house = profile.load(key)
    asked = [it.label for several in house.questions.values() for it in several]
    asked += [it.label for several in house.lists.values() for it in several]
    asked += [
        str(field.verbose_name)
        for model in dossier_models()
        for field in model._meta.get_fields()
        if hasattr(field, "verbose_name")
    ]
    closed = re.compile(
        r"\b(geloof|religie|godsdienst|etni\w*|afkomst|ras|nationaliteit|politieke?"
        r"|seksu\w*|geaardheid|vakbond)\b",
        re.IGNORECASE,
    )

    assert asked
    assert [it for it in asked if closed.search(it)] == []
