"""Something on its way to an organisation outside, agreed to by its givers."""

from django.urls import reverse

from cases.models import Contribution
from privacy import proposing
from privacy.approvals import Approval, ApprovalRequest
from privacy.models import Disclosure, PlannedDisclosure, Shipment
from privacy.recipients import Recipient
from tests.backstage import backstage
from tests.factories import ContactFactory
from zvh.guard.announce import acting_as

TO = "balie@stichting.example"
OF_BRAM, OF_PIM = "Bram vertelde dit.", "Pim vertelde dat."
GOOD = {
    "need": "task",
    "basis": "Jeugdwet artikel 7.3.11.",
    "advice": "positive",
    "objection": "nobody",
}
VITAL = {"is_vital": True, "danger": "Hij dreigt zijn kinderen iets aan te doen."}


def told(case, anna, *people):
    """What each of them told."""
    with backstage():
        for user in people:
            ContactFactory(party=user.party, user=user, email=user.email)
        return [
            Contribution.objects.create(
                case=case,
                given_by=user.party,
                typed_by=anna,
                category="guidance",
                text=text,
            )
            for user, text in zip(people, (OF_BRAM, OF_PIM), strict=True)
        ]


def planned(case, anna, pieces, kind=Recipient.Kind.THIRD):
    with acting_as(anna):
        return proposing.propose(
            case,
            by=anna,
            kind=kind,
            name="Woningstichting Proef",
            pieces=pieces,
            goal="Zij kan dan op tijd een woning zoeken.",
        )


def assessed(plan, anna, **answers):
    with acting_as(anna):
        plan = PlannedDisclosure.objects.get(pk=plan.pk)
        return proposing.test(plan, by=anna, **answers)


def answered(plan, sign_in, anna, *people, said="yes"):
    sign_in(anna).post(reverse("privacy:ask_outside", args=[plan.pk]))
    for user in people:
        with backstage():
            asked = ApprovalRequest.objects.get(party=user.party)
            keys = Approval.objects.filter(request_key=asked.pk)
            answers = {str(one.pk): said for one in keys}
        url = reverse("privacy:approval_request", args=[asked.pk])
        assert sign_in(user).post(url, answers).status_code == 302


def ready(case, anna, pieces, sign_in, *people):
    """Every check holds, and every giver said yes."""
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, *people)
    return plan


def letters():
    with backstage():
        return list(Shipment.objects.order_by("made_at", "pk"))


def disclosed():
    with backstage():
        return Disclosure.objects.get()
