"""What goes beyond the tables of the demo: on a secure page, and to a third party."""

from accounts.models import User
from accounts.secure_pages import Reach
from cases.models import Contribution
from demo.cast import AT
from ico import extracts, letting_go
from ico.models import Plan
from privacy import answering, overseeing, proposing
from privacy.approvals import Approval, ApprovalRequest
from privacy.disclosures import Disclosure
from privacy.proposals import Advice, Need, Objection
from privacy.recipients import Recipient
from privacy.ways import Way
from zvh.guard.announce import acting_as

People = dict[str, User]


def put_on_a_page(plan: Plan, people: People) -> None:
    """Wim's deputy has no account and reads the extract on a secure page."""
    anna, wim = people["anna"], people["wim"]
    to_wilma = Way(
        Disclosure.Channel.PAGE,
        at=Reach(f"vervanger-wim{AT}", "06 00000000"),
        name="Wilma Wijkteam",
        function="adviseur zorg en veiligheid",
    )
    with acting_as(anna):
        mark = extracts.for_party(plan, wim.party).mark
        letting_go.send_extract(plan, by=anna, party=wim.party, mark=mark, way=to_wilma)


def propose(plan: Plan, people: People) -> None:
    """A housing association asks; Wim agrees, and Gerda is still to say so."""
    anna, givers = people["anna"], [people[key].party for key in ("wim", "gerda")]
    with acting_as(anna):
        told = Contribution.objects.filter(case=plan.case_id, given_by__in=givers)
        proposal = proposing.propose(
            plan.case,
            by=anna,
            kind=Recipient.Kind.THIRD,
            name="Woningstichting De Proef",
            pieces=told,
            goal="Zij houdt op de dag van vrijlating een woning vrij.",
        )
        proposing.test(
            proposal,
            by=anna,
            need=Need.TASK,
            basis="Woningwet artikel 46.",
            advice=Advice.POSITIVE,
            objection=Objection.NOBODY,
        )
        proposing.ask_approval(proposal, by=anna)
    with acting_as(people["wim"]):
        mine = Approval.objects.filter(proposal_key=proposal.pk, giver=givers[0])
        request = ApprovalRequest.objects.get(pk=mine.get().request_key)
        answers, seen = {mine.get().pk: "yes"}, overseeing.mark_of(request)
        answering.answer(request, by=people["wim"], answers=answers, seen=seen)
