"""A plan as large as they come, and one with nothing but a goal (F-2)."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Role
from ico.models import Action, Plan
from tests.backstage import backstage
from tests.cast import play
from tests.ico.test_document import download, text_of, words_of

PARTIES, EACH = 12, 5
LONG = "Vervolgbegeleidingsovereenkomstenadministratiemedewerkersoverleg"
# Where to look at what was made, for who wants to see the pages.
LOOK = os.environ.get("LOOK_AT_PLANS", "")


@pytest.fixture
def large(established, anna):
    """Sixty agreements of twelve Partijen, some of many words and some of long ones."""
    with backstage():
        for number in range(PARTIES):
            who = play(
                f"p{number}",
                f"Persoon {number} Voorbeeld",
                Role.KETENPARTNER,
                name=f"Organisatie voor {'langdurige ' * (number % 3)}zorg {number}",
            )
            Action.objects.bulk_create(
                Action(
                    case_id=established.case_id,
                    plan=established,
                    meeting_id=established.meeting_id,
                    what=f"Afspraak {number}-{nth}q. "
                    + (LONG if nth == 1 else "Overlegt met het gezin. " * (nth * 4)),
                    owner=who.party,
                    responsible_user=who,
                    due_on=timezone.localdate() + timedelta(days=number * EACH + nth),
                    expected="Er is een regeling." if nth % 2 else "",
                )
                for nth in range(EACH)
            )
    return established


@pytest.fixture
def bare(case, anna):
    """Made without a meeting: a goal, and nothing else yet."""
    with backstage():
        return Plan.objects.create(
            case=case, number=1, goal="Het gezin woont rustig.", made_by=anna
        )


def looked_at(name, response):
    if LOOK:
        (Path(LOOK) / name).write_bytes(response.content)
    return response


@pytest.mark.eis("F-2")
@pytest.mark.parametrize("page", ["plan_pdf", "plan_word"])
def test_sixty_agreements_of_twelve_partijen_are_all_in_it(sign_in, anna, large, page):
    response = looked_at(f"large.{page}", download(sign_in(anna), large, page))

    said = (text_of if page == "plan_pdf" else words_of)(response)
    missing = [
        f"{number}-{nth}"
        for number in range(PARTIES)
        for nth in range(EACH)
        if f"Afspraak {number}-{nth}q" not in said.replace("\n", " ")
    ]
    assert missing == []
    assert all(f"zorg {number}" in said for number in range(PARTIES))


@pytest.mark.eis("F-2")
def test_every_page_of_a_large_plan_says_what_it_is(sign_in, anna, large):
    document = PdfReader(BytesIO(download(sign_in(anna), large).content))

    texts = [page.extract_text() for page in document.pages]
    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert "Vertrouwelijk" in text
        assert f"pagina {number} van {len(texts)}" in text
    assert document.outline


@pytest.mark.eis("F-2")
def test_the_head_of_a_table_stands_on_each_of_its_pages(sign_in, anna, large):
    document = PdfReader(BytesIO(download(sign_in(anna), large).content))

    texts = [page.extract_text() for page in document.pages]
    with_agreements = [text for text in texts if "Afspraak " in text]
    assert len(with_agreements) > 2
    assert all("Klaar op" in text for text in with_agreements)


@pytest.mark.eis("F-2")
@pytest.mark.parametrize("page", ["plan_pdf", "plan_word", "plan_summary"])
def test_of_a_plan_with_a_goal_only_no_empty_part_is_printed(sign_in, anna, bare, page):
    response = looked_at(f"bare.{page}", download(sign_in(anna), bare, page))

    said = (words_of if page == "plan_word" else text_of)(response)
    assert "Het gezin woont rustig." in said
    for part in ("Oordeel", "Beeld", "Criteria", "Aan tafel"):
        assert part not in said
