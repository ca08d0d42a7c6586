"""What a house does to its lists: a value in use is retired, never deleted (T-6)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from house import list_changes, lists
from house.models import Change
from tests.backstage import backstage
from tests.cases.filling_in import begun, fill, text
from zvh.guard.announce import acting_as

WHY = "Zo heet het hier."


@pytest.mark.eis("T-6")
def test_house_adds_a_value_where_it_belongs(bas):
    with acting_as(bas):
        key = list_changes.add(
            "themes", {"label": "Stalking"}, by=bas, reason=WHY, after="hic"
        )

    assert key == "stalking"
    keys = [key for key, _ in lists.choices("themes")]
    assert keys[keys.index("hic") + 1] == "stalking"
    assert lists.label("themes", "stalking") == "Stalking"


@pytest.mark.eis("T-6")
def test_new_value_may_stand_first(bas):
    with acting_as(bas):
        list_changes.add("blockades", {"label": "Taal"}, by=bas, reason=WHY)

    assert lists.choices("blockades")[0] == ("taal", "Taal")


@pytest.mark.eis("T-6")
def test_value_that_is_called_otherwise_keeps_its_key_and_place(bas):
    before = [key for key, _ in lists.choices("leefgebieden")]

    with acting_as(bas):
        list_changes.alter(
            "leefgebieden", "huisvesting", {"label": "Wonen"}, by=bas, reason=WHY
        )

    assert [key for key, _ in lists.choices("leefgebieden")] == before
    assert lists.label("leefgebieden", "huisvesting") == "Wonen"


@pytest.mark.eis("T-6")
def test_retired_value_cannot_be_chosen_and_is_still_read(bas):
    with acting_as(bas):
        list_changes.retire("themes", "radicalisering", by=bas, reason=WHY)

    assert "radicalisering" not in dict(lists.choices("themes"))
    assert lists.label("themes", "radicalisering") == "Radicalisering"
    assert lists.labels("themes", ["radicalisering", "hic"]) == [
        "High impact crime",
        "Radicalisering",
    ]


@pytest.mark.eis("T-6")
def test_row_that_uses_a_retired_value_keeps_it_as_a_choice(bas):
    with acting_as(bas):
        list_changes.retire("themes", "hic", by=bas, reason=WHY)

    assert "hic" in dict(lists.choices("themes", using=["hic"]))
    assert "hic" not in dict(lists.choices("themes", using=["jeugd"]))


@pytest.mark.eis("T-6")
def test_retired_value_can_be_brought_back(bas):
    with acting_as(bas):
        list_changes.retire("themes", "hic", by=bas, reason=WHY)
        list_changes.bring_back("themes", "hic", by=bas, reason="Toch nodig.")

    assert "hic" in dict(lists.choices("themes"))
    assert Change.objects.about("lists.themes.hic").count() == 2


def test_what_stays_as_it_is_is_not_said_again(bas):
    with acting_as(bas):
        list_changes.alter("themes", "oggz", {"label": "OGGZ"}, by=bas, reason=WHY)
        list_changes.bring_back("themes", "oggz", by=bas, reason=WHY)

    assert not Change.objects.exists()


def test_two_values_never_have_one_name(bas):
    with acting_as(bas), pytest.raises(PermissionDenied, match="heet al zo"):
        list_changes.add("themes", {"label": "oggz"}, by=bas, reason=WHY)


def test_two_names_that_look_alike_get_keys_of_their_own(bas):
    with acting_as(bas):
        first = list_changes.add(
            "blockades", {"label": "Geen tolk"}, by=bas, reason=WHY
        )
        second = list_changes.add(
            "blockades", {"label": "Géén tolk!"}, by=bas, reason=WHY
        )

    assert (first, second) == ("geen_tolk", "geen_tolk_2")


def test_last_value_of_a_list_stays(bas):
    keys = [key for key, _ in lists.choices("refusal_reasons")]
    with acting_as(bas):
        for key in keys[1:]:
            list_changes.retire("refusal_reasons", key, by=bas, reason=WHY)
        with pytest.raises(PermissionDenied, match="laatste waarde"):
            list_changes.retire("refusal_reasons", keys[0], by=bas, reason=WHY)


def test_a_house_chooses_how_afschaling_is_decided_and_adds_no_way(bas):
    named = {"label": "Aan tafel"}
    with acting_as(bas):
        list_changes.alter("closing_ways", "ico", named, by=bas, reason="Zo heet het.")
        list_changes.retire("closing_ways", "samen", by=bas, reason="Alleen de tafel.")

        with pytest.raises(PermissionDenied, match="niets toe te voegen"):
            list_changes.add("closing_ways", named, by=bas, reason="Nog een.")

    assert lists.choices("closing_ways") == [("ico", "Aan tafel")]


def test_house_without_its_own_kind_of_partij_would_not_work(bas):
    with acting_as(bas), pytest.raises(PermissionDenied, match="werkt het systeem"):
        list_changes.retire("soorten", "bureau", by=bas, reason=WHY)


@pytest.mark.parametrize("who", ["anna", "mirjam", "bram", "fg", "bestuurder"])
def test_only_the_regional_administrator_changes_a_list(who, request):
    user = request.getfixturevalue(who)

    with acting_as(user), pytest.raises(PermissionDenied):
        list_changes.retire("themes", "hic", by=user, reason=WHY)


@pytest.mark.safety("X6")
def test_nobody_says_something_in_another_s_name(bas, anna):
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        acting_as(anna),
        transaction.atomic(),
    ):
        Change.objects.create(key="name", value="Ander huis", by=bas)


@pytest.mark.safety("L4")
@pytest.mark.parametrize("verb", ["UPDATE {} SET value = value", "DELETE FROM {}"])
def test_what_was_said_cannot_be_unsaid(bas, verb):
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(bas):
        connection.cursor().execute(verb.format("house_change"))


@pytest.mark.eis("T-2")
def test_change_is_an_entry_of_the_audit_log_without_its_reason(bas):
    from zvh.guard.models import LogEntry

    with acting_as(bas):
        list_changes.alter(
            "themes", "hic", {"label": "HIC"}, by=bas, reason="Vertrouwelijk."
        )

    with backstage():
        (entry,) = LogEntry.objects.filter(object_repr__contains="lists.themes.hic")
        assert "HIC" in str(entry.changes)
        assert "Vertrouwelijk" not in str(entry.changes)


def test_key_of_a_list_is_short_enough_for_where_it_is_stored():
    key = list_changes.key_for("Een heel lange omschrijving " * 4, {})

    assert len(key) <= list_changes.LONGEST_KEY


@pytest.mark.eis("T-6")
def test_registration_goes_on_with_a_leefgebied_that_was_retired_since(
    bram, bas, sign_in
):
    desk = sign_in(bram)
    key = begun(desk)
    fill(desk, key, "situatie")
    with acting_as(bas):
        list_changes.retire("leefgebieden", "huisvesting", by=bas, reason=WHY)

    page = text(desk.get(f"/aanmelden/{key}/situatie/"))
    assert "Dreigende ontruiming." in page
    fill(desk, key, "situatie", problem_huisvesting="De ontruiming is uitgesteld.")
    assert "De ontruiming is uitgesteld." in text(
        desk.get(f"/aanmelden/{key}/situatie/")
    )
    other = begun(desk)
    assert "Huisvesting en wonen" not in text(desk.get(f"/aanmelden/{other}/situatie/"))
