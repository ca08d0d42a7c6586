"""When something may go to somebody outside the covenant; else the check that fails."""

from collections.abc import Callable, Sized

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Party, User
from cases import rules as cases
from cases.models import Case
from house.words import said
from privacy.disclosures import Disclosure
from privacy.proposals import Advice, Informs, Need, Objection, PlannedDisclosure
from zvh.guard.rules import require

Channel = Disclosure.Channel


def propose(user: User, case: Case) -> None:
    cases.coordinate(user, case)


def see_proposal(user: User, proposal: PlannedDisclosure) -> None:
    cases.open_case(user, proposal.case)


def change_proposal(user: User, proposal: PlannedDisclosure) -> None:
    cases.coordinate(user, proposal.case)
    require(proposal.is_open, "Dit is al verstrekt of vervallen.")


def be_needed(proposal: PlannedDisclosure) -> None:
    """Necessary for a public task, or for a compatible interest (WGS 1.7 lid 2)."""
    require(
        proposal.need in (Need.TASK, Need.INTEREST),
        "Verstrekken moet nodig zijn voor een taak van algemeen belang, of passen bij"
        " het doel waarvoor de gegevens zijn verkregen.",
    )


def have_a_basis(proposal: PlannedDisclosure) -> None:
    require(proposal.basis.strip(), "Schrijf de wettelijke grondslag op.")


def be_advised(proposal: PlannedDisclosure) -> None:
    require(
        proposal.advice == Advice.POSITIVE,
        "De rechtmatigheidsadviescommissie moet adviseren het te doen.",
    )


def be_objected_to_by_nobody(proposal: PlannedDisclosure) -> None:
    require(
        proposal.objection == Objection.NOBODY,
        "Geen enkele deelnemer mag bezwaar hebben.",
    )


def be_agreed(agreed: Sized, proposal: PlannedDisclosure) -> None:
    """Of each providing Partij the prior written akkoord (convenant 9.2)."""
    require(
        agreed and len(agreed) == len(proposal.pieces),
        "Van elk onderdeel moet de gever vooraf akkoord geven.",
    )


def vouch(party: Party | None) -> None:
    require(
        party is not None and party.is_lid1 and party.is_bound(timezone.localdate()),
        said("Bij acuut gevaar staat een {partij} van lid 1 ervoor in. Kies welke."),
    )


def be_in_danger(proposal: PlannedDisclosure) -> None:
    require(proposal.danger.strip(), "Schrijf op welk gevaar er nu is, en voor wie.")


def checks(proposal: PlannedDisclosure, agreed: Sized) -> list[tuple[str, str]]:
    """Each check by its name, and why it does not hold; nothing where it does."""
    return [(name, _fault(check)) for name, check in _all(proposal, agreed)]


def send(user: User, proposal: PlannedDisclosure, agreed: Sized) -> None:
    """Every check holds; or it is the one way around, and somebody vouches (V-1b)."""
    change_proposal(user, proposal)
    for _, fault in checks(proposal, agreed):
        require(not fault, fault)


def go_along(proposal: PlannedDisclosure, channel: Channel) -> None:
    """Acute danger waits for no code, and on a page nothing stands without akkoord."""
    require(
        not (proposal.is_vital and channel == Channel.PAGE),
        "Wat niet kan wachten, gaat niet langs een beveiligde pagina.",
    )


def take_along(user: User, proposal: PlannedDisclosure) -> None:
    """The document is there once it was written down that it goes."""
    see_proposal(user, proposal)
    require(proposal.sent_at is not None, "Dit is nog niet verstrekt.")


def review(user: User, proposal: PlannedDisclosure) -> None:
    cases.coordinate(user, proposal.case)
    require(proposal.is_to_review, "Hier is achteraf niets te toetsen.")


def _all(
    proposal: PlannedDisclosure, agreed: Sized
) -> list[tuple[str, Callable[[], None]]]:
    if proposal.is_handover:
        return [
            ("Noodzaak en doel", lambda: _have_a_goal(proposal)),
            (said("Welke {partij} het inbrengt"), lambda: _be_brought(proposal)),
            (said("Wie {betrokkene.definite} informeert"), lambda: _be_told(proposal)),
            ("Welke gegevens mee moeten", lambda: _have_pieces(proposal)),
            ("Akkoord per onderdeel", lambda: _be_answered(agreed)),
        ]
    if proposal.is_vital:
        return [
            ("Acuut gevaar", lambda: be_in_danger(proposal)),
            ("Wie ervoor instaat", lambda: vouch(proposal.vouching)),
        ]
    return [
        ("Noodzaak", lambda: be_needed(proposal)),
        ("Grondslag", lambda: have_a_basis(proposal)),
        ("Advies", lambda: be_advised(proposal)),
        ("Bezwaar", lambda: be_objected_to_by_nobody(proposal)),
        ("Akkoord", lambda: be_agreed(agreed, proposal)),
    ]


def _have_a_goal(proposal: PlannedDisclosure) -> None:
    require(proposal.goal.strip(), "Schrijf op waarom dit nodig is.")


def _be_brought(proposal: PlannedDisclosure) -> None:
    require(
        proposal.bringing is not None,
        said(
            "Kies welke {partij}, gezien haar taak, dit aan de andere tafel inbrengt."
        ),
    )


def _be_told(proposal: PlannedDisclosure) -> None:
    require(
        proposal.informs != Informs.NONE,
        said("Spreek af wie {betrokkene.definite} informeert."),
    )


def _have_pieces(proposal: PlannedDisclosure) -> None:
    require(proposal.pieces, "Kies welke gegevens nodig zijn voor de andere tafel.")


def _be_answered(agreed: Sized) -> None:
    """What stays here because its giver says so, stays; the rest may go."""
    require(agreed, "Nog geen enkele gever gaf akkoord.")


def _fault(check: Callable[[], None]) -> str:
    try:
        check()
    except PermissionDenied as refusal:
        return str(refusal)
    return ""
