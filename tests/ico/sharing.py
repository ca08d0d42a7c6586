"""A plan with pieces that others need, and people who may be asked for akkoord."""

from django.urls import reverse

from ico import judging
from ico.models import Meeting
from privacy.approvals import Approval, ApprovalRequest
from privacy.disclosures import Disclosure
from tests.backstage import backstage
from tests.factories import ContactFactory
from zvh.guard.announce import acting_as

OF_BRAM = "Bram vertelde over de behandeling."
OF_PIM = "Pim vertelde over drie meldingen."


def contact_of(user):
    with backstage():
        return ContactFactory(party=user.party, user=user, email=user.email)


def need(meeting, anna, *pairs):
    with acting_as(anna):
        found = Meeting.objects.get(pk=meeting.pk)
        judging.need(
            found, by=anna, more=[(it, user.party) for it, user in pairs], less=[]
        )


def ask(browser, plan):
    return browser.post(reverse("ico:ask_approval", args=[plan.pk]))


def request_of(user):
    with backstage():
        return ApprovalRequest.objects.filter(party=user.party).latest("asked_at")


def answer(browser, user, said="yes"):
    """Everything in the last list gets the same answer."""
    asked = request_of(user)
    with backstage():
        keys = Approval.objects.filter(request_key=asked.pk, ended_at=None)
        answers = {str(one.pk): said for one in keys}
    url = reverse("privacy:approval_request", args=[asked.pk])
    return browser.post(url, answers)


def send(browser, plan, to):
    url = reverse("ico:send_extract", args=[plan.pk, to.party.pk])
    page = browser.get(url)
    extract = page.context["extract"]
    return browser.post(url, {"mark": extract.mark, "way": "pages"})


def sent_to(user):
    with backstage():
        return Disclosure.objects.filter(party=user.party).latest("recorded_at")


def read(browser, user, page="received"):
    return browser.get(reverse(f"ico:{page}", args=[sent_to(user).pk]))
