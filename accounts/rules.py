"""Who may say who may what. Each refusal is a sentence that the person reads."""

from datetime import date

from django.utils import timezone

from accounts.authorisations import Authorisation
from accounts.parties import Contact, Party
from accounts.people import User, UserSession
from house.words import said, word
from zvh.guard.rules import require


def oversee_the_house(user: User) -> None:
    require(user.is_bestuurder, f"Deze pagina is voor {word('bestuurder', 'plural')}.")


def see_authorisations(user: User) -> None:
    require(
        user.is_bureau or user.is_fg,
        "Alleen het bureau en de toezichthouder zien de autorisaties.",
    )


def keep_pages(user: User) -> None:
    """Of whose case, the room asks that has the case (P-5)."""
    require(user.is_bureau, "Alleen het bureau beheert beveiligde pagina’s.")


def administer(user: User) -> None:
    """Accounts, roles and Partijen are kept by the regional administrator (P-6)."""
    require(
        user.is_procesondersteuner,
        f"Alleen {word('procesondersteuner', 'definite')} beheert accounts en "
        f"{word('partij', 'plural')}.",
    )


def see_user(user: User, about: User) -> None:
    see_authorisations(user)


def administer_user(user: User, about: User) -> None:
    administer(user)
    require(user != about, "Uw eigen account kunt u niet zelf beheren.")


def renew_password(user: User, about: User) -> None:
    """With a password of ours and a new second step one could be anybody (P-6)."""
    administer_user(user, about)
    require(
        about.must_change_password,
        "Deze persoon heeft zelf een wachtwoord gekozen, en kan alleen zelf een nieuw"
        " wachtwoord aanvragen.",
    )


def grant_to(user: User, about: User, until: date) -> None:
    administer(user)
    require(user != about, "U kunt uzelf geen rol geven.")
    require(about.is_active, "Dit account is gesloten.")
    require(until >= timezone.localdate(), "De einddatum ligt in het verleden.")


def confirm(user: User, authorisation: Authorisation) -> None:
    require(authorisation.is_pending, "Deze autorisatie wacht niet op bevestiging.")
    require(
        user.is_procesondersteuner or user.is_manager,
        said("Alleen een beheerder of {manager.definite} bevestigt een autorisatie."),
    )
    require(
        user.pk != authorisation.granted_by_id,
        "Iemand anders dan wie de rol gaf, moet die bevestigen.",
    )
    require(user.pk != authorisation.user_id, "U kunt uw eigen rol niet bevestigen.")
    require(
        not authorisation.user.must_change_password,
        f"Bevestigen kan als {authorisation.user.name} het eerste wachtwoord zelf"
        " heeft gewijzigd.",
    )


def withdraw(user: User, authorisation: Authorisation) -> None:
    require(authorisation.withdrawn_at is None, "Deze autorisatie is al ingetrokken.")
    require(
        user.is_procesondersteuner or user.is_manager,
        said("Alleen een beheerder of {manager.definite} trekt een autorisatie in."),
    )
    require(
        user.pk != authorisation.user_id,
        "Uw eigen rol kunt u niet zelf intrekken. Vraag het een collega.",
    )


def keep(user: User, authorisation: Authorisation) -> None:
    """Let an account stay whose last part in a case ended (P-7)."""
    withdraw(user, authorisation)
    require(
        authorisation.uninvolved_since is not None,
        "Deze autorisatie loopt niet af: er is nog betrokkenheid.",
    )


def replace_somebody(user: User, about: User) -> None:
    """The work of a partner passes on; a colleague's is handed over by colleagues."""
    administer_user(user, about)
    require(
        not about.is_bureau,
        said("Het werk van een collega van het bureau draagt u over op Vandaag."),
    )


def replace(user: User, about: User, successor: User) -> None:
    replace_somebody(user, about)
    require(about != successor, "Kies iemand anders.")
    require(
        about.party_id == successor.party_id,
        said("De opvolger hoort bij een andere {partij}."),
    )
    require(
        successor.is_active and successor.is_ketenpartner,
        f"{successor.name} heeft geen account met de rol"
        f" {word('ketenpartner', 'capital')}.",
    )


def see_party(user: User, party: Party) -> None:
    """Which organisations take part is open to everybody who takes part."""


def see_contacts(user: User, party: Party) -> None:
    require(
        user.is_bureau or user.party_id == party.pk,
        said("Alleen het bureau en de eigen {partij} zien de {contactpersoon.plural}."),
    )


def administer_party(user: User, party: Party) -> None:
    administer(user)


def see_reach(user: User) -> None:
    require(user.is_bureau, "Alleen het bureau ziet wie bereikbaar is.")


def administer_contact(user: User, contact: Contact) -> None:
    administer(user)


def end_session(user: User, session: UserSession) -> None:
    require(session.user_id == user.pk, "U kunt alleen uw eigen sessies beëindigen.")
