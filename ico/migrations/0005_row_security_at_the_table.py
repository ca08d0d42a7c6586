"""Who sees what is written at a table; minutes stay as they were established."""

from django.db import migrations

from cases.grants import Access
from cases.policies import (
    dossier_lock,
    holds,
    others_change_only,
)
from ico.policies import GONE, MINUTES, NO_GONE, NO_MINUTES, invited, own_piece
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Cascade, Policy, SetNull

WORKS_ON_TEXT = holds(Access.WORK, case="ico_minutestext.case_id")
BESIDE = f"{WORKS_ON_TEXT} AND ico_minutestext.kind = 'beside'"
OWN_REVIEW = own_piece("ico_piecereview")

LOCKS = [
    dossier_lock(
        "minutestext",
        Policy("texts_written_at_once_are_chosen_from", "UPDATE", BESIDE, BESIDE),
        table="ico_minutestext",
        keep=Keep.WORK,
        changes=False,
        fixed=("section", "kind", "written_by"),
    ),
    dossier_lock(
        "presence",
        table="ico_presence",
        keep=Keep.WORK,
        actor="user",
        fixed=("meeting", "user"),
    ),
    dossier_lock(
        "informationneed",
        table="ico_informationneed",
        keep=Keep.WORK,
        withdrawable=True,
        fixed=("meeting", "party", "piece"),
    ),
    dossier_lock(
        "quotation",
        table="ico_quotation",
        keep=Keep.WORK,
        withdrawable=True,
        fixed=("section", "piece"),
    ),
    dossier_lock(
        "goalchange",
        Policy(
            "participants_see_the_new_goal_of_their_meeting",
            "SELECT",
            using=invited(table="ico_goalchange", meeting="meeting_id"),
        ),
        table="ico_goalchange",
        keep=Keep.WORK,
        actor="changed_by",
        changes=False,
    ),
    dossier_lock(
        "piecereview",
        Policy("givers_see_what_is_judged_anew", "SELECT", using=OWN_REVIEW),
        Policy(
            "givers_say_whether_it_may_be_used",
            "UPDATE",
            using=f"{OWN_REVIEW} AND needed = 'yes'",
            check=f"{OWN_REVIEW} AND needed = 'yes' AND said_by_id = {USER}",
        ),
        table="ico_piecereview",
        keep=Keep.WORK,
        fixed=("change", "piece", "uses"),
    ),
    dossier_lock(
        "zsmadvice",
        table="ico_zsmadvice",
        keep=Keep.PLAN,
        withdrawable=True,
        actor="written_by",
        fixed=("written_by",),
    ),
]

CASCADES = [
    *(
        Cascade(model, "case")
        for model in (
            *("minutestext", "presence", "informationneed", "quotation"),
            *("goalchange", "piecereview", "zsmadvice"),
        )
    ),
    Cascade("minutestext", "section"),
    Cascade("presence", "meeting"),
    SetNull("presence", "section"),
    Cascade("informationneed", "meeting", "piece"),
    Cascade("quotation", "section", "piece"),
    Cascade("goalchange", "meeting"),
    Cascade("piecereview", "change", "piece"),
    SetNull("zsmadvice", "meeting"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0004_at_the_table"),
        ("cases", "0011_not_for_the_plan"),
    ]
    operations = [
        *CASCADES,
        *LOCKS,
        others_change_only(
            "givers_change_their_answer_only",
            *("usable", "said_by_id", "closed_at"),
            table="ico_piecereview",
        ),
        migrations.RunSQL(MINUTES, NO_MINUTES),
        migrations.RunSQL(GONE, NO_GONE),
    ]
