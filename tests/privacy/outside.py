"""Something on its way to an organisation outside, agreed to by its givers."""

from cases.models import Contribution
from privacy import proposing
from privacy.models import Disclosure, Shipment
from privacy.recipients import Recipient
from tests.backstage import backstage
from tests.factories import ContactFactory
from tests.privacy.test_to_others import GOOD, OF_BRAM, OF_PIM, answered, assessed
from zvh.guard.announce import acting_as

TO = "balie@stichting.example"


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


def proposed(case, anna, pieces, kind=Recipient.Kind.THIRD):
    with acting_as(anna):
        return proposing.propose(
            case,
            by=anna,
            kind=kind,
            name="Woningstichting Proef",
            pieces=pieces,
            goal="Zij kan dan op tijd een woning zoeken.",
        )


def ready(case, anna, pieces, sign_in, *people):
    """Every check holds, and every giver said yes."""
    plan = proposed(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, *people)
    return plan


def letters():
    with backstage():
        return list(Shipment.objects.order_by("made_at", "pk"))


def disclosed():
    with backstage():
        return Disclosure.objects.get()
