"""Who may do what with a case. The sentences are what people read when they may not."""

from collections.abc import Sized

from django.http import Http404
from django.utils import timezone

from accounts.models import SecurePage, User
from cases import grants, shielded
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, GivenModel, Subject
from house.words import said, word
from zvh.guard.rules import require

MOST_ATTACHMENTS = 10
BUREAU_ONLY = said("Alleen medewerkers van {huis.definite} kunnen dit.")


def use_the_bureau(user: User) -> None:
    """Lists and search over cases are for the bureau (convenant bijlage 4)."""
    require(user.is_bureau, BUREAU_ONLY)


def start_registration(user: User) -> None:
    require(
        user.is_ketenpartner or user.is_bureau or _may_register_once(user),
        said("Alleen medewerkers van een {partij} kunnen een {casus} aanmelden."),
    )
    require(
        user.party.is_bound(timezone.localdate()),
        f"Uw organisatie heeft {word('convenant', 'definite')} nog niet"
        f" ondertekend en kan daarom nog geen {word('casus')} aanmelden.",
    )


def _may_register_once(user: User) -> bool:
    """Without account, at the public address; not who has a page about another case."""
    return user.is_visitor and not user.has_page


def edit_registration(user: User, case: Case) -> None:
    require(
        case.phase == Phase.REGISTRATION,
        said(
            "{aanmelding.capital_this} is al verstuurd. Neem contact op als er iets"
            " moet veranderen."
        ),
    )
    require(
        grants.holds(user, Access.REGISTER, case.pk),
        said("Alleen wie {aanmelding.definite} begon, kan haar invullen."),
    )
    require(
        case.is_draft or not user.is_visitor,
        "Wie geen account heeft, leest niet terug wat is verstuurd. U kunt de vraag"
        " van het bureau wel beantwoorden.",
    )


def describe_persons(user: User, case: Case) -> None:
    edit_registration(user, case)
    require(case.subject != Subject.AREA, "Een gebied heeft geen personen.")


def edit_part(user: User, part: GivenModel) -> None:
    """A person, an organisation or a file in a registration that is being filled in."""
    edit_registration(user, part.case)


def enclose(user: User, case: Case) -> None:
    edit_registration(user, case)
    require(
        case.attachments.count() < MOST_ATTACHMENTS,
        f"Een {word('aanmelding')} heeft hoogstens {MOST_ATTACHMENTS} bijlagen.",
    )


def send_registration(user: User, case: Case, missing: Sized) -> None:
    edit_registration(user, case)
    require(not missing, said("{aanmelding.capital_definite} is nog niet volledig."))


def discard_draft(user: User, case: Case) -> None:
    edit_registration(user, case)
    require(case.is_draft, said("{aanmelding.capital_this} is al eens verstuurd."))


def read_attachment(user: User, attachment: GivenModel) -> None:
    """Who may read the registration may have the file that came with it."""
    case = attachment.case
    require(not case.is_shielded, said("{casus.capital_this} is afgeschermd."))
    held = (Access.REGISTER, Access.WORK, Access.WEIGH)
    require(
        any(grants.holds(user, access, case.pk) for access in held),
        said("Alleen wie {aanmelding.definite} leest, kan de bijlagen openen."),
    )


def type_for(user: User) -> None:
    """The bureau types what a partner tells (A-5)."""
    use_the_bureau(user)


def be_typed_for(user: User) -> None:
    require(
        user.is_ketenpartner or _may_register_once(user),
        f"{user.name} kan geen {word('casus')} aanmelden.",
    )
    require(
        user.party.is_bound(timezone.localdate()),
        f"{user.party.name} heeft {word('convenant', 'definite')} niet ondertekend.",
    )


def hand_over_draft(user: User, case: Case) -> None:
    edit_registration(user, case)
    require(
        case.is_draft and user.pk != case.registered_by_id,
        "U typt hier niet voor een ander.",
    )


def check_dictation(user: User, case: Case) -> None:
    """Who told it says whether it was written down right."""
    follow_registration(user, case)
    require(
        user.pk == case.registered_by_id, "Alleen de aanmelder kan dit laten weten."
    )
    require(
        not case.is_draft and not case.is_shielded and case.dictations.exists(),
        said("Over {aanmelding.this} vragen wij u dit niet."),
    )


def withdraw_registration(user: User, case: Case) -> None:
    """As long as nobody weighs it: after that the house decides how it ends (S-9)."""
    follow_registration(user, case)
    require(not case.is_draft, said("{aanmelding.capital_this} is nog niet verstuurd."))
    require(
        case.phase in (Phase.REGISTRATION, Phase.INTAKE),
        said(
            "{aanmelding.capital_this} ligt al bij {weging.definite}. Bel het bureau"
            " als zij niet meer nodig is."
        ),
    )


def follow_registration(user: User, case: Case) -> None:
    require(
        grants.holds(user, Access.REGISTER, case.pk),
        said("Alleen de aanmelder kan {aanmelding.definite} volgen."),
    )


