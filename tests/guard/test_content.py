"""A text that no registration had before is empty in those that there are."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from cases.models import Registration
from tests.backstage import backstage
from tests.codec import MARK
from tests.stories import sent
from zvh.guard.announce import acting_as
from zvh.guard.content import ContentTextField


def stored(text=None):
    """What the column `goal` holds, once it was set to this text."""
    with backstage(), connection.cursor() as cursor:
        if text is not None:
            cursor.execute("UPDATE cases_registration SET goal = %s", [text])
        cursor.execute("SELECT goal FROM cases_registration")
        return cursor.fetchone()[0]


def test_a_new_column_begins_empty(db):
    with connection.schema_editor(collect_sql=True) as editor:
        assert editor.effective_default(ContentTextField(blank=True)) == ""


def test_what_was_never_told_reads_as_empty_and_is_sealed_when_saved(bram, anna):
    sent(bram)
    assert stored("") == ""

    with acting_as(anna):
        told = Registration.objects.get()
        assert told.goal == ""
        told.save()

    assert stored().startswith(MARK)
    with acting_as(anna):
        assert Registration.objects.get().goal == ""


@pytest.mark.parametrize("text", ["", "iets"])
def test_content_is_still_not_searched(anna, text):
    with pytest.raises(FieldError):
        Registration.objects.filter(goal=text).exists()
