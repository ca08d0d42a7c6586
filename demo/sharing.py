"""What the Partijen of a plan know, who needs it, and who has agreed to that."""

from accounts.models import User
from ico import actions as ico
from ico import extracts, judging, letting_go
from ico.models import Invitation, Meeting, Plan
from privacy import answering, overseeing
from privacy.approvals import Approval, ApprovalRequest
from zvh.guard.announce import acting_as

People = dict[str, User]
TOLD = (
    (
        "pim",
        "police",
        "veiligheid",
        "Vier meldingen in het laatste jaar, alle 's nachts.",
    ),
    (
        "wim",
        "living",
        "huisvesting",
        "Op de eerste van de maand is er een woning.",
    ),
    (
        "gerda",
        "health",
        "psychische_gezondheid",
        "Hij neemt elke dag medicijnen in.",
    ),
)
# Who needs what of whom for their own part.
NEEDS = (("pim", "gerda"), ("wim", "gerda"), ("gerda", "wim"))


def tell_what_is_needed(meeting: Meeting, people: People) -> None:
    """Each tells something at the table, and the table finds who needs it."""
    pieces = {}
    for key, category, domain, text in TOLD:
        who = people[key]
        with acting_as(who):
            invitation = Invitation.objects.get(user=who, meeting=meeting)
            pieces[key] = ico.bring_in(
                invitation, by=who, category=category, domain=domain, text=text
            )
    anna = people["anna"]
    with acting_as(anna):
        more = [(pieces[giver], people[to].party) for giver, to in NEEDS]
        judging.need(meeting, by=anna, more=more, less=[])


def share(plan: Plan, people: People) -> None:
    """Wim agrees, so Gerda gets her extract; Pim is still to answer, Gerda too."""
    anna, gerda = people["anna"], people["gerda"]
    with acting_as(anna):
        letting_go.ask_approval(plan, by=anna)
    with acting_as(people["wim"]):
        asked = ApprovalRequest.objects.get(
            party=people["wim"].party, case=plan.case_id
        )
        answers = {one.pk: "yes" for one in Approval.objects.asked_in(asked)}
        seen = overseeing.mark_of(asked)
        answering.answer(asked, by=people["wim"], answers=answers, seen=seen)
    with acting_as(anna):
        mark = extracts.for_party(plan, gerda.party).mark
        letting_go.send_extract(plan, by=anna, party=gerda.party, mark=mark)