def answer_request(user: User, case: Case) -> None:
    """A visitor answers what the bureau asks, without reading back what was sent."""
    follow_registration(user, case)
    require(user.is_visitor, said("Vul {aanmelding.definite} zelf aan."))
    require(
        case.phase == Phase.REGISTRATION and not case.is_draft,
        "Het bureau vraagt u op dit moment niets.",
    )


def print_registration(user: User, case: Case) -> None:
    """Take along what was sent, as long as it can be read."""
    follow_registration(user, case)
    require(not case.is_draft, said("{aanmelding.capital_this} is nog niet verstuurd."))
    # Who came with a code alone does not read back what was sent.
    require(
        not user.is_visitor and not case.is_shielded and case.registration is not None,
        "Wat u hebt verstuurd, is hier niet meer te lezen.",
    )


def keep_page(user: User, page: SecurePage) -> None:
    """The bureau keeps secure pages, of the cases on which it works."""
    case = Case.objects.visible_to(user).filter(pk=page.case_key).first()
    if case is None:
        # A page must not betray that a case exists.
        raise Http404("not among what this person may see")
    work_on(user, case)


def read_code_out(user: User, page: SecurePage) -> None:
    keep_page(user, page)
    require(page.is_standing, "Deze pagina is gesloten.")


def open_case(user: User, case: Case) -> None:
    require(grants.holds(user, Access.WORK, case.pk), BUREAU_ONLY)
    require(
        not case.is_shielded or shielded.is_open_to(user, case),
        said("{casus.capital_this} is afgeschermd. Geef eerst een reden op."),
    )


def reach_case(user: User, case: Case) -> None:
    """Come to the case's first page, which for a shielded case asks for a reason."""
    require(grants.holds(user, Access.WORK, case.pk), BUREAU_ONLY)


def open_shielded(user: User, case: Case) -> None:
    require(grants.holds(user, Access.WORK, case.pk), BUREAU_ONLY)
    require(case.is_shielded, said("{casus.capital_this} is niet afgeschermd."))


def work_on(user: User, case: Case) -> None:
    """Change something in a running case; a shielded case is only read."""
    require(grants.holds(user, Access.WORK, case.pk), BUREAU_ONLY)
    require(
        not case.is_shielded,
        said("{casus.capital_this} is afgeschermd, en alleen te lezen."),
    )


def coordinate(user: User, case: Case) -> None:
    """Decide on the course of a case (convenant art. 12)."""
    require(not case.is_shielded, said("{casus.capital_this} is afgeschermd."))
    require(grants.holds(user, Access.WORK, case.pk), BUREAU_ONLY)
    # Also who types for another decides nothing about it, and lets nobody in.
    require(not case.is_draft, said("{aanmelding.capital_this} is nog niet verstuurd."))
    require(
        user.is_procescoordinator,
        f"Alleen een {word('procescoordinator')} kan dit besluiten.",
    )


def lead(user: User, case: Case) -> None:
    """Be the procescoördinator of this case."""
    require(
        user.is_active and user.is_procescoordinator,
        f"{user.name} is geen {word('procescoordinator')}.",
    )
    require(
        grants.holds(user, Access.WORK, case.pk),
        f"{user.name} is niet genoemd bij {word('casus', 'this')}, die besloten is.",
    )


def hand_over(user: User) -> None:
    """A colleague is away: another of the same trade passes their work on (U41)."""
    require(
        user.is_procescoordinator,
        f"Alleen een {word('procescoordinator')} draagt werk over.",
    )


def take_work(user: User, other: User) -> None:
    """Take over what this other colleague does; each duty asks for its own role."""
    require(user.pk != other.pk, "Kies iemand anders.")
    require(
        user.is_active and user.is_bureau, f"{user.name} werkt niet bij het bureau."
    )


def write_for(user: User, case: Case) -> None:
    """Write the minutes of this case's meetings, as everybody of the bureau may."""
    require(
        user.is_active and user.is_bureau, f"{user.name} werkt niet bij het bureau."
    )
    require(
        grants.holds(user, Access.WORK, case.pk),
        f"{user.name} is niet genoemd bij {word('casus', 'this')}, die besloten is.",
    )


def compare(user: User, case: Case) -> None:
    """Say whether somebody here is in another case too (A-8)."""
    work_on(user, case)
    require(case.subject != Subject.AREA, "Een gebied heeft geen personen.")


def compare_with(user: User, match: object) -> None:
    require(
        match is not None,
        "Deze twee lijken niet meer op elkaar, of u ziet een van beide niet meer.",
    )


def reopen(user: User, case: Case) -> None:
    require(
        case.phase == Phase.AFSCHALING,
        said("Weer openen kan alleen als {casus.definite} is afgeschaald."),
    )
    require(
        case.work_until is not None and timezone.localdate() < case.work_until,
        said("De werkgegevens zijn al verwijderd: {casus.this} kan niet meer open."),
    )
    require(
        user.is_procescoordinator and grants.holds(user, Access.WORK, case.pk),
        said("Alleen een {procescoordinator} kan een {casus} weer openen."),
    )
