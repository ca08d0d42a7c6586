"""Whatever is answered, the judgement is the covenant's formula (A-2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.forms_registration import CriteriaForm
from cases.models import Registration
from cases.registration import Criterion, meets_criteria
from tests.criteria import EVERY_ANSWER, MET

ANSWERS = {"yes": True, "no": False, "unknown": None}
WORDS = st.sampled_from(sorted(ANSWERS))


def told(four):
    return dict(zip(Criterion, (ANSWERS[word] for word in four), strict=True))


def asked(four, **more):
    given = dict(zip(Criterion.values, four, strict=True))
    return CriteriaForm({**given, "version": 1, **more}, row=Registration(version=1))


@pytest.mark.eis("A-2")
@given(st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_judgement_equals_the_formula(four):
    one, two, three, four_ = (word == "yes" for word in four)

    met = one and two and (three or four_)

    assert meets_criteria(told(four)) is met
    assert Registration(**told(four)).meets_criteria is met


@pytest.mark.eis("A-2")
@pytest.mark.django_db
@given(st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_form_asks_for_a_motivation_exactly_where_the_formula_is_not_met(four):
    form, motivated = asked(four), asked(four, motivation="Maatwerk is nodig.")

    assert form.is_valid() is meets_criteria(told(four))
    assert set(form.errors) <= {"motivation"}
    assert motivated.is_valid()


def test_of_81_answers_five_meet_the_criteria():
    met = [four for four in EVERY_ANSWER if meets_criteria(told(four))]

    assert len(EVERY_ANSWER) == 81
    assert sorted(met) == sorted(MET)
