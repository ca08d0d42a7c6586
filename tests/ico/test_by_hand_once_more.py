"""What by hand could still be opened early, brought back or kept (I-4, I-5, S-4)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import SecurePage
from cases.models import Case, Contribution, Release
from ico import actions
from tests.backstage import backstage
from tests.ico.test_deliberating import bring_in, texts
from tests.ico.test_ending import scale_down
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id

pytestmark = pytest.mark.safety("X6")


def by_hand(user, sql, *values):
    with acting_as(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.eis("I-5")
@pytest.mark.parametrize("use", ["ico", "plan"])
@pytest.mark.parametrize("source", [new_id, lambda: None], ids=["unknown", "none"])
def test_a_giver_turns_no_second_key_by_naming_no_table(
    case, meeting, invite, anna, noor, politie, use, source
):
    """Noor leads the work by an earlier plan, and reads what is for the plan."""
    invite(politie)
    piece = bring_in(politie)
    with acting_as(anna):
        actions.name_casusregisseur(Case.objects.get(pk=case.pk), by=anna, user=noor)

    at_a_table = pytest.raises(DatabaseError, match="at a table of this case")
    with at_a_table, acting_as(politie):
        Release.objects.create(
            case_id=case.pk,
            contribution_id=piece.pk,
            use=use,
            party=noor.party,
            agreed_by=politie,
            source_id=source(),
        )

    assert texts(noor) == []


@pytest.mark.eis("I-4")
def test_what_a_giver_took_back_is_not_brought_back(table, anna, politie):
    piece = bring_in(politie)
    with backstage():
        Contribution.objects.filter(pk=piece.pk).update(withdrawn_at=timezone.now())

    with pytest.raises(DatabaseError, match="added with stays"):
        by_hand(
            anna,
            "UPDATE cases_contribution SET withdrawn_at = NULL WHERE id = %s",
            piece.pk,
        )


@pytest.mark.eis("S-3", "S-4")
@pytest.mark.safety("P3")
@pytest.mark.parametrize("term", ["work_until", "plan_until", "shell_until"])
def test_what_is_shielded_is_kept_no_longer_by_hand(
    established, anna, noor, case, term
):
    scale_down(case, anna, noor.party)
    update = f"UPDATE cases_case SET {term} = {term} + %s WHERE id = %s"  # noqa: S608

    with pytest.raises(DatabaseError, match="added with stays"):
        by_hand(anna, update, 1, case.pk)
    # Sooner is for retention to decide, and hides nothing from anybody.
    assert by_hand(anna, update, -1, case.pk) == 1


@pytest.mark.eis("P-5")
@pytest.mark.parametrize("column", ["openings", "wrong"])
def test_whose_page_it_is_counts_no_openings_down(kim, anna, column):
    with backstage():
        SecurePage.objects.update(openings=3, wrong=2, opened_at=timezone.now())
        holder = SecurePage.objects.select_related("user").get().user
    update = f"UPDATE accounts_securepage SET {column} = 0"  # noqa: S608

    with pytest.raises(DatabaseError, match="added with stays"):
        by_hand(holder, update)
    assert by_hand(anna, update) == 1


@pytest.mark.parametrize("table", ["user", "party", "authorisation"])
def test_nobody_is_deleted(anna, table):
    with pytest.raises(DatabaseError, match="permission denied"):
        by_hand(anna, f"DELETE FROM accounts_{table}")  # noqa: S608
