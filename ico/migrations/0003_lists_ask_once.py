"""Lists of meetings ask functions of the owner's, and so do policies with joins."""

from django.db import migrations

from ico import functions
from ico.policies import (
    in_the_post,
    leads,
    meeting_in_the_post,
    released_for_the_plan,
)
from zvh.guard.rowsecurity import (
    PARTY,
    AddPolicies,
    ChangePolicies,
    Policy,
    owner_answers,
)

LINE = "ico_planline"


def post(name: str, before: str, function: str) -> tuple[Policy, Policy]:
    return Policy(name, "SELECT", before), Policy(name, "SELECT", function)


READS = "the_casusregisseur_reads_the_plan_as_released"
IN_LINE = (
    f"{leads(case='ico_planline.case_id')}"
    " AND EXISTS (SELECT FROM ico_plan AS p WHERE p.id = ico_planline.plan_id"
    " AND p.state = 'established' AND (ico_planline.section <> 'picture'"
    " OR ico_planline.owner_id IS NOT NULL OR zvh_sat_at(p.meeting_id)))"
    " AND (ico_planline.section <> 'picture'"
    " OR ico_planline.owner_id IS NULL"
    f" OR ico_planline.owner_id = {PARTY}"
    " OR ico_planline.redacted_at IS NOT NULL"
    f" OR {released_for_the_plan(table='ico_planline', party=PARTY)})"
)
ASKED = (
    f"{leads(case=f'{LINE}.case_id')} AND zvh_line_is_released({LINE}.plan_id,"
    f" {LINE}.section, {LINE}.owner_id, {LINE}.source_id,"
    f" {LINE}.redacted_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("ico", "0002_row_security"), ("cases", "0007_lists_ask_once")]
    operations = [
        AddPolicies("meeting", owner_answers("meetings")),
        AddPolicies("plan", owner_answers("plans")),
        AddPolicies("action", owner_answers("agreements")),
        AddPolicies("invitation", owner_answers("invitations")),
        migrations.RunSQL(functions.CREATE, functions.DROP),
        ChangePolicies(
            "meeting",
            post(
                "the_post_dates_its_letters",
                meeting_in_the_post(),
                "zvh_meeting_is_in_the_post(ico_meeting.id)",
            ),
        ),
        ChangePolicies(
            "invitation",
            post(
                "the_post_reads_whom_it_invites",
                in_the_post(),
                "zvh_invitation_is_in_the_post(ico_invitation.id)",
            ),
        ),
        ChangePolicies(
            "planline",
            (Policy(READS, "SELECT", IN_LINE), Policy(READS, "SELECT", ASKED)),
        ),
    ]
