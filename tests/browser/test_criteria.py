"""The form says at once what the server will say about the criteria (A-2)."""

import pytest

from tests.cases.filling_in import begun
from tests.criteria import EVERY_ANSWER, MET

# Answers each question as a person would, and reads which notice shows.
JUDGE = """
(answers) => {
  const names = ["multiple_problems", "several_chains", "surroundings", "local_safety"];
  const shown = (outcome) => !document.querySelector(`[data-when="${outcome}"]`).hidden;
  return answers.map((four) => {
    names.forEach((name, index) => {
      document.querySelector(`[name="${name}"][value="${four[index]}"]`).click();
    });
    return [shown("met"), shown("unmet")];
  });
}
"""


@pytest.mark.eis("A-2")
def test_live_judgement_equals_the_formula_for_every_answer(visit, bram, sign_in):
    page = visit(bram)
    page.goto(f"/aanmelden/{begun(sign_in(bram))}/criteria/")

    shown = page.evaluate(JUDGE, EVERY_ANSWER)

    said = dict(zip(EVERY_ANSWER, map(tuple, shown), strict=True))
    assert said == {
        four: (True, False) if four in MET else (False, True) for four in EVERY_ANSWER
    }


@pytest.mark.eis("A-2")
def test_live_judgement_waits_until_all_four_are_answered(visit, bram, sign_in):
    page = visit(bram)
    page.goto(f"/aanmelden/{begun(sign_in(bram))}/criteria/")

    page.locator("[name=multiple_problems][value=no]").click(force=True)

    assert page.locator("[data-when=met]").is_hidden()
    assert page.locator("[data-when=unmet]").is_hidden()


@pytest.mark.use("U18")
def test_why_is_asked_only_of_what_does_not_meet_them(visit, bram, sign_in):
    page = visit(bram)
    page.goto(f"/aanmelden/{begun(sign_in(bram))}/criteria/")
    why = page.locator("[name=motivation]")

    page.evaluate(JUDGE, [next(iter(MET))])
    hidden = why.is_hidden()
    page.evaluate(JUDGE, [next(four for four in EVERY_ANSWER if four not in MET)])
    why.fill("Het loopt uit de hand.")
    page.evaluate(JUDGE, [next(iter(MET))])

    assert hidden
    assert why.is_visible(), "what was typed does not go out of sight"
