"""Reading is written down: of which kind, how many, and never what was typed."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.lifecycle import Phase
from tests.stories import in_phase, sent
from zvh.guard.audit import MASK
from zvh.guard.models import AccessRecord, LogEntry

TABS = {
    "detail": "case_detail",
    "people": "case_people",
    "information": "case_information",
    "timeline": "case_timeline",
    "log": "case_log",
}


def page(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


@pytest.mark.parametrize(("name", "action"), TABS.items())
def test_each_page_of_a_case_is_a_reading_of_that_case(
    sign_in, anna, bram, name, action
):
    case = sent(bram)

    sign_in(anna).get(page(name, case))

    record = AccessRecord.objects.get(user_id=anna.pk)
    assert (record.action, record.kind, record.outcome) == (action, "opened", "shown")
    assert record.case_id == record.object_id == case.pk
    assert record.party_id == anna.party_id


@pytest.mark.parametrize(
    ("name", "kind", "by"),
    [
        ("list", "listed", ""),
        ("today", "listed", "van mij"),
        ("shielded_list", "listed", "afgeschermd"),
        ("search", "searched", "niet gezocht"),
    ],
)
def test_lists_tell_their_kind_and_count(sign_in, anna, name, kind, by):
    sign_in(anna).get(reverse(f"cases:{name}"))

    record = AccessRecord.objects.get(user_id=anna.pk)
    assert (record.kind, record.filtered_by, record.count) == (kind, by, 0)
    assert record.case_id is None


def test_count_is_what_was_shown(sign_in, anna, bram):
    [sent(bram) for _ in range(3)]

    sign_in(anna).get(reverse("cases:list"))

    assert AccessRecord.objects.get(action="cases").count == 3


def test_what_was_sought_is_nowhere_in_the_log(sign_in, anna, bram):
    sent(bram)

    sign_in(anna).post(reverse("cases:search"), {"q": "Proefpersoon 17-05-1984"})

    kept = [str(record.__dict__) for record in AccessRecord.objects.all()]
    assert kept
    assert not any("Proef" in line or "1984" in line for line in kept)


def test_refused_reading_keeps_who_and_what_was_asked(sign_in, anna, bram):
    case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    sign_in(anna).get(page("people", case))

    record = AccessRecord.objects.get(action="case_people")
    assert (record.outcome, record.object_id) == ("forbidden", case.pk)


@pytest.mark.safety("L4")
@pytest.mark.parametrize("model", [AccessRecord, LogEntry])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET case_id = NULL"])
def test_log_is_added_to_and_never_changed(db, model, change):
    statement = change.format(model._meta.db_table)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_changes_are_kept_by_field_name_and_not_by_text(sign_in, anna, bram):
    case = sent(bram)
    told = {
        "party": str(bram.party.pk),
        "spoken_by": "Iemand van de balie",
        "category": "health",
        "text": "Zeer vertrouwelijk",
    }

    sign_in(anna).post(page("contribute", case), told)

    entries = [str(it.__dict__) for it in LogEntry.objects.filter(case_id=case.pk)]
    assert any("spoken_by" in line for line in entries)
    assert not any("vertrouwelijk" in line or "balie" in line for line in entries)


@pytest.mark.eis("S-5")
@pytest.mark.safety("L7", "P1")
def test_what_was_the_matter_is_not_in_the_log_that_outlives_the_case(
    sign_in, anna, bram
):
    """That somebody is addicted is told by a choice too, and by a tick."""
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    told = {"party": str(bram.party.pk), "spoken_by": "Iemand", "text": "Iets"}
    category = {"category": "health", "domain": "verslaving"}
    sign_in(anna).post(page("contribute", case), told | category)

    kept = {
        f"{entry.content_type.model}.{name}": change[1]
        for entry in LogEntry.objects.filter(case_id=case.pk)
        for name, change in entry.changes.items()
    }

    for field in (
        *("domainproblem.domain", "domainproblem.severity"),
        *("registration.urgency", "contribution.category"),
    ):
        assert kept[field] == MASK
    assert not {"wonen", "heavy", "verslaving", "health"} & set(map(str, kept.values()))
