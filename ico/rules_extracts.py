"""Who lets an extract of a plan go, and who reads it; a sentence says why not."""

from collections.abc import Sized

from django.utils import timezone

from accounts.models import User
from cases import grants
from cases import rules as case_rules
from cases.grants import Why
from house.words import said, word
from ico.extracts import Extract
from ico.plans import Plan
from privacy import rules_approvals
from privacy.disclosures import Disclosure
from zvh.guard.rules import require

Channel = Disclosure.Channel


def share_plan(user: User, plan: Plan) -> None:
    """Of the plan that holds now; of a draft nothing goes out (F-3)."""
    case_rules.work_on(user, plan.case)
    require(
        not plan.is_draft,
        f"Stel {word('afstemmingsplan', 'definite')} eerst vast: van een concept gaat"
        " niets naar buiten.",
    )
    later = Plan.objects.filter(case=plan.case_id, number__gt=plan.number)
    require(
        not later.established().exists(),
        "Er is een nieuwere versie vastgesteld. Deel die.",
    )


def send_extract(
    user: User, extract: Extract, readers: Sized, channel: Channel = Channel.PAGES
) -> None:
    let_go(user, extract)
    require(
        channel != Channel.PAGES or len(readers),
        f"Niemand van {extract.party.name} die aan tafel zat of iets uitvoert, heeft"
        " een account.",
    )


def let_go(user: User, extract: Extract) -> None:
    """Whichever way it goes."""
    share_plan(user, extract.plan)
    require(
        extract.party.is_bound(timezone.localdate()),
        f"{extract.party.name} is niet gebonden aan {word('convenant', 'definite')}.",
    )
    require(extract.keys, said("Er is voor {partij.this} niets om te verstrekken."))


def reach_received(user: User, sent: Disclosure) -> None:
    """To read it; or, where the case was restricted since, to hear what must go."""
    require(sent.is_extract, "Dit is geen uittreksel.")
    require(
        sent.party_id == user.party_id and rules_approvals.was_let_in(user, sent),
        "Dit uittreksel is niet aan u verstrekt.",
    )


def read_received(user: User, sent: Disclosure) -> None:
    """By whom it was sent to in person, as long as the case runs (V-1)."""
    require(sent.is_extract, "Dit is geen uittreksel.")
    seats = grants.user_grants(user).filter(why=Why.DISCLOSURE, source_id=sent.pk)
    require(
        sent.party_id == user.party_id and seats.exists(),
        "Dit uittreksel is niet aan u verstrekt.",
    )
